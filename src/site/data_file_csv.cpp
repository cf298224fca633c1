#include "site/data_file_csv.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "templating/value_map.hpp"
#include "text/utf8.hpp"

namespace byline::site {
namespace {

using templating::Value;

class CsvReader {
  public:
    CsvReader(std::string_view bytes, std::string_view path) : bytes_(bytes), path_(path) {}

    Result<Value> read() {
        std::vector<std::string> header;
        std::vector<Value> rows;
        while (skip_empty_lines()) {
            const std::size_t start = offset_;
            TRY(std::vector<std::string> fields, read_row());
            if (header.empty()) {
                CHECK(check_header(fields, start));
                header = std::move(fields);
                continue;
            }
            if (fields.size() != header.size()) {
                return fault(start,
                             "a row of " + std::to_string(fields.size()) + " fields, but the header has " +
                                 std::to_string(header.size()),
                             "write as many fields as the header; put those with a comma in double quotes");
            }
            templating::ValueMap row;
            row.reserve(fields.size());
            for (std::size_t i = 0; i < fields.size(); ++i) row.set(header[i], Value::string(std::move(fields[i])));
            rows.push_back(Value::map(std::move(row)));
        }
        return Value::list(std::move(rows));
    }

  private:
    [[nodiscard]] bool at_line_end() const {
        return offset_ == bytes_.size() || bytes_[offset_] == '\n' || bytes_[offset_] == '\r';
    }

    bool skip_empty_lines() {
        while (offset_ < bytes_.size() && at_line_end()) ++offset_;
        return offset_ < bytes_.size();
    }

    Result<std::vector<std::string>> read_row() {
        std::vector<std::string> fields;
        for (;;) {
            TRY(std::string field, read_field());
            fields.push_back(std::move(field));
            if (at_line_end()) return fields;
            ++offset_;  // the comma
        }
    }

    Result<std::string> read_field() {
        if (offset_ < bytes_.size() && bytes_[offset_] == '"') return read_quoted();
        const std::size_t end = std::min(bytes_.find_first_of(",\r\n", offset_), bytes_.size());
        std::string field(bytes_.substr(offset_, end - offset_));
        offset_ = end;
        return field;
    }

    // Two double quotes inside of quotes are one; line breaks and commas are text there.
    Result<std::string> read_quoted() {
        const std::size_t start = offset_++;
        std::string field;
        for (;;) {
            const std::size_t quote = bytes_.find('"', offset_);
            if (quote == std::string_view::npos) return fault(start, "a quote is not closed", "close the quote");
            field += bytes_.substr(offset_, quote - offset_);
            offset_ = quote + 1;
            if (offset_ == bytes_.size() || bytes_[offset_] != '"') break;
            field += '"';
            ++offset_;
        }
        if (!at_line_end() && bytes_[offset_] != ',') {
            return fault(offset_, "text after a closing quote", "put the whole field in quotes, quotes in it twice");
        }
        return field;
    }

    Result<void> check_header(const std::vector<std::string>& names, std::size_t start) {
        std::vector<std::string_view> sorted(names.begin(), names.end());
        std::sort(sorted.begin(), sorted.end());
        if (sorted.front().empty())
            return fault(start, "a column without a name", "name each column in the first line");
        const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
        if (twice == sorted.end()) return {};
        return fault(start, "the column '" + std::string(*twice) + "' stands twice", "give each column its own name");
    }

    [[nodiscard]] Failure fault(std::size_t offset, const std::string& message, std::string remedy) const {
        return fail(content_error("bad CSV: " + message, std::move(remedy),
                                  text::place_of(bytes_, offset, std::string(path_))));
    }

    std::string_view bytes_;
    std::string_view path_;
    std::size_t offset_ = 0;
};

}  // namespace

Result<Value> parse_csv(std::string_view bytes, std::string_view path) {
    return CsvReader(bytes, path).read();
}

}  // namespace byline::site
