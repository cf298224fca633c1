#include "publish/cards.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "cache/content_cache.hpp"
#include "disk/descriptor.hpp"
#include "graph/reads.hpp"
#include "media/picture.hpp"
#include "parallel/for_each_index.hpp"
#include "publish/page_image.hpp"
#include "publish/page_object.hpp"
#include "publish/picture_store.hpp"
#include "publish/publication.hpp"
#include "publish/try_each.hpp"
#include "templating/value_map.hpp"

namespace byline::publish {
namespace {

using site::PageKind;
using site::WorkField;
using templating::Value;

std::string text_of(const Value& value) {
    return value.is_string() ? std::string(value.as_string_view()) : std::string();
}

// The site's own colours, else the theme's accent on light paper, else those of the default theme.
media::CardStyle style_of(const Publication& publication) {
    const site::Cards& wanted = publication.configuration().cards;
    const Value& settings = publication.theme().settings();
    media::CardStyle style;
    style.fonts = wanted.fonts;
    const auto take = [](const std::string& text, media::Colour& colour) {
        auto read = media::parse_colour(text);
        if (read) colour = *read;
        return read.has_value();
    };
    take(wanted.background, style.background);
    take(wanted.ink, style.ink);
    if (take(wanted.accent, style.accent) || take(text_of(settings.attribute("accent_light")), style.accent))
        return style;
    const Value named = settings.attribute("accents").attribute(text_of(settings.attribute("accent")));
    take(text_of(named.attribute("accent-light")), style.accent);
    return style;
}

// "example.org/blog" of "https://example.org/blog/".
std::string shown_address(std::string_view base_url) {
    const auto scheme = base_url.find("://");
    if (scheme != std::string_view::npos) base_url.remove_prefix(scheme + 3);
    while (base_url.ends_with('/')) base_url.remove_suffix(1);
    return std::string(base_url);
}

const std::string& either(const std::string& first, const std::string& second) {
    return first.empty() ? second : first;
}

std::string kind_of(const Publication& publication, const site::Work& work) {
    if (work.is_deck()) return publication.phrase("slides", work.language);
    if (!site::is_listed(work.kind)) return {};
    std::string kind = publication.phrase(fmt::format("kind_{}", site::name_of(work.kind)), work.language);
    if (!work.metadata.event.empty()) kind += fmt::format(" · {}", std::string_view(work.metadata.event));
    return kind;
}

std::vector<std::string> tags_of(const Publication& publication, const site::Work& work, site::WorkId id) {
    constexpr std::size_t most_tags = 3;
    std::vector<std::string> tags;
    graph::note(id, WorkField::TermPositions);
    const LanguageView& view = publication.view(work.language);
    for (const site::TermPosition position : publication.catalog().terms_of(id)) {
        if (tags.size() == most_tags) break;
        const site::Term& term = view.index->terms[position.taxonomy][position.term];
        graph::note(graph::FactKind::Term, {term.url_path});
        tags.push_back(term.name);
    }
    return tags;
}

bool is_whole_card(const std::string& bytes) {
    const auto info = media::inspect(bytes, "kept.png");
    return info && info->width == media::card_width && info->height == media::card_height;
}

Error missing_glyphs_error() {
    return content_error("no installed font has all its characters",
                         "install fonts-noto-cjk, or the font that the title needs; or set [cards] enabled = false",
                         {});
}

}  // namespace

media::CardContent card_content(const Publication& publication, const site::Page& page) {
    const site::Configuration& configuration = publication.configuration();
    const site::Language& language = *publication.view(page.language).language;
    media::CardContent card;
    card.language = language.code;
    card.author = either(either(language.author.name, configuration.author.name), configuration.title);
    card.site = either(language.title, configuration.title);
    if (page.kind != PageKind::Work) {
        card.title = card.site;
        card.kind = either(language.author.tagline, configuration.author.tagline);
        card.site = shown_address(configuration.base_url);
        if (card.author == card.title) card.author.clear();
        return card;
    }
    graph::note(page.work, card_fields);
    const site::Work& work = publication.catalog().work(page.work);
    card.title = work.title;
    card.kind = kind_of(publication, work);
    if (!work.metadata.authors.empty())
        card.author =
            fmt::format("{}", fmt::join(work.metadata.authors, language.code.starts_with("zh") ? "、" : ", "));
    if (card.author == card.site) card.site = shown_address(configuration.base_url);
    if (work.date) card.date = text::format_iso_date(*work.date);
    card.tags = tags_of(publication, work, page.work);
    return card;
}

std::string Cards::path_of(const media::CardContent& content) const {
    text::DigestBuilder key;
    key.add_number(media::card_version).add(content.title).add(content.kind).add(content.author).add(content.site);
    key.add(content.date).add(content.language).add_number(content.tags.size());
    for (const std::string& tag : content.tags) key.add(tag);
    for (const media::Colour& colour : {style_.background, style_.ink, style_.accent})
        key.add_number(std::uint64_t{colour.red} << 16 | std::uint64_t{colour.green} << 8 | colour.blue);
    return fmt::format("{}{}.png", folder, text::hex_of(key.add(style_.fonts).digest64()));
}

std::string Cards::path_of(const Publication& publication, const site::Page& page) const {
    if (!has_cards_) return {};
    graph::note(graph::FactKind::Settings, {});
    std::string path = path_of(card_content(publication, page));
    graph::note(graph::FactKind::Card, {path});
    return missing_.contains(path) ? std::string() : path;
}

void Cards::take_standing(const Publication& publication, const CardTools* tools) {
    has_cards_ = tools != nullptr && publication.configuration().cards.is_enabled;
    wanted_.clear();
    missing_.clear();
    if (has_cards_) style_ = style_of(publication);
}

Result<void> Cards::make(const CardMaking& making) {
    const Publication& publication = making.publication;
    const site::Plan& plan = publication.plan();
    take_standing(publication, making.tools);
    if (!has_cards_) return {};
    if (making.sink == nullptr) return {};
    for (std::uint32_t i = 0; i < plan.pages.size(); ++i) {
        const PageKind kind = plan.pages[i].kind;
        if (kind == PageKind::Home || (kind == PageKind::Work && !has_own_image(publication, plan.pages[i])))
            wanted_.push_back({{}, i, std::nullopt});
    }
    parallel::for_each_index(wanted_.size(), making.threads, [&](std::size_t i, std::size_t) {
        wanted_[i].path = path_of(card_content(publication, plan.pages[wanted_[i].page]));
    });
    // Works that say the same have one card.
    std::ranges::stable_sort(wanted_, {}, &Wanted::path);
    const auto is_same = [](const Wanted& a, const Wanted& b) { return a.path == b.path; };
    wanted_.erase(std::unique(wanted_.begin(), wanted_.end(), is_same), wanted_.end());
    std::vector<Wanted*> lacking;
    for (Wanted& card : wanted_) {
        if (plan.has_output(card.path)) continue;  // the writer has it in static/
        if (making.sink->standing(card.path))
            making.sink->keep(card.path);
        else
            lacking.push_back(&card);
    }
    making.progress.phase("cards", lacking.size());
    // What draws takes another font when it cannot open the one that it wants, and such a card would be kept.
    constexpr std::size_t descriptors_per_thread = 8;  // three were seen
    CHECK(disk::require_descriptors(descriptors_per_thread * std::min(making.threads, lacking.size())));
    CHECK(try_each(lacking.size(), making.threads, [&](std::size_t i, std::size_t) {
        making.progress.advance();
        return draw(making, *lacking[i]);
    }));
    for (const Wanted& card : wanted_)
        if (card.fault) missing_.insert(card.path);
    return {};
}

Result<void> Cards::draw(const CardMaking& making, Wanted& wanted) const {
    const std::string name = wanted.path.substr(folder.size());
    auto bytes = making.store == nullptr ? std::nullopt : making.store->find(name);
    if (!bytes || !is_whole_card(*bytes)) {
        const auto fonts = making.tools->fonts();
        if (!fonts) return wanted.fault = fonts.error(), Result<void>();
        // That fonts lack characters is known until there are other fonts.
        const text::Digest lacks = text::DigestBuilder().add("card").add(name).add(*fonts).digest();
        if (making.cache.find(lacks)) return wanted.fault = missing_glyphs_error(), Result<void>();
        const site::Page& page = making.publication.plan().pages[wanted.page];
        auto card = making.tools->draw(card_content(making.publication, page), style_);
        if (!card) return wanted.fault = std::move(card).error(), Result<void>();
        if (card->missing_glyphs > 0) {
            making.cache.put(lacks, {});
            return wanted.fault = missing_glyphs_error(), Result<void>();
        }
        bytes = std::move(card->png);
        if (making.store != nullptr) making.store->put(name, *bytes);
    }
    return making.sink->put(wanted.path, std::move(*bytes));
}

Diagnostics Cards::faults(const Publication& publication) const {
    const Wanted* first = nullptr;
    std::size_t count = 0;
    for (const Wanted& card : wanted_) {
        if (!card.fault) continue;
        ++count;
        if (first == nullptr || card.page < first->page) first = &card;
    }
    if (first == nullptr) return {};
    Error error = *first->fault;
    const site::Page& page = publication.plan().pages[first->page];
    error.message = fmt::format("no social card for {} of the pages, this one first: {}", count, error.message);
    error.place =
        page.work == site::no_work
            ? Place{"byline.toml", 0, 0}
            : Place{publication.configuration().content_folder + "/" + publication.catalog().work(page.work).path, 0,
                    0};
    return {{Severity::Warning, std::move(error)}};
}

void Cards::add_names(std::set<std::string, std::less<>>& names) const {
    for (const Wanted& card : wanted_) names.insert(card.path.substr(folder.size()));
}

}  // namespace byline::publish
