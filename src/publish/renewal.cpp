#include "publish/renewal.hpp"

#include <algorithm>
#include <atomic>

#include <fmt/format.h>

#include "parallel/for_each_index.hpp"
#include "publish/answers.hpp"
#include "publish/text_change.hpp"
#include "site/work_codec.hpp"

namespace byline::publish {
namespace {

using graph::FactKind;
using site::WorkField;
using site::WorkFields;

// Questions whose answers come of addresses alone: while these stay, they need not be asked.
bool is_about_addresses(FactKind kind) {
    return kind == FactKind::Link || kind == FactKind::Companion || kind == FactKind::Name || kind == FactKind::Address;
}

bool is_upcoming(const site::Work& work, std::int64_t now) {
    return work.date && work.date->seconds > now;
}

std::string described(const std::optional<site::Work>& work, WorkField field) {
    return work ? site::describe(*work, field) : std::string();
}

}  // namespace

Renewal::Renewal(const Inputs& inputs) : inputs_(inputs) {
    compare_sources();
    ask_facts();
}

void Renewal::compare_sources() {
    const auto recorded = inputs_.before.sources();
    const auto& states = inputs_.sources.states;
    new_numbers_.assign(recorded.size(), no_source);
    changed_.assign(recorded.size(), WorkFields::all());
    works_.assign(states.size(), site::no_work);
    for (std::uint32_t id = 0; id < inputs_.sources.numbers.size(); ++id) works_[inputs_.sources.numbers[id]] = id;
    std::atomic<bool> is_same{states.size() == recorded.size()};
    parallel::for_each_index(states.size(), inputs_.threads, [&](std::size_t i, std::size_t) {
        const SourceState& state = states[i];
        if (state.before == nullptr) {
            is_same = false;
            return;
        }
        const auto old = static_cast<std::size_t>(state.before - recorded.data());
        new_numbers_[old] = static_cast<std::uint32_t>(i);
        if (!state.is_shown && !state.before->was_shown) {
            changed_[old] = {};
        } else if (state.is_shown && state.before->was_shown) {
            changed_[old] = changes_of(static_cast<std::uint32_t>(i), works_[i]);
        }
        if (changed_[old].intersects(linked_fields)) is_same = false;
    });
    is_same_catalog_ = is_same;
}

WorkFields Renewal::changes_of(std::uint32_t source, site::WorkId id) const {
    const SourceState& state = inputs_.sources.states[source];
    const site::Work& now = inputs_.publication.catalog().work(id);
    const std::int64_t then = inputs_.before.head().made_at;
    const text::Timestamp made_at{then, 0, false};
    WorkFields changed;
    if (state.is_same) {
        if (site::visibility_of(now.metadata, made_at) != now.visibility) changed |= WorkField::Visibility;
        if (is_upcoming(now, then) != is_upcoming(now, inputs_.publication.now().seconds))
            changed |= WorkField::Upcoming;
    } else {
        auto before = site::decode_work(state.before->work);
        if (!before) return WorkFields::all();
        // As the last build saw it, which may be later than when it was composed.
        before->visibility = site::visibility_of(before->metadata, made_at);
        changed = site::changed_fields(*before, now);
        if (state.body != state.before->body) changed |= WorkField::Content;
        if (is_upcoming(*before, then) != is_upcoming(now, inputs_.publication.now().seconds))
            changed |= WorkField::Upcoming;
    }
    for (std::size_t i = 0; i < graph::relation_fields.size(); ++i) {
        if (state.before->relations[i] != inputs_.relations[id][i]) changed |= graph::relation_fields[i];
    }
    return changed;
}

std::uint32_t Renewal::old_number(std::uint32_t source) const {
    const graph::RecordedSource* before = inputs_.sources.states[source].before;
    return before == nullptr ? no_source : static_cast<std::uint32_t>(before - inputs_.before.sources().data());
}

WorkFields Renewal::changes(std::uint32_t source) const {
    const graph::RecordedSource* before = inputs_.sources.states[source].before;
    if (before == nullptr || !before->was_shown) return WorkFields::all();
    return changed_[old_number(source)];
}

void Renewal::ask_facts() {
    const auto facts = inputs_.before.facts();
    answers_.resize(facts.size());
    const bool has_addresses = inputs_.frames.addresses == inputs_.before.head().frames.addresses;
    parallel::for_each_index(facts.size(), inputs_.threads, [&](std::size_t i, std::size_t) {
        const graph::RecordedFact& fact = facts[i];
        answers_[i] = has_addresses && is_about_addresses(fact.kind)
                          ? graph::Answer{fact.digest, std::string(fact.shown)}
                          : answer(inputs_.publication, fact.kind, fact.subject);
    });
    has_changed_.resize(facts.size());
    for (std::size_t i = 0; i < facts.size(); ++i) has_changed_[i] = answers_[i].digest != facts[i].digest;
}

std::vector<const graph::RecordedUnit*> Renewal::recorded(std::span<const Unit> units) const {
    std::vector<const graph::RecordedUnit*> found(units.size(), nullptr);
    const auto known = inputs_.before.units();
    std::size_t at = 0;
    for (std::size_t i = 0; i < units.size(); ++i) {
        while (at < known.size() && known[at].key < units[i].key) ++at;
        if (at < known.size() && known[at].key == units[i].key) found[i] = &known[at];
    }
    return found;
}

Verdict Renewal::verdict(const Unit& unit, const graph::RecordedUnit* before, const output::OutputSink& sink) const {
    Verdict verdict;
    const bool tells = inputs_.reasons == Reasons::Tell;
    if (before == nullptr) {
        if (tells) verdict.reasons.push_back({"it is new", "", ""});
        return verdict;
    }
    verdict.before = before;
    verdict.is_kept = true;
    const auto renew = [&](auto&& reason) {
        verdict.is_kept = false;
        if (tells && verdict.reasons.size() < most_reasons) reason();
        return !tells;  // one reason is enough, unless all are to be told
    };
    if (before->plan != unit.plan && renew([&] {
            verdict.reasons.push_back({"its place in the plan: template, part or list", "", ""});
        }))
        return verdict;

    const std::vector<text::Digest> left = graph::digests_of(*before);
    const std::vector<std::string> paths = output_paths_of(unit, inputs_.publication.plan().pages[unit.page]);
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (i < left.size() && sink.standing(paths[i]) == left[i]) continue;
        if (renew([&] {
                verdict.reasons.push_back({fmt::format("{} does not stand as it was left", paths[i]), "", ""});
            }))
            return verdict;
    }
    const graph::UnitReads reads(before->reads, inputs_.before.masks());
    const bool is_sound = (reads.sources().empty() || reads.sources().back().source < changed_.size()) &&
                          (reads.facts().empty() || reads.facts().back() < has_changed_.size());
    if (!is_sound) {
        verdict.is_kept = false;
        if (tells) verdict.reasons.push_back({"its record is not sound", "", ""});
        return verdict;
    }
    for (const graph::SourceRead& read : reads.sources()) {
        if (!changed_[read.source].intersects(read.fields)) continue;
        if (renew([&] { add_work_reasons(read, verdict.reasons); })) return verdict;
    }
    for (const graph::FactNumber number : reads.facts()) {
        if (!has_changed_[number]) continue;
        if (renew([&] {
                const graph::RecordedFact& fact = inputs_.before.facts()[number];
                verdict.reasons.push_back(
                    {graph::words_of(fact.kind, fact.subject), std::string(fact.shown), answers_[number].shown});
            }))
            return verdict;
    }
    return verdict;
}

void Renewal::add_work_reasons(const graph::SourceRead& read, std::vector<Reason>& reasons) const {
    const graph::RecordedSource& recorded = inputs_.before.sources()[read.source];
    const std::uint32_t number = new_numbers_[read.source];
    const site::WorkId id = number == no_source ? site::no_work : works_[number];
    if (id == site::no_work) {
        reasons.push_back({fmt::format("{} is no longer shown", recorded.path), "", ""});
        return;
    }
    const auto before = site::decode_work(recorded.work);
    const site::Work& now = inputs_.publication.catalog().work(id);
    (changed_[read.source] & read.fields).for_each([&](WorkField field) {
        if (reasons.size() >= most_reasons) return;
        reasons.push_back({fmt::format("the {} of {}", site::name_of(field), recorded.path), described(before, field),
                           site::describe(now, field)});
    });
}

}  // namespace byline::publish
