// Tables: https://github.github.com/gfm/#tables-extension-
#include <algorithm>

#include "markdown/block_parser.hpp"
#include "markdown/character_class.hpp"

namespace byline::markdown {

namespace {

// Splits a row into the texts between its pipes; a leading and a trailing pipe make no cell.
class CellSplitter {
  public:
    explicit CellSplitter(std::string_view row) : rest_(without_blanks_around(row)) {
        if (!rest_.empty() && rest_.front() == '|') rest_.remove_prefix(1);
    }

    bool next(std::string_view& cell) {
        if (without_blanks_around(rest_).empty()) return false;
        std::size_t end = 0;
        // Only a pipe can be escaped: the backslash before it counts even when another stands before that.
        while (end < rest_.size() && rest_[end] != '|') end += rest_.substr(end, 2) == "\\|" ? 2 : 1;
        cell = without_blanks_around(rest_.substr(0, end));
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return true;
    }

  private:
    std::string_view rest_;
};

// The delimiter row's alignments, or nothing when `row` is not one.
bool parse_delimiter_row(std::string_view row, std::vector<Alignment>& alignments) {
    alignments.clear();
    for (const char c : row) {
        if (c != '|' && c != '-' && c != ':' && !is_blank(c)) return false;
    }
    CellSplitter cells(row);
    std::string_view cell;
    while (cells.next(cell)) {
        const bool left = !cell.empty() && cell.front() == ':';
        if (left) cell.remove_prefix(1);
        const bool right = !cell.empty() && cell.back() == ':';
        if (right) cell.remove_suffix(1);
        if (cell.empty() || std::any_of(cell.begin(), cell.end(), [](char c) { return c != '-'; })) return false;
        alignments.push_back(left && right ? Alignment::Center
                             : left        ? Alignment::Left
                             : right       ? Alignment::Right
                                           : Alignment::None);
    }
    return !alignments.empty();
}

std::size_t count_cells(std::string_view row) {
    CellSplitter cells(row);
    std::string_view cell;
    std::size_t count = 0;
    while (cells.next(cell)) ++count;
    return count;
}

}  // namespace

BlockParser::Opened BlockParser::open_table() {
    if (!in_paragraph() || lines_.empty()) return Opened::Nothing;
    if (!parse_delimiter_row(line_.text(), table_alignments_)) return Opened::Nothing;
    const LeafLine header = lines_.back();
    if (count_cells(source_.substr(header.begin, header.end - header.begin)) != table_alignments_.size()) {
        return Opened::Nothing;
    }
    if (table_alignments_.size() > builder_.options().max_table_columns) {
        builder_.exceed(DocumentBuilder::Bound::Columns, header.begin);
        return Opened::Nothing;
    }
    lines_.pop_back();
    leaf_ = Leaf::None;
    if (!lines_.empty()) close_paragraph();
    start_leaf(Leaf::Table, header.begin);
    leaf_node_ = append_leaf(NodeKind::Table, header.begin, line_.end());
    add_table_row(header.begin, header.end, node_flags::header);
    builder_.record(leaf_node_).end = line_.end();
    return Opened::Leaf;
}

void BlockParser::add_table_row(std::uint32_t begin, std::uint32_t end, std::uint16_t flags) {
    while (end > begin && is_blank(source_[end - 1])) --end;
    const NodeIndex row = builder_.append_block(leaf_node_, NodeKind::TableRow, begin);
    builder_.record(row).flags |= flags;
    builder_.record(row).end = end;
    builder_.record(leaf_node_).end = end;
    CellSplitter cells(source_.substr(begin, end - begin));
    std::string_view cell;
    std::uint32_t column = 0;
    const auto columns = static_cast<std::uint32_t>(table_alignments_.size());
    while (column < columns && cells.next(cell)) column = add_table_cell(row, cell, column, flags);
    while (column < columns) {
        if (table_padding_ >= builder_.options().max_table_padding) {
            builder_.exceed(DocumentBuilder::Bound::Padding, begin);
            return;
        }
        ++table_padding_;
        column = add_table_cell(row, source_.substr(end, 0), column, flags);
    }
}

std::uint32_t BlockParser::add_table_cell(NodeIndex row, std::string_view text, std::uint32_t column,
                                          std::uint16_t flags) {
    const auto begin = static_cast<std::uint32_t>(text.data() - source_.data());
    const auto length = static_cast<std::uint32_t>(text.size());
    const NodeIndex cell = builder_.append_block(row, NodeKind::TableCell, begin);
    NodeRecord& record = builder_.record(cell);
    record.end = begin + length;
    record.flags |= flags;
    record.detail = static_cast<std::uint8_t>(table_alignments_[column]);
    if (length == 0) return column + 1;
    if (text.find("\\|") == std::string_view::npos) {
        set_content(cell, {begin, length});
        return column + 1;
    }
    // The backslash of an escaped pipe is gone before inlines are looked at, even in code.
    std::string& joined = builder_.joined();
    const auto start = static_cast<std::uint32_t>(joined.size());
    std::size_t from = 0;
    while (from < text.size()) {
        const std::size_t escaped = std::min(text.find("\\|", from == 0 ? 0 : from + 1), text.size());
        builder_.line_origins().push_back(
            {static_cast<std::uint32_t>(joined.size()), begin + static_cast<std::uint32_t>(from)});
        joined += text.substr(from, escaped - from);
        from = escaped == text.size() ? escaped : escaped + 1;
    }
    set_content(cell, {DocumentBuilder::joined_tag | start, static_cast<std::uint32_t>(joined.size()) - start});
    return column + 1;
}

}  // namespace byline::markdown
