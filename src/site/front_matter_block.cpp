#include "site/front_matter_block.hpp"

#include <algorithm>

#include "text/utf8.hpp"

namespace byline::site {
namespace {

struct Line {
    std::string_view text;  // without its end and trailing spaces
    std::size_t next = 0;   // offset of the line below
};

Line line_at(std::string_view bytes, std::size_t offset) {
    std::size_t end = std::min(bytes.find('\n', offset), bytes.size());
    end = std::min(bytes.substr(0, end).find('\r', offset), end);
    std::size_t next = std::min(end + 1, bytes.size());
    if (bytes.substr(end, 2) == "\r\n") next = end + 2;
    std::string_view text = bytes.substr(offset, end - offset);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return {text, next};
}

}  // namespace

FrontMatterBlock find_front_matter(std::string_view bytes) {
    FrontMatterBlock block;
    if (bytes.starts_with(text::utf8_byte_order_mark)) block.body_offset = text::utf8_byte_order_mark.size();
    const Line first = line_at(bytes, block.body_offset);
    if (first.text == "---") {
        block.format = FrontMatterFormat::Yaml;
    } else if (first.text == "+++") {
        block.format = FrontMatterFormat::Toml;
    } else {
        return block;
    }
    std::uint32_t number = 2;
    for (std::size_t offset = first.next; offset < bytes.size(); ++number) {
        const Line line = line_at(bytes, offset);
        if (line.text == first.text || (block.format == FrontMatterFormat::Yaml && line.text == "...")) {
            block.text = bytes.substr(first.next, offset - first.next);
            block.first_line = 2;
            block.body_offset = line.next;
            block.body_line = number + 1;
            return block;
        }
        offset = line.next;
    }
    block.closed = false;
    return block;
}

}  // namespace byline::site
