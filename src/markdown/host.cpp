#include "markdown/host.hpp"

namespace byline::markdown {

ResolvedLink Host::link(std::string_view destination, Position /*position*/) {
    ResolvedLink resolved;
    resolved.url = destination;
    return resolved;
}

ResolvedImage Host::image(std::string_view destination, Position /*position*/) {
    ResolvedImage resolved;
    resolved.url = destination;
    return resolved;
}

ResolvedWikilink Host::wikilink(std::string_view /*target*/, std::string_view /*fragment*/, std::string_view /*label*/,
                                Position /*position*/) {
    return {};
}

std::optional<text::SafeHtml> Host::embed(std::string_view /*target*/, std::string_view /*fragment*/,
                                          std::string_view /*label*/, Position /*position*/) {
    return std::nullopt;
}

std::optional<text::SafeHtml> Host::directive(const DirectiveCall& /*call*/) {
    return std::nullopt;
}

std::optional<text::SafeHtml> Host::code_block(const CodeBlockCall& /*call*/) {
    return std::nullopt;
}

std::string Host::alert_title(AlertKind kind) {
    switch (kind) {
        case AlertKind::Note: return "Note";
        case AlertKind::Tip: return "Tip";
        case AlertKind::Important: return "Important";
        case AlertKind::Warning: return "Warning";
        case AlertKind::Caution: return "Caution";
    }
    return {};
}

std::string Host::table_label(std::size_t number) {
    return "Table " + std::to_string(number);
}

std::optional<text::SafeHtml> Host::math(std::string_view /*tex*/, MathStyle /*style*/, Position /*position*/) {
    return std::nullopt;
}

}  // namespace byline::markdown
