// For tests: a site folder in memory that is edited and built again and again, with its output beside it, and what is
// known of that output. Belongs to one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "disk/memory_disk.hpp"
#include "output/memory_output.hpp"
#include "publish/build.hpp"
#include "publish/cards.hpp"
#include "publish/workshop.hpp"

namespace byline::publish {

// As `byline build`; by record alone; as the preview, which keeps all that the last build made.
enum class OutputPlace : std::uint8_t { Folder, Memory, Workshop };

// Cards that cost nothing: each is the words that would stand on it. Some titles have characters that no font has.
inline const CardTools& written_cards() {
    static const CardTools tools{
        [](const media::CardContent& content, const media::CardStyle& style) -> Result<media::Card> {
            constexpr std::uint64_t titles_to_one_missing = 300;
            media::Card card;
            card.png = fmt::format("{}|{}|{}|{}|{}|{}|{}|{}", content.title, content.kind, content.author, content.site,
                                   content.date, content.language, fmt::join(content.tags, ","), style.accent.red);
            card.missing_glyphs = text::digest64_of(content.title) % titles_to_one_missing == 0 ? 1 : 0;
            return card;
        },
        []() -> Result<text::Digest> { return text::digest_of("fonts"); }};
    return tools;
}

struct EditedSite {
    using Files = std::map<std::string, std::string>;  // by path below the site folder, or by output path

    static constexpr const char* output_folder = "site/public";
    static constexpr const char* state_folder = "site/.byline";

    EditedSite(const Files& files, OutputPlace output_place) : place(output_place) {
        options.site_folder = "site";
        options.cards = &written_cards();
        options.now = *text::parse_timestamp("2026-06-01T12:00:00Z");
        options.featured = [chosen = featured](Diagnostics&) -> Result<std::optional<FeaturedThreads>> {
            return std::optional(*chosen);
        };
        for (const auto& [path, bytes] : files) put(path, bytes);
    }

    [[nodiscard]] const std::string* find(const std::string& path) const {
        const auto found = sources.find(path);
        return found == sources.end() ? nullptr : &found->second;
    }
    void put(const std::string& path, std::string bytes) {
        disk.put("site/" + path, bytes);
        touched.push_back(path);
        sources.insert_or_assign(path, std::move(bytes));
    }
    void remove(const std::string& path) {
        if (sources.erase(path) == 0) return;
        static_cast<void>(disk.remove("site/" + path));
        touched.push_back(path);
    }
    // An edit of a file that is not there (any more) does nothing, so that edits can be replayed without others.
    void rewrite(const std::string& path, const std::function<std::string(std::string)>& change) {
        if (const std::string* bytes = find(path)) put(path, change(*bytes));
    }
    // As chmod does it: the file has another time of change then.
    void make_unreadable(const std::string& path) {
        const std::string* bytes = find(path);
        if (bytes == nullptr || !unreadable.insert(path).second) return;
        put(path, std::string(*bytes));
        disk.break_path("site/" + path, "cannot read: Permission denied");
    }
    void make_readable(const std::string& path) {
        if (unreadable.erase(path) == 0) return;
        disk.mend_path("site/" + path);
        if (const std::string* bytes = find(path)) put(path, std::string(*bytes));
    }
    // What Byline keeps for itself: "record", "amendment", "outputs".
    [[nodiscard]] static std::string state_path(const std::string& name) { return state_folder + ("/" + name); }
    [[nodiscard]] static std::string output_path(const std::string& path) { return output_folder + ("/" + path); }

    disk::MemoryDisk disk;
    // What a store would say; shared with the reader that the options have.
    std::shared_ptr<FeaturedThreads> featured = std::make_shared<FeaturedThreads>();
    BuildOptions options;
    Files sources;
    std::set<std::string> unreadable;
    Files foreign;                 // in the output folder, and none of Byline's: must survive
    std::set<std::string> unsure;  // made by Byline, but it was made to forget so: may survive or not
    bool may_rewrite = false;      // Byline was made to forget what it wrote: the next build may write all of it

    OutputPlace place;
    output::MemoryOutput::Files
        kept;  // of the last build that succeeded, when it is made in memory, and its record; shared
    std::shared_ptr<const graph::BuildRecord> record;  // as build() gives it

    std::unique_ptr<Workshop> workshop;
    std::string workshop_options;      // with which it was opened
    std::vector<std::string> touched;  // since the last build, as one who watches the folder sees it

    Files good_sources;                                              // of the last build that succeeded
    bool is_broken = false;                                          // the last build failed
    std::map<std::string, std::vector<std::string>> earlier_states;  // of a file in the state folder, oldest first
};

}  // namespace byline::publish
