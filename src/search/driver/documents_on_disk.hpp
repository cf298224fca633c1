// DocumentsOnDisk reads documents one at a time from a file that tests and benchmarks write: records separated by
// U+001C, in each the sections separated by U+001E, in each the fields separated by U+001F, tags by U+001D. The first
// section is address, title, language, kind, date, description, tags; the others are anchor, heading, text. Reading is
// safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "result/result.hpp"
#include "search/document.hpp"

namespace byline::search {

class DocumentsOnDisk {
  public:
    explicit DocumentsOnDisk(const std::string& path) : path_(path), file_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        std::string chunk(std::size_t{1} << 20U, '\0');
        std::uint64_t offset = 0;
        std::string record_start;
        bool in_address = true;
        for (;;) {
            const ssize_t got = file_ < 0 ? 0 : pread(file_, chunk.data(), chunk.size(), static_cast<off_t>(offset));
            if (got <= 0) break;
            for (const char byte : std::string_view(chunk).substr(0, static_cast<std::size_t>(got))) {
                if (in_address && byte == '\x1f') {
                    addresses_.push_back(record_start);
                    in_address = false;
                } else if (in_address) {
                    record_start += byte;
                }
                ++offset;
                if (byte != '\x1c') continue;
                ends_.push_back(offset);
                record_start.clear();
                in_address = true;
            }
        }
    }
    ~DocumentsOnDisk() {
        if (file_ >= 0) close(file_);
    }
    DocumentsOnDisk(const DocumentsOnDisk&) = delete;
    DocumentsOnDisk& operator=(const DocumentsOnDisk&) = delete;

    [[nodiscard]] const std::vector<std::string>& addresses() const { return addresses_; }

    [[nodiscard]] Result<Document> read(std::size_t index) const {
        const std::uint64_t start = index == 0 ? 0 : ends_[index - 1];
        std::string record(ends_[index] - start - 1, '\0');
        const ssize_t got = pread(file_, record.data(), record.size(), static_cast<off_t>(start));
        if (got != static_cast<ssize_t>(record.size())) return fail(system_error("it cannot be read", "", {path_}));
        return document_from(record);
    }

  private:
    static std::vector<std::string> split(std::string_view text, char separator) {
        std::vector<std::string> parts;
        for (;;) {
            const std::size_t end = text.find(separator);
            parts.emplace_back(text.substr(0, end));
            if (end == std::string_view::npos) return parts;
            text.remove_prefix(end + 1);
        }
    }

    static Document document_from(std::string_view record) {
        const auto sections = split(record, '\x1e');
        auto head = split(sections.front(), '\x1f');
        head.resize(7);
        Document document{head[0], head[1], head[2], head[3], split(head[6], '\x1d'), head[4], head[5], {}};
        for (std::size_t i = 1; i < sections.size(); ++i) {
            auto fields = split(sections[i], '\x1f');
            fields.resize(3);
            document.sections.push_back({fields[0], fields[1], fields[2]});
        }
        return document;
    }

    std::string path_;
    int file_ = -1;
    std::vector<std::string> addresses_;
    std::vector<std::uint64_t> ends_;  // each record's end, its separator included
};

}  // namespace byline::search
