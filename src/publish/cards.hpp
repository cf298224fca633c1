// Cards are the social cards of a site's pages: which page has which, and the files that were drawn.
// Made by make() before anything is rendered; afterwards any number of threads may ask.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "media/card.hpp"
#include "output/output_sink.hpp"
#include "publish/progress.hpp"
#include "result/diagnostic.hpp"
#include "site/page.hpp"
#include "site/work_fields.hpp"

namespace byline::cache {
class ContentCache;
}

namespace byline::publish {

class PictureStore;
class Publication;

// How cards are drawn; both are called from several threads.
struct CardTools {
    std::function<Result<media::Card>(const media::CardContent&, const media::CardStyle&)> draw = media::render_card;
    std::function<Result<text::Digest>()> fonts = media::card_fonts;
};

// What make() works with.
struct CardMaking {
    const Publication& publication;
    const CardTools* tools = nullptr;    // null: there are no cards
    output::OutputSink* sink = nullptr;  // null: nothing is drawn, and every page counts as having its card
    cache::ContentCache& cache;
    PictureStore* store = nullptr;  // null: what the sink lacks is drawn
    Progress& progress;
    std::size_t threads = 1;
};

class Cards {
  public:
    // Where they go, below the output folder. The name of each is a digest of all that it was drawn from.
    static constexpr std::string_view folder = output::folder_of_named_by_content;

    // Gives the sink the card of each page that has one: those that stand stay. An error is the sink's.
    [[nodiscard]] Result<void> make(const CardMaking& making);
    // Instead, when all cards stand as the last build left them, and none was missing.
    void take_standing(const Publication& publication, const CardTools* tools);
    // The output path of the card of `page`; empty when it has none. What decides on that is noted as read.
    [[nodiscard]] std::string path_of(const Publication& publication, const site::Page& page) const;
    // Whether a card of that path was wanted and could not be drawn.
    [[nodiscard]] bool is_missing(std::string_view output_path) const { return missing_.contains(output_path); }
    [[nodiscard]] bool has_cards() const { return has_cards_; }
    // A later build may draw them, though nothing of the site changes.
    [[nodiscard]] bool has_missing() const { return !missing_.empty(); }
    // One for all cards that are missing.
    [[nodiscard]] Diagnostics faults(const Publication& publication) const;
    // Of all cards, as the store calls them.
    void add_names(std::set<std::string, std::less<>>& names) const;

  private:
    struct Wanted {
        std::string path;
        std::uint32_t page = 0;      // the first that has it: index into the plan's pages
        std::optional<Error> fault;  // why it is missing
    };

    [[nodiscard]] std::string path_of(const media::CardContent& content) const;
    // What keeps it from being drawn goes into `wanted`; an error is the sink's.
    [[nodiscard]] Result<void> draw(const CardMaking& making, Wanted& wanted) const;

    bool has_cards_ = false;
    media::CardStyle style_;
    std::vector<Wanted> wanted_;  // by path
    std::set<std::string, std::less<>> missing_;
};

// What cards are made of that a work itself says.
inline constexpr site::WorkFields card_fields = site::WorkField::Title | site::WorkField::Kind |
                                                site::WorkField::Language | site::WorkField::Key |
                                                site::WorkField::Authors | site::WorkField::Date |
                                                site::WorkField::Terms | site::WorkField::Talk | site::WorkField::Cover;

// What stands on the card of `page`; a list has that of its language's home page. Its reads are noted.
[[nodiscard]] media::CardContent card_content(const Publication& publication, const site::Page& page);

}  // namespace byline::publish
