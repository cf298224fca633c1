// A Collator orders titles and terms as readers of a language expect: Chinese by pinyin, English by letters.
// Immutable after construction; compare() and sort_key() are safe from any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct UCollator;

namespace byline::text {

class Collator {
  public:
    // `language` is a BCP 47 tag; one that is unknown has the root order of Unicode.
    explicit Collator(std::string_view language);
    ~Collator();
    Collator(Collator&&) noexcept;
    Collator& operator=(Collator&&) noexcept;

    // Below 0, 0 or above 0. Numbers in texts are compared as numbers: "part 2" stands before "part 10".
    [[nodiscard]] int compare(std::string_view a, std::string_view b) const;

    // Bytes whose order by std::string::compare is that of compare(); for sorting many.
    [[nodiscard]] std::string sort_key(std::string_view text) const;

  private:
    struct Close {
        void operator()(UCollator* collator) const;
    };
    std::unique_ptr<UCollator, Close> collator_;
};

}  // namespace byline::text
