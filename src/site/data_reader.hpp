// A DataReader takes typed values out of DataNodes and reports each that has another type, with place and remedy.
// Belongs to one thread; holds references to the bytes and the list of diagnostics it is made with.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "result/diagnostic.hpp"
#include "site/data_node.hpp"
#include "site/metadata.hpp"
#include "text/timestamp.hpp"

namespace byline::site {

class DataReader {
  public:
    // `bytes` are those of the whole file, for the source lines in messages.
    DataReader(std::string_view bytes, std::string_view path, Diagnostics& diagnostics)
        : bytes_(bytes), path_(path), diagnostics_(diagnostics) {}

    // Each gives nothing for null and, with a report, for a wrong type. Text is taken of any scalar as it was written:
    // `title: 2012` is a title.
    [[nodiscard]] std::optional<std::string> text(const DataEntry& entry);
    [[nodiscard]] std::optional<Placed<std::string>> placed_text(const DataEntry& entry);
    // `true`, `false`, and what YAML writers have for them: yes, no, on, off.
    [[nodiscard]] std::optional<bool> boolean(const DataEntry& entry);
    [[nodiscard]] std::optional<std::int64_t> integer(const DataEntry& entry,
                                                      std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                                                      std::int64_t most = std::numeric_limits<std::int64_t>::max());
    [[nodiscard]] std::optional<text::Timestamp> timestamp(const DataEntry& entry, std::int32_t default_offset_seconds);
    // A text alone is a list of one.
    [[nodiscard]] std::vector<Placed<std::string>> texts(const DataEntry& entry);
    // Null unless the value is a table.
    [[nodiscard]] const DataNode* table(const DataEntry& entry);
    [[nodiscard]] const DataNode* list(const DataEntry& entry);

    void report(DataPlace place, std::string message, std::string remedy);
    void report(Error error);
    void warn(DataPlace place, std::string message, std::string remedy);
    void wrong_type(const DataEntry& entry, std::string_view expected, std::string remedy);
    // `where` names the table in messages ("[author]"), empty for the top.
    void unknown_key(const DataEntry& entry, std::string_view where, std::span<const std::string_view> known);

    // Puts what was reported into the order of the file.
    void sort_reports();

  private:
    std::string_view bytes_;
    std::string_view path_;
    Diagnostics& diagnostics_;
};

[[nodiscard]] inline bool is_scalar(const DataNode& node) {
    return node.kind != DataKind::List && node.kind != DataKind::Map;
}

}  // namespace byline::site
