// A deck is a talk's slides, written in Markdown in a file `deck.md` beside the talk's `index.md`.
// Pure functions; safe from any thread.
#pragma once

#include <span>
#include <string_view>

#include "result/diagnostic.hpp"
#include "site/configuration.hpp"
#include "site/work.hpp"

namespace byline::site {

// More are not a talk, and each costs a walk over the text.
inline constexpr std::size_t most_slides = 1'000;

// Whether a file of this folder and stem ("deck", the language taken off) is a deck: it lies in a folder of a talk.
[[nodiscard]] bool is_deck_name(std::string_view folder, std::string_view stem);

// Whether a deck may lie beside a work: only then is it looked for.
[[nodiscard]] bool may_have_deck(const Work& talk);

// Of `works`, sorted by path: the talk of a deck, in the deck's language where there is one; no_work when there is
// none.
[[nodiscard]] WorkId talk_of(std::span<const Work> works, const Work& deck, const Configuration& configuration);

// The deck of a talk: in the talk's language where there is one, else in another. no_work when it has none.
[[nodiscard]] WorkId deck_of(std::span<const Work> works, const Work& talk, const Configuration& configuration);

// Gives `deck` what it has of its talk: address, title, date, authors, and when it is shown.
void place_deck(Work& deck, const Work& talk, const text::Timestamp& now);

// A deck without its talk.
[[nodiscard]] Diagnostic lonely_deck(const Work& deck, std::string_view content_prefix);

}  // namespace byline::site
