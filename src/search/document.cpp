#include "search/document.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "text/utf8.hpp"

namespace byline::search {

namespace {

enum class Breaks : std::uint8_t { Keep, Spaces };

bool is_unwanted(char byte, Breaks breaks) {
    const bool control = static_cast<unsigned char>(byte) < 0x20 || byte == '\x7f';
    return control && (breaks == Breaks::Spaces || (byte != '\n' && byte != '\t'));
}

void clean_text(std::string& text, Breaks breaks, std::size_t limit) {
    if (text.size() > limit) text.resize(text::boundary_at_or_before(text, limit));
    for (char& byte : text) {
        if (is_unwanted(byte, breaks)) byte = ' ';
    }
    if (!text::find_invalid(text)) return;
    std::string repaired;
    for (std::size_t offset = 0; offset < text.size();) {
        text::append_code_point(repaired, text::decode_next(text, offset));
    }
    if (repaired.size() > limit) repaired.resize(text::boundary_at_or_before(repaired, limit));
    text = std::move(repaired);
}

}  // namespace

Document clean(Document document) {
    for (std::string* line : {&document.address, &document.title, &document.language, &document.kind, &document.date,
                              &document.description}) {
        clean_text(*line, Breaks::Spaces, max_line_bytes);
    }
    for (std::string& tag : document.tags) clean_text(tag, Breaks::Spaces, max_line_bytes);
    std::erase(document.tags, std::string());
    std::sort(document.tags.begin(), document.tags.end());
    document.tags.erase(std::unique(document.tags.begin(), document.tags.end()), document.tags.end());
    if (document.tags.size() > max_tags) document.tags.resize(max_tags);
    if (document.sections.size() > max_sections) document.sections.resize(max_sections);
    std::size_t left = max_text_bytes;
    for (Section& section : document.sections) {
        clean_text(section.anchor, Breaks::Spaces, max_line_bytes);
        clean_text(section.heading, Breaks::Spaces, max_line_bytes);
        clean_text(section.text, Breaks::Keep, left);
        left -= section.text.size();
    }
    return document;
}

}  // namespace byline::search
