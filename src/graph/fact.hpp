// A Fact is one question about the site that making a page asks, and whose answer its bytes depend on: which works
// stand in a list, what a phrase says, whether an address exists. (What works themselves say is asked by WorkField.)
// Facts are values; a FactTable numbers the facts of one build and may be used by any number of threads.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace byline::graph {

// The parts of a fact's subject are joined by `subject_separator`, in the order named here.
enum class FactKind : std::uint8_t {
    Template,   // name: the text of a template, or that there is none
    Phrase,     // language, key: of i18n/
    Asset,      // name: the address of a file of assets/ or static/
    Data,       // name: a file or folder of _data/; empty for all
    Settings,   // of the theme
    Site,       // language, name: an attribute of `site` that no other kind covers
    Section,    // language, folder: the work whose words stand above the list
    Slice,      // list, first, count: the works at some places of a list
    Size,       // list: how many works it has
    Term,       // URL path: name, slug and address of a term
    Series,     // URL path: name and address of a series
    Address,    // URL path: whether the site has it
    Link,       // path of the linking work, destination as written: where it leads
    Companion,  // path of a work, destination: the file beside it
    Name,       // language, name in a wikilink: the work that it means
    Picture,    // output path: its size, and the smaller ones made of it
    Card,       // output path: whether it could be drawn
    Featured,   // URL path: the comments on that page that the author chose
};
inline constexpr std::uint8_t last_fact_kind = static_cast<std::uint8_t>(FactKind::Featured);

inline constexpr char subject_separator = '\x1f';

struct Fact {
    FactKind kind = FactKind::Site;
    std::string subject;

    friend bool operator==(const Fact&, const Fact&) = default;
};

// Puts the parts, joined, in the place of what `subject` holds.
void join_subject(std::initializer_list<std::string_view> parts, std::string& subject);
// The first part of `subject`, which is left with the others.
[[nodiscard]] std::string_view take_part(std::string_view& subject);

// A fact in words, for --explain: "the menu main (zh)".
[[nodiscard]] std::string words_of(FactKind kind, std::string_view subject);

// What a fact's question is answered with.
struct Answer {
    std::uint64_t digest = 0;
    std::string shown;  // of one line, at most some 60 bytes: for --explain

    friend bool operator==(const Answer& a, const Answer& b) { return a.digest == b.digest; }
};

using FactNumber = std::uint32_t;

class FactTable {
  public:
    // The number of a fact, the next free one when it is new.
    [[nodiscard]] FactNumber number(FactKind kind, std::string_view subject);
    // All facts by number. Not while another thread numbers.
    [[nodiscard]] const std::vector<Fact>& facts() const { return facts_; }

  private:
    // A fact that is looked for without a text of its own.
    struct Question {
        FactKind kind;
        std::string_view subject;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(const Question& fact) const;
        std::size_t operator()(const Fact& fact) const { return (*this)(Question{fact.kind, fact.subject}); }
    };
    struct Equal {
        using is_transparent = void;
        bool operator()(const auto& a, const auto& b) const { return a.kind == b.kind && a.subject == b.subject; }
    };

    std::mutex mutex_;  // guards what follows
    std::unordered_map<Fact, FactNumber, Hash, Equal> numbers_;
    std::vector<Fact> facts_;
};

}  // namespace byline::graph
