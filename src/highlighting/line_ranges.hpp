// LineRanges are lines of a code block as writers name them: "2,4-6".
// A value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace byline::highlighting {

class LineRanges {
  public:
    // Numbers and ranges of them, parted by commas or blanks; at most 1,000. Nothing when that is not what it is.
    [[nodiscard]] static std::optional<LineRanges> parse(std::string_view text);

    [[nodiscard]] bool contains(std::uint32_t line) const;
    [[nodiscard]] bool empty() const { return ranges_.empty(); }

    friend bool operator==(const LineRanges&, const LineRanges&) = default;

  private:
    struct Range {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
        friend bool operator==(const Range&, const Range&) = default;
    };
    std::vector<Range> ranges_;
};

}  // namespace byline::highlighting
