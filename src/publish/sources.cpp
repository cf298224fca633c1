#include "publish/sources.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

#include "parallel/for_each_index.hpp"
#include "site/deck.hpp"
#include "site/diagnostics_codec.hpp"
#include "site/work_codec.hpp"

namespace byline::publish {
namespace {

class SourceReader {
  public:
    // Where what is read of one source goes.
    struct Slot {
        site::Work& work;
        SourceState& state;
    };

    SourceReader(const SourceReading& reading, DocumentStore& documents) : reading_(reading), documents_(documents) {}

    void read(std::size_t number, const graph::RecordedSource* before, Slot result) {
        const disk::Entry& entry = reading_.inventory.sources[number];
        result.state.stamp = stamp_of(entry, reading_.listed_at);
        result.state.before = before;
        if (before != nullptr && before->stamp.is_known() && before->stamp == result.state.stamp && take(result))
            return;
        auto bytes = reading_.disk.read(reading_.inventory.content_folder + "/" + entry.path, most_source_bytes);
        if (!bytes) {
            Error error = std::move(bytes).error();
            error.place.file = reading_.composition.content_prefix + entry.path;
            return finish(number, site::compose_unread(entry.path, std::move(error), reading_.composition), result);
        }
        result.state.digest = text::digest_of(*bytes);
        if (before != nullptr && before->digest == result.state.digest && take(result)) return;
        ++composed_;
        finish(number, site::compose({entry.path, std::move(*bytes)}, reading_.composition), result);
    }

    [[nodiscard]] std::size_t composed() const { return composed_; }

  private:
    // From the record. False when that cannot be read after all.
    bool take(Slot result) const {
        const graph::RecordedSource& before = *result.state.before;
        // A deck is also made of its talk: the recorded one may be of another. They are few.
        if (is_deck(before.path)) return false;
        auto work = site::decode_work(before.work);
        auto diagnostics = site::decode_diagnostics(before.diagnostics);
        if (!work || !diagnostics || is_provisional(*diagnostics)) return false;
        work->visibility = site::visibility_of(work->metadata, reading_.composition.now);
        result.work = std::move(*work);
        result.state.digest = before.digest;
        result.state.body = before.body;
        result.state.diagnostics = std::move(*diagnostics);
        result.state.is_same = true;
        result.state.is_shown = is_shown(result.work);
        return true;
    }

    void finish(std::size_t number, site::Composed composed, Slot result) {
        if (composed.work) result.state.body = body_digest(composed);
        result.work = std::move(composed.work ? *composed.work : *composed.stand_in);
        result.state.diagnostics = std::move(composed.diagnostics);
        result.state.is_shown = is_shown(result.work);
        if (result.state.is_shown) documents_.keep(number, std::move(composed.document));
    }

    [[nodiscard]] bool is_shown(const site::Work& work) const {
        return work.visibility == site::Visibility::Shown || reading_.shows_hidden;
    }

    [[nodiscard]] bool is_deck(std::string_view path) const {
        return path.find("/deck.") != std::string_view::npos &&
               site::read_source_path(path, reading_.composition.configuration).role == site::SourceRole::Deck;
    }

    const SourceReading& reading_;
    DocumentStore& documents_;
    std::atomic<std::size_t> composed_{0};
};

// Decks get what they have of their talks.
void place_decks(const SourceReading& reading, Sources& sources) {
    std::vector<site::Work>& works = sources.shown;  // all of them as yet
    for (std::size_t i = 0; i < works.size(); ++i) {
        if (!works[i].is_deck()) continue;
        SourceState& state = sources.states[i];
        const site::WorkId talk = site::talk_of(works, works[i], reading.composition.configuration);
        if (talk == site::no_work) {
            state.diagnostics.push_back(site::lonely_deck(works[i], reading.composition.content_prefix));
            continue;
        }
        site::place_deck(works[i], works[talk], reading.composition.now);
        state.is_shown = works[i].visibility == site::Visibility::Shown || reading.shows_hidden;
    }
}

// The recorded source of each listed one, or null; both are sorted by path.
std::vector<const graph::RecordedSource*> match(const std::vector<disk::Entry>& sources,
                                                const graph::BuildRecord* record) {
    std::vector<const graph::RecordedSource*> matches(sources.size(), nullptr);
    if (record == nullptr) return matches;
    const auto known = record->sources();
    std::size_t at = 0;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        while (at < known.size() && known[at].path < sources[i].path) ++at;
        if (at < known.size() && known[at].path == sources[i].path) matches[i] = &known[at];
    }
    return matches;
}

}  // namespace

bool is_provisional(const Diagnostics& diagnostics) {
    return std::ranges::any_of(diagnostics, [](const Diagnostic& d) { return d.error.code == ErrorCode::System; });
}

std::uint64_t body_digest(const site::Composed& composed) {
    const std::string_view bytes = composed.document.source();
    return text::digest64_of(bytes.substr(std::min<std::size_t>(composed.work->body_offset, bytes.size()))) +
           (composed.work->title_from_heading ? 1 : 0) + (is_provisional(composed.diagnostics) ? 2 : 0);
}

graph::FileStamp stamp_of(const disk::Entry& entry, std::int64_t listed_at) {
    // Some file systems count whole seconds, or two of them.
    constexpr std::int64_t second = 1'000'000'000;
    const std::int64_t coarseness = entry.changed_ns % second == 0 ? 2 * second : 0;
    if (std::max(entry.modified_ns, entry.changed_ns) + coarseness >= listed_at) return {};
    return {entry.size, entry.modified_ns, entry.changed_ns, entry.inode};
}

std::string first_change(const std::vector<disk::Entry>& listed, const graph::BuildRecord& record,
                         std::int64_t listed_at) {
    const auto then = record.sources();
    for (std::size_t i = 0; i < listed.size() || i < then.size(); ++i) {
        if (i == listed.size()) return std::string(then[i].path) + " is gone";
        if (i == then.size() || listed[i].path < then[i].path) return listed[i].path + " is new";
        if (then[i].path < listed[i].path) return std::string(then[i].path) + " is gone";
        const graph::FileStamp stamp = stamp_of(listed[i], listed_at);
        if (!stamp.is_known() || stamp != then[i].stamp) return listed[i].path + " was touched";
    }
    return {};
}

Sources read_sources(const SourceReading& reading, DocumentStore& documents, Progress& progress) {
    const auto& listed = reading.inventory.sources;
    progress.phase("read", listed.size());
    documents.reserve(listed.size());
    const auto before = match(listed, reading.before);
    Sources sources;
    sources.states.resize(listed.size());
    sources.shown.resize(listed.size());
    SourceReader reader(reading, documents);
    parallel::for_each_index(listed.size(), reading.threads, [&](std::size_t i, std::size_t thread) {
        const TracedSpan span(reading.trace, "compose", listed[i].path, thread);
        reader.read(i, before[i], {sources.shown[i], sources.states[i]});
        progress.advance();
    });
    sources.composed = reader.composed();
    place_decks(reading, sources);
    sources.numbers.reserve(listed.size());
    for (std::size_t i = 0; i < listed.size(); ++i) {
        const auto number = static_cast<std::uint32_t>(i);
        if (!sources.states[i].is_shown) {
            sources.hidden.push_back(std::move(sources.shown[i]));
            continue;
        }
        if (sources.numbers.size() < i) sources.shown[sources.numbers.size()] = std::move(sources.shown[i]);
        sources.numbers.push_back(number);
    }
    sources.shown.resize(sources.numbers.size());
    return sources;
}

}  // namespace byline::publish
