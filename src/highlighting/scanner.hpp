// A Scanner reads one text through the contexts of a language and writes down its spans.
// Used by one thread, for one text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "highlighting/context.hpp"
#include "highlighting/highlight.hpp"

namespace byline::highlighting {

class Scanner {
  public:
    Scanner(const Languages& languages, std::string_view text, std::vector<Span>& spans)
        : languages_(languages), text_(text), spans_(spans) {}

    void scan(const Context& start) { scan_range(start, 0, text_.size(), 0); }
    [[nodiscard]] std::uint64_t steps() const { return steps_; }

  private:
    // A region that begins on the next line.
    struct Pending {
        const Region* region;
        const Context* context;
        std::string end_text;
        TokenClass token_class;  // of what ends it
        std::size_t indentation;
    };
    // A stretch of the text that is read on its own: all of it, or a region.
    struct Stretch {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::size_t limit = 0;  // the end, or that of the line behind which pending regions begin
        int depth = 0;
        Situation::After after = Situation::After::Operator;
        std::vector<const Context*> contexts;
        std::vector<Pending> pending;
        int idle = 0;  // how often nothing was gone forward
    };
    struct Matched {
        std::size_t begin = 0;
        std::size_t end = 0;
        const Action* action = nullptr;
        Operand operand = Operand::Keep;
        TokenClass token_class = TokenClass::None;
    };

    void scan_range(const Context& start, std::size_t begin, std::size_t end, int depth);
    [[nodiscard]] std::size_t read_unmatched(const CompiledContext& context, std::size_t situation, std::size_t at,
                                             Stretch& stretch);
    [[nodiscard]] Matched read_token(const CompiledRule& rule, const CompiledContext& context, std::size_t begin,
                                     std::size_t length, const Stretch& stretch);
    bool read_parts(const CompiledRule& rule, const CompiledContext& context, std::size_t length,
                    const Stretch& stretch, Matched& matched);
    TokenClass classify(const CompiledClass& chosen, std::string_view word, Matched& matched) const;
    [[nodiscard]] std::size_t act(const Matched& matched, Stretch& stretch);
    static void move(const Action& action, Stretch& stretch);
    [[nodiscard]] std::size_t read_region(const Region& region, const Matched& matched, Stretch& stretch);
    [[nodiscard]] std::size_t read_pending(std::size_t at, Stretch& stretch);
    void read_inside(const Context* context, TokenClass token_class, std::size_t begin, std::size_t end, int depth);
    [[nodiscard]] Situation::Line line_at(std::size_t at, const Stretch& stretch) const;
    void emit(std::size_t end, TokenClass token_class);

    const Languages& languages_;
    std::string_view text_;
    std::vector<Span>& spans_;
    std::uint64_t steps_ = 0;
    std::array<std::string_view, 9> groups_;  // of the last rule that has any
};

}  // namespace byline::highlighting
