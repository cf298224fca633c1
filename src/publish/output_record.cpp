#include "publish/output_record.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include <fmt/format.h>

namespace byline::publish {
namespace {

constexpr std::string_view first_line = "byline outputs 1\n";
constexpr std::string_view last_line = "end\n";  // a record that was cut off lacks it

}  // namespace

std::string write_output_record(const OutputRecord& record) {
    std::vector<const OutputRecord::value_type*> entries;
    entries.reserve(record.size());
    for (const auto& entry : record) entries.push_back(&entry);
    std::ranges::sort(entries, {}, [](const auto* entry) { return std::string_view(entry->first); });
    std::string out(first_line);
    out.reserve(record.size() * 96);
    for (const auto* entry : entries) {
        fmt::format_to(std::back_inserter(out), "{} {} {}\n", entry->second.digest.hex(), entry->second.size,
                       entry->first);
    }
    out += last_line;
    return out;
}

std::optional<OutputRecord> read_output_record(std::string_view bytes) {
    if (!bytes.starts_with(first_line) || !bytes.ends_with(last_line)) return std::nullopt;
    bytes.remove_prefix(first_line.size());
    bytes.remove_suffix(last_line.size());
    OutputRecord record;
    record.reserve(static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n')));
    constexpr std::size_t hex_size = 32;
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view line = bytes.substr(0, end);
        bytes.remove_prefix(end + 1);
        const auto space = line.find(' ', hex_size + 1);
        if (line.size() < hex_size + 3 || line[hex_size] != ' ' || space == std::string_view::npos) return std::nullopt;
        const auto digest = text::Digest::from_hex(line.substr(0, hex_size));
        OutputFact fact;
        const char* const size_end = line.data() + space;
        const auto parsed = std::from_chars(line.data() + hex_size + 1, size_end, fact.size);
        if (!digest || parsed.ec != std::errc() || parsed.ptr != size_end) return std::nullopt;
        fact.digest = *digest;
        record.emplace(std::string(line.substr(space + 1)), fact);
    }
    return record;
}

}  // namespace byline::publish
