// A ContentCache keeps what was made of a content, found again by the digest of all that it was made of: for formulas,
// diagrams and whatever else costs more to make than to keep. It outlives builds as one file.
// Safe from any thread. docs/formats.md has the format of the file (`.byline/insets`).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/digest.hpp"

namespace byline::cache {

enum class Keep : std::uint8_t {
    OnDisk,
    InMemory,  // what may turn out differently the next time
};

struct CacheLimits {
    std::size_t file_bytes = std::size_t{32} << 20;     // what was not used for longest is dropped first
    std::size_t memory_bytes = std::size_t{256} << 20;  // beyond it nothing more is kept
};

class ContentCache {
  public:
    // Gives the bytes of the file, or none. Called once, when something is first looked for; what is damaged counts as
    // none.
    using Load = std::function<std::string()>;

    explicit ContentCache(Load load = {}, const CacheLimits& limits = {});
    ContentCache(const ContentCache&) = delete;
    ContentCache& operator=(const ContentCache&) = delete;

    [[nodiscard]] std::optional<std::string> find(const text::Digest& key);
    // Whoever comes first with a key is kept: there is one value for it.
    void put(const text::Digest& key, std::string value, Keep keep = Keep::OnDisk);

    // The file as it should be now; nothing when what lies on disk is as good. What was used since this was made comes
    // first, by key; then the rest, in the order in which it was used before.
    [[nodiscard]] std::optional<std::string> changed_file();

  private:
    struct Entry {
        std::string value;
        std::uint64_t rank = 0;  // in the file that was loaded, from 1; 0: not in it
        Keep keep = Keep::OnDisk;
        bool is_used = false;
    };

    void load_once();

    const Load load_;
    const CacheLimits limits_;
    std::mutex mutex_;  // guards what follows
    bool is_loaded_ = false;
    bool is_changed_ = false;
    std::size_t bytes_ = 0;
    std::unordered_map<text::Digest, Entry> entries_;
};

// What a file holds, in its order; nothing when it is none of ours, damaged, or of another version.
[[nodiscard]] std::optional<std::vector<std::pair<text::Digest, std::string_view>>> read_cache_file(
    std::string_view bytes);

}  // namespace byline::cache
