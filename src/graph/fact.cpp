#include "graph/fact.hpp"

#include <fmt/format.h>

#include "text/digest.hpp"

namespace byline::graph {

void join_subject(std::initializer_list<std::string_view> parts, std::string& subject) {
    subject.clear();
    for (const std::string_view& part : parts) {
        if (&part != parts.begin()) subject.push_back(subject_separator);
        subject += part;
    }
}

std::string_view take_part(std::string_view& subject) {
    const auto end = subject.find(subject_separator);
    const std::string_view part = subject.substr(0, end);
    subject = end == std::string_view::npos ? std::string_view() : subject.substr(end + 1);
    return part;
}

namespace {

std::string words_of_site(std::string_view name, std::string_view language) {
    const std::string_view attribute = take_part(name);
    if (attribute == "menu") return fmt::format("the menu '{}' ({})", name, language);
    if (attribute == "terms") return fmt::format("the list of all {} ({})", name, language);
    return fmt::format("site.{} ({})", attribute, language);
}

}  // namespace

std::string words_of(FactKind kind, std::string_view subject) {
    const std::string_view first = take_part(subject);
    switch (kind) {
        case FactKind::Template: return fmt::format("the template {}", first);
        case FactKind::Phrase: return fmt::format("the phrase '{}' ({})", subject, first);
        case FactKind::Asset: return fmt::format("the address of the asset {}", first);
        case FactKind::Data: return first.empty() ? "the data files" : fmt::format("the data '{}'", first);
        case FactKind::Settings: return "the theme's settings";
        case FactKind::Site: return words_of_site(subject, first);
        case FactKind::Section: return fmt::format("the words above {} ({})", subject.empty() ? "/" : subject, first);
        case FactKind::Slice: {
            const std::string_view from = take_part(subject);
            if (subject == "all") return fmt::format("the works of the list '{}'", first);
            return fmt::format("the works of the list '{}' from place {} on, at most {}", first, from, subject);
        }
        case FactKind::Size: return fmt::format("how many works the list '{}' has", first);
        case FactKind::Term: return fmt::format("the term {}", first);
        case FactKind::Series: return fmt::format("the series {}", first);
        case FactKind::Address: return fmt::format("the address {}", first);
        case FactKind::Link: return fmt::format("the link to '{}' in {}", subject, first);
        case FactKind::Companion: return fmt::format("the file '{}' beside {}", subject, first);
        case FactKind::Picture: return fmt::format("the picture {}", first);
        case FactKind::Card: return fmt::format("the social card {}", first);
        case FactKind::Featured: return fmt::format("the featured comments on {}", first);
        case FactKind::Name: return fmt::format("the work called [[{}]] ({})", subject, first);
    }
    return "a fact";
}

std::size_t FactTable::Hash::operator()(const Question& fact) const {
    return static_cast<std::size_t>(text::digest64_of(fact.subject)) + static_cast<std::size_t>(fact.kind);
}

FactNumber FactTable::number(FactKind kind, std::string_view subject) {
    const std::scoped_lock lock(mutex_);
    const auto known = numbers_.find(Question{kind, subject});
    if (known != numbers_.end()) return known->second;
    const auto number = static_cast<FactNumber>(facts_.size());
    facts_.push_back({kind, std::string(subject)});
    numbers_.emplace(facts_.back(), number);
    return number;
}

}  // namespace byline::graph
