#include "output/output_record.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "output/checked_file.hpp"
#include "text/byte_codec.hpp"

namespace byline::output {
namespace {

constexpr std::string_view record_first_line = "byline outputs 2\n";

// Wraps around instead of overflowing: a record may hold any numbers.
std::int64_t difference(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

}  // namespace

std::string OutputRecord::write(std::string_view folder, std::span<const OutputEntry> entries) {
    // Most files were seen at one moment: that of the commit. Times are written as the distance from the latest.
    std::int64_t latest_ns = 0;
    std::size_t path_bytes = 0;
    for (const OutputEntry& entry : entries) {
        latest_ns = std::max(latest_ns, entry.fact.seen_ns);
        path_bytes += entry.path.size();
    }
    std::string file = begin_checked_file(record_first_line);
    constexpr std::size_t most_others = 32;  // digest, sizes, time
    file.reserve(path_bytes + entries.size() * most_others + folder.size() + 2 * most_others);
    text::ByteWriter writer(file);
    writer.string(folder);
    writer.i64(latest_ns);
    writer.u64(entries.size());
    for (const OutputEntry& entry : entries) {
        writer.string(entry.path);
        writer.fixed64(entry.fact.digest.high);
        writer.fixed64(entry.fact.digest.low);
        writer.u64(entry.fact.size);
        writer.i64(difference(latest_ns, entry.fact.seen_ns));
    }
    finish_checked_file(record_first_line, file);
    return file;
}

std::optional<OutputRecord> OutputRecord::read(std::unique_ptr<disk::Mapping> file, std::string_view folder) {
    const auto checked = checked_body(file->bytes(), record_first_line);
    if (!checked) return std::nullopt;
    OutputRecord record;
    record.checksum_ = checked->checksum;
    text::ByteReader reader(checked->body);
    if (reader.string() != folder) return std::nullopt;
    const std::int64_t latest_ns = reader.i64();
    constexpr std::size_t least_entry_size = 19;
    const std::size_t count = reader.count(least_entry_size);
    record.entries_.reserve(count);
    std::string_view previous;
    for (std::size_t i = 0; i < count; ++i) {
        OutputEntry& entry = record.entries_.emplace_back();
        entry.path = reader.string();
        entry.fact.digest.high = reader.fixed64();
        entry.fact.digest.low = reader.fixed64();
        entry.fact.size = reader.u64();
        entry.fact.seen_ns = difference(latest_ns, reader.i64());
        if (reader.is_failed() || entry.path <= previous || !is_inside_folder(entry.path)) return std::nullopt;
        previous = entry.path;
    }
    if (!reader.is_complete()) return std::nullopt;
    record.file_ = std::move(file);
    record.index();
    return record;
}

void OutputRecord::index() {
    slots_.assign(std::bit_ceil(std::max<std::size_t>(entries_.size() * 2, 2)), Slot{});
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const std::uint64_t digest = text::digest64_of(entries_[i].path);
        std::size_t at = digest & (slots_.size() - 1);
        while (slots_[at].number != 0) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = {static_cast<std::uint32_t>(digest >> 32U), static_cast<std::uint32_t>(i + 1)};
    }
}

const OutputEntry* OutputRecord::find(std::string_view path) const {
    if (slots_.empty()) return nullptr;
    const std::uint64_t digest = text::digest64_of(path);
    const auto tag = static_cast<std::uint32_t>(digest >> 32U);
    for (std::size_t at = digest & (slots_.size() - 1); slots_[at].number != 0; at = (at + 1) & (slots_.size() - 1)) {
        if (slots_[at].tag != tag) continue;
        const OutputEntry& entry = entries_[slots_[at].number - 1];
        if (entry.path == path) return &entry;
    }
    return nullptr;
}

bool is_inside_folder(std::string_view path) {
    if (path.empty() || path.find('\0') != std::string_view::npos) return false;
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string_view name = path.substr(at, end - at);
        if (name.empty() || name == "." || name == "..") return false;
        at = end + 1;
    }
    return true;
}

}  // namespace byline::output
