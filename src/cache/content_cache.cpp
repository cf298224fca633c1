#include "cache/content_cache.hpp"

#include <algorithm>
#include <utility>

#include "text/byte_codec.hpp"

namespace byline::cache {
namespace {

constexpr std::string_view first_line = "byline insets 1\n";
constexpr std::size_t key_bytes = 16;

}  // namespace

std::optional<std::vector<std::pair<text::Digest, std::string_view>>> read_cache_file(std::string_view bytes) {
    text::ByteReader file(bytes);
    if (file.raw(first_line.size()) != first_line) return std::nullopt;
    const std::uint64_t checksum = file.fixed64();
    const std::string_view body = file.raw(file.remaining());
    if (file.is_failed() || text::digest64_of(body) != checksum) return std::nullopt;
    text::ByteReader reader(body);
    std::vector<std::pair<text::Digest, std::string_view>> entries(reader.count(key_bytes + 1));
    for (auto& [key, value] : entries) {
        key.high = reader.fixed64();
        key.low = reader.fixed64();
        value = reader.string();
    }
    if (!reader.is_complete()) return std::nullopt;
    return entries;
}

ContentCache::ContentCache(Load load, const CacheLimits& limits) : load_(std::move(load)), limits_(limits) {}

void ContentCache::load_once() {
    if (std::exchange(is_loaded_, true) || !load_) return;
    const std::string bytes = load_();
    const auto kept = read_cache_file(bytes);
    if (!kept) return;
    std::uint64_t rank = 0;
    for (const auto& [key, value] : *kept) {
        bytes_ += value.size();
        entries_.try_emplace(key, Entry{std::string(value), ++rank, Keep::OnDisk, false});
    }
}

std::optional<std::string> ContentCache::find(const text::Digest& key) {
    const std::scoped_lock lock(mutex_);
    load_once();
    const auto found = entries_.find(key);
    if (found == entries_.end()) return std::nullopt;
    found->second.is_used = true;
    return found->second.value;
}

void ContentCache::put(const text::Digest& key, std::string value, Keep keep) {
    const std::scoped_lock lock(mutex_);
    load_once();
    if (bytes_ + value.size() > limits_.memory_bytes) return;
    const std::size_t size = value.size();
    if (!entries_.try_emplace(key, Entry{std::move(value), 0, keep, true}).second) return;
    bytes_ += size;
    is_changed_ = is_changed_ || keep == Keep::OnDisk;
}

std::optional<std::string> ContentCache::changed_file() {
    const std::scoped_lock lock(mutex_);
    if (!is_changed_) return std::nullopt;
    std::vector<std::pair<text::Digest, const Entry*>> ordered;
    for (const auto& [key, entry] : entries_) {
        if (entry.keep == Keep::OnDisk) ordered.emplace_back(key, &entry);
    }
    std::ranges::sort(ordered, [](const auto& a, const auto& b) {
        if (a.second->is_used != b.second->is_used) return a.second->is_used;
        return a.second->is_used || a.second->rank == b.second->rank ? a.first < b.first
                                                                     : a.second->rank < b.second->rank;
    });
    std::size_t size = 0;
    std::size_t count = 0;
    for (; count < ordered.size(); ++count) {
        size += key_bytes + ordered[count].second->value.size() + 4;
        if (size > limits_.file_bytes) break;
    }
    std::string body;
    body.reserve(size);
    text::ByteWriter writer(body);
    writer.u64(count);
    for (std::size_t i = 0; i < count; ++i) {
        writer.fixed64(ordered[i].first.high);
        writer.fixed64(ordered[i].first.low);
        writer.string(ordered[i].second->value);
    }
    std::string file;
    text::ByteWriter head(file);
    head.raw(first_line);
    head.fixed64(text::digest64_of(body));
    head.raw(body);
    is_changed_ = false;
    return file;
}

}  // namespace byline::cache
