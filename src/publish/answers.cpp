#include "publish/answers.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "publish/body_host.hpp"
#include "publish/cards.hpp"
#include "publish/link_graph.hpp"
#include "publish/list_name.hpp"
#include "publish/pictures.hpp"
#include "publish/publication.hpp"
#include "templating/value_map.hpp"
#include "text/digest.hpp"
#include "text/utf8.hpp"

namespace byline::publish {
namespace {

using graph::Answer;
using graph::FactKind;
using graph::take_part;
using templating::Value;
using templating::ValueKind;

constexpr std::string_view absent = "nothing";

// One line, short enough for a terminal.
std::string shortened(std::string_view text) {
    constexpr std::size_t most_bytes = 60;
    std::string shown(text.substr(0, most_bytes));
    if (text.size() > most_bytes) {
        while (!shown.empty() && (static_cast<unsigned char>(text[shown.size()]) & 0xc0U) == 0x80) shown.pop_back();
        shown += "…";
    }
    std::ranges::replace_if(
        shown, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    return shown;
}

Answer text_answer(std::string_view text) {
    return {text::digest64_of(text), fmt::format("'{}'", shortened(text))};
}

Answer no_answer() {
    return {0, std::string(absent)};
}

class ValueDigest {
  public:
    explicit ValueDigest(text::DigestBuilder& digest) : digest_(digest) {}

    void add(const Value& value) {
        digest_.add_number(static_cast<std::uint64_t>(value.kind()));
        switch (value.kind()) {
            case ValueKind::Bool: digest_.add_number(value.as_bool() ? 1 : 0); break;
            case ValueKind::Int: digest_.add_number(static_cast<std::uint64_t>(value.as_int())); break;
            case ValueKind::Float: digest_.add(fmt::format("{}", value.as_double())); break;
            case ValueKind::String: digest_.add(value.as_string_view()).add_number(value.is_safe() ? 1 : 0); break;
            case ValueKind::List:
                digest_.add_number(value.as_list().size());
                for (const Value& item : value.as_list()) add(item);
                break;
            case ValueKind::Map:
                digest_.add_number(value.as_map().size());
                for (const auto& [key, item] : value.as_map()) {
                    add(key);
                    add(item);
                }
                break;
            case ValueKind::Object: add_object(value.as_object()); break;
            case ValueKind::Undefined:
            case ValueKind::None:
            case ValueKind::Function: break;
        }
    }

  private:
    void add_object(const templating::Object& object) {
        digest_.add(object.type_name());
        if (const auto* work = dynamic_cast<const WorkObject*>(&object))
            digest_.add(work->source_path());
        else if (const auto* term = dynamic_cast<const TermObject*>(&object))
            digest_.add(term->url_path());
        else if (const auto* series = dynamic_cast<const SeriesObject*>(&object))
            digest_.add(series->url_path());
        else if (const auto* list = dynamic_cast<const WorkList*>(&object))
            digest_.add(list->name());
        else if (const auto* date = dynamic_cast<const DateObject*>(&object))
            digest_.add(text::format_rfc3339(date->timestamp())).add_number(date->timestamp().date_only ? 1 : 0);
    }

    text::DigestBuilder& digest_;
};

Answer value_answer(const Value& value) {
    if (value.is_undefined()) return no_answer();
    if (value.is_string()) return {digest_of(value), fmt::format("'{}'", shortened(value.as_string_view()))};
    const auto size = value.size();
    return {digest_of(value), size ? fmt::format("{} entries", *size) : shortened(value.to_string())};
}

Answer menu_answer(const LanguageView& view, std::string_view name) {
    const auto found = view.menus.find(std::string(name));
    if (found == view.menus.end()) return no_answer();
    text::DigestBuilder digest;
    std::string names;
    for (const MenuItem& item : found->second) {
        const Value shown = item.plain.attribute("name");
        digest.add(item.href).add(shown.as_string_view());
        names += (names.empty() ? "" : ", ") + std::string(shown.as_string_view());
    }
    return {digest.digest64(), shortened(names)};
}

Answer languages_answer(const Publication& publication) {
    text::DigestBuilder digest;
    std::string codes;
    for (std::uint32_t i = 0; i < publication.configuration().languages.size(); ++i) {
        const std::string& home = publication.view(i).home_href;
        digest.add(home);
        if (!home.empty()) codes += (codes.empty() ? "" : ", ") + publication.configuration().languages[i].code;
    }
    return {digest.digest64(), codes};
}

Answer site_answer(const Publication& publication, std::string_view subject) {
    const LanguageView& view = publication.view(take_part(subject));
    const std::string_view name = take_part(subject);
    if (name == "menu") return menu_answer(view, subject);
    if (name == "languages") return languages_answer(publication);
    if (name == "terms") {
        const auto& taxonomies = publication.configuration().taxonomies;
        const auto taxonomy = std::ranges::find(taxonomies, subject, &site::Taxonomy::name);
        const auto number = static_cast<std::size_t>(taxonomy - taxonomies.begin());
        if (number >= view.terms.size()) return no_answer();
        text::DigestBuilder digest;
        for (const TermObject& term : view.terms[number]) digest.add(term.url_path());
        return {digest.digest64(), fmt::format("{} terms", view.terms[number].size())};
    }
    if (name == "home_url") return text_answer(view.home_href);
    if (name == "archive_url") return text_answer(view.archive_href);
    if (name == "graph") {
        const LinkGraph graph = link_graph(publication.catalog(), view.language->code);
        return {digest_of(graph, publication.catalog()), fmt::format("{} works", graph.works.size())};
    }
    if (name == "taxonomies") return value_answer(view.taxonomies);
    if (name == "tags") return value_answer(view.tags);
    if (name == "feeds") return value_answer(view.feeds);
    if (name == "series") return value_answer(view.series);
    return value_answer(view.kinds);
}

// The works of a list by its name (list_name.hpp).
std::span<const site::WorkId> works_of(const Publication& publication, std::string_view name) {
    if (name.starts_with('/')) {
        const site::Term* term = publication.find_term(name);
        return term == nullptr ? std::span<const site::WorkId>() : term->works;
    }
    const auto space = name.find(' ');
    const std::string_view what = name.substr(0, space);
    const std::string_view rest = space == std::string_view::npos ? std::string_view() : name.substr(space + 1);
    if (what == "series") {
        const site::Series* series = publication.find_series(rest);
        return series == nullptr ? std::span<const site::WorkId>() : series->works;
    }
    const site::LanguageIndex& index = *publication.view(rest).index;
    if (what == "works") return index.listed;
    if (what == "featured") return index.featured;
    const auto kind = site::kind_named(what);
    return kind ? std::span<const site::WorkId>(index.by_kind[static_cast<std::size_t>(*kind)])
                : std::span<const site::WorkId>();
}

std::size_t number_of(std::string_view digits) {
    std::size_t number = static_cast<std::size_t>(-1);  // "all"
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

Answer slice_answer(const Publication& publication, std::string_view subject) {
    const std::span<const site::WorkId> works = works_of(publication, take_part(subject));
    const std::size_t first = std::min(works.size(), number_of(take_part(subject)));
    const std::size_t count = std::min(works.size() - first, number_of(subject));
    text::DigestBuilder digest;
    for (const site::WorkId id : works.subspan(first, count)) digest.add(publication.catalog().work(id).path);
    if (count == 0) return {digest.digest64(), "no works"};
    return {digest.digest64(),
            fmt::format("{} works, the first {}", count, shortened(publication.catalog().work(works[first]).path))};
}

Answer data_answer(const Publication& publication, std::string_view name) {
    const auto& digests = publication.data_digests();
    if (name.empty()) {
        text::DigestBuilder all;
        for (const auto& [known, digest] : digests) all.add(known).add_number(digest);
        return {all.digest64(), fmt::format("{} names", digests.size())};
    }
    const auto found = digests.find(name);
    return found == digests.end() ? no_answer() : Answer{found->second, text::hex_of(found->second)};
}

Answer template_answer(const Publication& publication, std::string_view name) {
    const site::ThemeFile* file = publication.theme().find_template(name);
    if (file == nullptr) return no_answer();
    text::DigestBuilder digest;  // its place too: messages name it
    digest.add(file->displayed_path).add(file->bytes);
    return {digest.digest64(), fmt::format("{} bytes in {}", file->bytes.size(), file->displayed_path)};
}

Answer work_answer(const Publication& publication, site::WorkId id) {
    return id == site::no_work ? no_answer() : text_answer(publication.catalog().work(id).path);
}

// Where a link leads, asked of a work by its path; whether the target is a file beside it or a page is the same to it.
Answer link_answer(const Publication& publication, FactKind kind, std::string_view subject) {
    const site::WorkId from = publication.catalog().find_path(take_part(subject));
    if (from == site::no_work) return no_answer();
    const site::Work& work = publication.catalog().work(from);
    if (kind == FactKind::Link) return text_answer(resolve_href(publication, work, subject));
    const std::string* output = find_companion(publication, work, subject);
    return output == nullptr ? no_answer() : text_answer(*output);
}

Answer picture_answer(const Publication& publication, std::string_view output_path) {
    const ShownPicture* picture = publication.pictures().find(output_path);
    if (picture == nullptr || !picture->facts.info) return no_answer();
    const media::PictureInfo& info = *picture->facts.info;
    text::DigestBuilder digest;
    digest.add_number(info.width).add_number(info.height).add_number(static_cast<std::uint64_t>(info.format));
    digest.add_number(static_cast<std::uint64_t>(info.orientation));
    for (const SmallerPicture& one : picture->smaller) digest.add(one.output_path);
    return {digest.digest64(), fmt::format("{} x {}, {} smaller", info.width, info.height, picture->smaller.size())};
}

Answer section_answer(const Publication& publication, std::string_view subject) {
    const LanguageView& view = publication.view(take_part(subject));
    const auto found = view.index->sections.find(subject);
    return found == view.index->sections.end() ? no_answer() : work_answer(publication, found->second);
}

Answer featured_answer(const Publication& publication, std::string_view address) {
    const FeaturedThread* thread = find_featured(publication.featured(), address);
    if (thread == nullptr) return no_answer();
    return {digest_of(FeaturedThreads{*thread}).low,
            fmt::format("{} of {} comments, the first by {}", thread->featured.size(), thread->comments,
                        shortened(thread->featured.empty() ? "" : thread->featured.front().name))};
}

}  // namespace

std::uint64_t digest_of(const Value& value) {
    text::DigestBuilder digest;
    ValueDigest(digest).add(value);
    return digest.digest64();
}

Answer answer(const Publication& publication, FactKind kind, std::string_view subject) {
    switch (kind) {
        case FactKind::Template: return template_answer(publication, subject);
        case FactKind::Phrase: {
            const std::string_view language = take_part(subject);
            return value_answer(publication.theme().phrase(subject, language));
        }
        case FactKind::Asset: {
            const std::string* href = publication.asset_href(subject);
            return href == nullptr ? no_answer() : text_answer(*href);
        }
        case FactKind::Data: return data_answer(publication, subject);
        case FactKind::Settings: return value_answer(publication.theme().settings());
        case FactKind::Site: return site_answer(publication, subject);
        case FactKind::Section: return section_answer(publication, subject);
        case FactKind::Slice: return slice_answer(publication, subject);
        case FactKind::Size: {
            const std::size_t size = works_of(publication, subject).size();
            return {size + 1, fmt::format("{}", size)};
        }
        case FactKind::Term: {
            const site::Term* term = publication.find_term(subject);
            return term == nullptr ? no_answer() : text_answer(term->name);
        }
        case FactKind::Series: {
            const site::Series* series = publication.find_series(subject);
            return series == nullptr ? no_answer() : text_answer(series->name);
        }
        case FactKind::Address:
            return publication.plan().has_url(subject) ? Answer{1, "there"} : Answer{0, std::string(absent)};
        case FactKind::Link:
        case FactKind::Companion: return link_answer(publication, kind, subject);
        case FactKind::Picture: return picture_answer(publication, subject);
        case FactKind::Card:
            return publication.cards().is_missing(subject) ? Answer{0, std::string(absent)} : Answer{1, "drawn"};
        case FactKind::Featured: return featured_answer(publication, subject);
        case FactKind::Name: {
            const std::string_view language = take_part(subject);
            return work_answer(publication, publication.catalog().find_named(subject, language));
        }
    }
    return no_answer();
}

}  // namespace byline::publish
