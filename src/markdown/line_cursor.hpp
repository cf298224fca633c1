// A LineCursor walks over the markers of one line, counting columns with tab stops of 4.
// A value that borrows the source.
#pragma once

#include <cstdint>
#include <string_view>

namespace byline::markdown {

class LineCursor {
  public:
    void start(std::string_view source, std::uint32_t begin, std::uint32_t end) {
        data_ = source.data();
        offset_ = begin;
        begin_ = begin;
        end_ = end;
        column_ = 0;
        tab_rest_ = 0;
        find_nonspace();
    }

    // Looks for the first character that is neither space nor tab, from the current offset.
    void find_nonspace() {
        std::uint32_t at = offset_;
        std::uint32_t column = column_;
        if (tab_rest_ != 0) {
            column += tab_rest_;
            ++at;
        }
        while (at < end_) {
            if (data_[at] == ' ') {
                ++column;
            } else if (data_[at] == '\t') {
                column += 4 - column % 4;
            } else {
                break;
            }
            ++at;
        }
        nonspace_ = at;
        nonspace_column_ = column;
    }

    [[nodiscard]] std::uint32_t begin() const { return begin_; }
    [[nodiscard]] std::uint32_t end() const { return end_; }
    [[nodiscard]] std::uint32_t offset() const { return offset_; }
    [[nodiscard]] std::uint32_t column() const { return column_; }
    [[nodiscard]] std::uint32_t nonspace() const { return nonspace_; }
    [[nodiscard]] std::uint32_t indent() const { return nonspace_column_ - column_; }
    [[nodiscard]] bool is_blank() const { return nonspace_ == end_; }
    // Columns of a tab that is only partly consumed: they count as spaces before offset().
    [[nodiscard]] std::uint32_t tab_rest() const { return tab_rest_; }
    // First character of the text, '\0' on a blank line.
    [[nodiscard]] char first() const { return nonspace_ < end_ ? data_[nonspace_] : '\0'; }
    [[nodiscard]] char at(std::uint32_t offset) const { return offset < end_ ? data_[offset] : '\0'; }
    [[nodiscard]] std::string_view text() const { return {data_ + nonspace_, end_ - nonspace_}; }

    // Onward by columns, into tabs where need be; stops at anything but spaces and tabs.
    void advance_columns(std::uint32_t count) {
        while (count > 0) {
            if (tab_rest_ != 0) {
                const std::uint32_t taken = count < tab_rest_ ? count : tab_rest_;
                take_from_tab(taken);
                count -= taken;
            } else if (at(offset_) == '\t') {
                tab_rest_ = 4 - column_ % 4;
            } else if (at(offset_) == ' ') {
                ++offset_;
                ++column_;
                --count;
            } else {
                break;
            }
        }
        find_nonspace();
    }

    // Onward past the spaces and then `count` bytes of marker.
    void advance_past(std::uint32_t count) {
        offset_ = nonspace_ + count;
        column_ = nonspace_column_ + count;
        tab_rest_ = 0;
        find_nonspace();
    }

    void advance_to_nonspace() { advance_past(0); }

    void advance_optional_space() {
        if (tab_rest_ != 0 || at(offset_) == ' ' || at(offset_) == '\t') advance_columns(1);
    }

  private:
    void take_from_tab(std::uint32_t columns) {
        tab_rest_ -= columns;
        column_ += columns;
        if (tab_rest_ == 0) ++offset_;
    }

    const char* data_ = nullptr;
    std::uint32_t begin_ = 0;
    std::uint32_t end_ = 0;
    std::uint32_t offset_ = 0;
    std::uint32_t column_ = 0;
    std::uint32_t nonspace_ = 0;
    std::uint32_t nonspace_column_ = 0;
    std::uint32_t tab_rest_ = 0;
};

}  // namespace byline::markdown
