#include "publish/body_host.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "graph/reads.hpp"
#include "markdown/render_html.hpp"
#include "publish/diagram_block.hpp"
#include "publish/insets.hpp"
#include "publish/page_host.hpp"
#include "publish/pictures.hpp"
#include "publish/publication.hpp"
#include "templating/value_map.hpp"
#include "text/html_escape.hpp"
#include "text/url.hpp"

namespace byline::publish {
namespace {

using site::WorkField;
using templating::Value;
using templating::ValueMap;

// "?a=1#b" of "x?a=1#b".
std::string_view tail_of(std::string_view destination) {
    const auto at = destination.find_first_of("?#");
    return at == std::string_view::npos ? std::string_view() : destination.substr(at);
}

std::string_view form_name(markdown::DirectiveForm form) {
    switch (form) {
        case markdown::DirectiveForm::Text: return "text";
        case markdown::DirectiveForm::Leaf: return "leaf";
        case markdown::DirectiveForm::Container: return "container";
    }
    return "container";
}

std::string_view colons_of(markdown::DirectiveForm form) {
    switch (form) {
        case markdown::DirectiveForm::Text: return ":";
        case markdown::DirectiveForm::Leaf: return "::";
        case markdown::DirectiveForm::Container: return ":::";
    }
    return ":::";
}

site::WorkId find_named(const Publication& publication, std::string_view name, std::string_view language) {
    graph::note(graph::FactKind::Name, {language, name});
    return publication.catalog().find_named(name, language);
}

// An attribute that a component needs and the directive lacks is a fault of the text, not of the theme: it is told
// where the directive stands.
Error told_at_use(Error error, const markdown::DirectiveCall& call) {
    constexpr std::string_view beginning = "map has no attribute '";
    if (error.message.starts_with(beginning) && error.message.ends_with('\'')) {
        const std::string name = error.message.substr(beginning.size(), error.message.size() - beginning.size() - 1);
        if (error.snippet.find("attributes." + name) != std::string::npos) {
            Error told = content_error(fmt::format("the directive '{}' has no '{}'", call.name, name),
                                       fmt::format("write {}{}{{{}=…}}", colons_of(call.form), call.name, name),
                                       call.position.place());
            told.notes.push_back({"asked for here", std::move(error.place)});
            return told;
        }
    }
    error.notes.push_back({fmt::format("used here as '{}'", call.name), call.position.place()});
    return error;
}

enum class Fetching : std::uint8_t { Soon, WhenNear };

// The sizes that a browser chooses from. A text is as wide as the screen, up to some 46 times its letters' size; of
// what it fetches later it knows better how wide it is shown, if it is a new one.
void append_source_set(const Publication& publication, const ShownPicture& picture, const std::string& path,
                       Fetching fetching, std::string& html) {
    if (picture.smaller.empty()) return;
    const media::PictureInfo& info = *picture.facts.info;
    std::string sources;
    const auto add = [&](const std::string& output_path, std::uint32_t width) {
        sources += fmt::format("{}{} {}w", sources.empty() ? "" : ", ", publication.urls().href(output_path), width);
    };
    for (const SmallerPicture& one : picture.smaller) add(one.output_path, one.width);
    // What is small for its size already was not made again. Of PNG and WebP few readers know which way is up.
    const std::uint32_t widest = picture.smaller.back().width;
    const auto& wanted = publication.configuration().pictures.widths;
    const bool is_offered = widest < info.width && info.width <= *std::ranges::max_element(wanted) &&
                            info.orientation == media::Orientation::Upright;
    if (is_offered) add(path, info.width);
    html += "srcset=\"";
    text::append_escaped_html(html, sources);
    html +=
        fmt::format("\" sizes=\"{}(max-width: 46rem) 100vw, 46rem\" ", fetching == Fetching::WhenNear ? "auto, " : "");
}

}  // namespace

bool names_picture(std::string_view target) {
    constexpr std::array<std::string_view, 8> endings = {".png", ".jpg",  ".jpeg", ".gif",
                                                         ".svg", ".webp", ".avif", ".bmp"};
    return std::ranges::any_of(endings, [&](std::string_view ending) { return target.ends_with(ending); });
}

const std::string* find_companion(const Publication& publication, const site::Work& work,
                                  std::string_view destination) {
    const std::string_view path = destination.substr(0, destination.find_first_of("?#"));
    if (path.empty() || text::is_external(path)) return nullptr;
    const std::string decoded = text::percent_decode(path).value_or(std::string(path));
    const auto slash = work.path.find_last_of('/');
    const std::string folder = slash == std::string::npos ? "" : work.path.substr(0, slash);
    const std::string beside =
        text::remove_dot_segments(decoded.starts_with('/') ? decoded : "/" + folder + "/" + decoded);
    const auto& companions = publication.plan().companion_outputs;
    const auto found =
        companions.find(beside.substr(std::min<std::size_t>(beside.find_first_not_of('/'), beside.size())));
    return found == companions.end() ? nullptr : &found->second;
}

std::string resolve_href(const Publication& publication, const site::Work& work, std::string_view destination) {
    if (destination.empty() || destination.starts_with('#') || text::is_external(destination))
        return std::string(destination);
    graph::note(graph::FactKind::Link, {work.path, destination});
    const std::string_view tail = tail_of(destination);
    const SiteUrls& urls = publication.urls();
    if (const site::WorkId target = publication.catalog().resolve_link(work, destination); target != site::no_work) {
        return publication.work(target).href() + std::string(tail);
    }
    if (const std::string* companion = find_companion(publication, work, destination)) {
        return urls.href(*companion) + std::string(tail);
    }
    return urls.written(destination);
}

BodyHost::BodyHost(const Publication& publication, site::WorkId id, std::vector<site::WorkId> chain)
    : publication_(publication), id_(id), chain_(std::move(chain)) {}

markdown::ResolvedLink BodyHost::link(std::string_view destination, markdown::Position) {
    markdown::ResolvedLink resolved;
    resolved.url = resolve_href(publication_, publication_.catalog().work(id_), destination);
    return resolved;
}

markdown::ResolvedImage BodyHost::image(std::string_view destination, markdown::Position) {
    return picture(destination);
}

markdown::ResolvedImage BodyHost::picture(std::string_view destination) {
    const site::Work& work = publication_.catalog().work(id_);
    markdown::ResolvedImage resolved;
    resolved.url = resolve_href(publication_, work, destination);
    std::string attributes;
    // The first picture is likely in sight when the page opens; the others wait until they come near.
    const bool is_first = pictures_++ == 0 && chain_.empty();
    if (const std::string path = picture_path(publication_, work, destination); !path.empty()) {
        graph::note(graph::FactKind::Picture, {path});
        if (const ShownPicture* shown = publication_.pictures().find(path); shown != nullptr && shown->facts.info) {
            resolved.width = shown->facts.info->width;
            resolved.height = shown->facts.info->height;
            append_source_set(publication_, *shown, path, is_first ? Fetching::Soon : Fetching::WhenNear, attributes);
        }
    }
    attributes += is_first ? "fetchpriority=\"high\"" : "loading=\"lazy\" decoding=\"async\"";
    resolved.more_attributes = text::SafeHtml::vouch(std::move(attributes));
    return resolved;
}

Value BodyHost::picture_value(std::string_view destination) {
    const markdown::ResolvedImage shown = picture(destination);
    return Value::map({{"url", Value::string(shown.url)},
                       {"width", Value::integer(shown.width)},
                       {"height", Value::integer(shown.height)},
                       {"attributes", Value::safe(shown.more_attributes)}});
}

markdown::ResolvedWikilink BodyHost::wikilink(std::string_view target, std::string_view fragment, std::string_view,
                                              markdown::Position) {
    const site::Work& work = publication_.catalog().work(id_);
    markdown::ResolvedWikilink resolved;
    const site::WorkId found = target.empty() ? id_ : find_named(publication_, target, work.language);
    if (found == site::no_work) return resolved;
    graph::note(found, WorkField::Url | WorkField::Title | WorkField::Headings);
    const site::Work& named = publication_.catalog().work(found);
    resolved.state = markdown::WikilinkState::Found;
    if (!target.empty()) resolved.url = publication_.work(found).href();
    resolved.title = named.title;
    if (fragment.empty()) return resolved;
    // People write the heading; the page has its id.
    const auto heading = std::ranges::find_if(named.headings, [&](const site::Heading& h) {
        return h.id == fragment || h.id == markdown::heading_id(fragment);
    });
    resolved.url += "#" + (heading == named.headings.end() ? std::string(fragment) : heading->id);
    return resolved;
}

std::optional<text::SafeHtml> BodyHost::embed(std::string_view target, std::string_view, std::string_view label,
                                              markdown::Position position) {
    const site::Work& work = publication_.catalog().work(id_);
    if (names_picture(target)) {
        const markdown::ResolvedImage shown = picture(target);
        std::string html = "<img src=\"";
        text::append_escaped_html(html, shown.url);
        html += "\" alt=\"";
        text::append_escaped_html(html, label);
        html += '"';
        if (shown.width != 0) html += fmt::format(" width=\"{}\" height=\"{}\"", shown.width, shown.height);
        html += ' ';
        html += shown.more_attributes.view();
        html += '>';
        return text::SafeHtml::vouch(std::move(html));
    }
    const site::WorkId found = find_named(publication_, target, work.language);
    if (found == site::no_work) return std::nullopt;  // shown as a wikilink that leads nowhere; the link check tells
    constexpr std::size_t deepest = 8;
    std::vector<site::WorkId> chain = chain_;
    chain.push_back(id_);
    if (std::ranges::find(chain, found) != chain.end() || chain.size() > deepest) {
        publication_.bodies().report(
            {Severity::Error, content_error(fmt::format("embed of '{}' runs in a circle", target),
                                            "link to it with [[...]] instead", position.place())});
        return std::nullopt;
    }
    graph::note(found, WorkField::Url);
    const std::string inner = publication_.bodies().render(found, std::move(chain));
    std::string html = "<div class=\"embed\" data-source=\"";
    text::append_escaped_html(html, publication_.work(found).href());
    html += "\">\n" + inner + "</div>\n";
    return text::SafeHtml::vouch(std::move(html));
}

std::string BodyHost::alert_title(markdown::AlertKind kind) {
    constexpr std::array<std::string_view, 5> keys = {"alert_note", "alert_tip", "alert_important", "alert_warning",
                                                      "alert_caution"};
    const std::string_view key = keys[static_cast<std::size_t>(kind)];
    const std::string phrase = publication_.phrase(key, publication_.catalog().work(id_).language);
    return phrase == key ? markdown::Host::alert_title(kind) : phrase;
}

std::string BodyHost::table_label(std::size_t number) {
    return fmt::format("{} {}", publication_.phrase("table", publication_.catalog().work(id_).language), number);
}

std::optional<text::SafeHtml> BodyHost::code_block(const markdown::CodeBlockCall& call) {
    constexpr std::size_t most_in_one_body = 1000;
    const std::size_t number = chain_.size() * most_in_one_body + diagrams_;
    if (auto drawn = diagram_html(publication_, publication_.catalog().work(id_).language, call, number)) {
        ++diagrams_;
        return drawn;
    }
    return publication_.insets().code_blocks().html(call);
}

std::optional<text::SafeHtml> BodyHost::math(std::string_view tex, markdown::MathStyle style,
                                             markdown::Position /*position*/) {
    return publication_.insets().formula(tex, style);
}

std::optional<text::SafeHtml> BodyHost::directive(const markdown::DirectiveCall& call) {
    const std::string component = fmt::format("components/{}.html", call.name);
    graph::note(graph::FactKind::Template, {component});
    if (publication_.theme().find(component) == nullptr) return std::nullopt;
    const auto fail_with = [&](Error error) {
        publication_.bodies().report({Severity::Error, told_at_use(std::move(error), call)});
        return text::SafeHtml();
    };
    auto compiled = publication_.environment().get(component);
    if (!compiled) return fail_with(std::move(compiled).error());
    const site::Work& work = publication_.catalog().work(id_);
    ValueMap attributes;
    for (std::uint32_t i = 0; i < call.attributes.size(); ++i) {
        const markdown::Attribute attribute = call.attributes[i];
        // A path beside the file, in the attributes that name files, becomes the address of what it names.
        const bool names_file = attribute.name == "src" || attribute.name == "href" || attribute.name == "poster" ||
                                attribute.name == "captions";
        if (names_file) graph::note(graph::FactKind::Companion, {work.path, attribute.value});
        if (const std::string* output = names_file ? find_companion(publication_, work, attribute.value) : nullptr) {
            attributes.set(attribute.name, Value::string("/" + *output));
        } else {
            attributes.set(attribute.name, Value::string(std::string(attribute.value)));
        }
    }
    PageHost host(publication_, work);
    ValueMap context = host.context();
    if (const std::string_view source = call.attributes.value("src"); is_picture_name(source))
        context.set("picture", picture_value(source));
    context.set("name", Value::view(call.name));
    context.set("attributes", Value::map(std::move(attributes)));
    context.set("label", Value::safe_view(call.label.view()));
    context.set("label_text", Value::view(call.label_text));
    context.set("content", Value::safe_view(call.inner.view()));
    context.set("form", Value::view(form_name(call.form)));
    std::string html;
    if (auto done = templating::render(**compiled, Value::map(std::move(context)), html, &host); !done) {
        return fail_with(std::move(done).error());
    }
    return text::SafeHtml::vouch(std::move(html));
}

}  // namespace byline::publish
