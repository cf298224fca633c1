#include "publish/sources.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

#include "parallel/for_each_index.hpp"
#include "site/diagnostics_codec.hpp"
#include "site/work_codec.hpp"

namespace byline::publish {
namespace {

// One source while it is read; the Work lies here until it is known whether it is shown.
struct Reading {
    std::optional<site::Work> work;
    SourceState state;
};

std::uint64_t body_digest(const site::Work& work, std::string_view bytes) {
    return text::digest64_of(bytes.substr(std::min<std::size_t>(work.body_offset, bytes.size()))) +
           (work.title_from_heading ? 1 : 0);
}

class SourceReader {
  public:
    SourceReader(const SourceReading& reading, DocumentStore& documents) : reading_(reading), documents_(documents) {}

    Reading read(std::size_t number, const graph::RecordedSource* before) {
        const disk::Entry& entry = reading_.inventory.sources[number];
        Reading result;
        result.state.stamp = stamp_of(entry, reading_.listed_at);
        result.state.before = before;
        if (before != nullptr && before->stamp.is_known() && before->stamp == result.state.stamp && take(result))
            return result;
        auto bytes = reading_.disk.read(reading_.inventory.content_folder + "/" + entry.path, most_source_bytes);
        if (!bytes) {
            Error error = std::move(bytes).error();
            error.place.file = reading_.composition.content_prefix + entry.path;
            finish(number, site::compose_unread(entry.path, std::move(error), reading_.composition), result);
            return result;
        }
        result.state.digest = text::digest_of(*bytes);
        if (before != nullptr && before->digest == result.state.digest && take(result)) return result;
        ++composed_;
        finish(number, site::compose({entry.path, std::move(*bytes)}, reading_.composition), result);
        return result;
    }

    [[nodiscard]] std::size_t composed() const { return composed_; }

  private:
    // From the record. False when that cannot be read after all.
    bool take(Reading& result) const {
        const graph::RecordedSource& before = *result.state.before;
        auto work = site::decode_work(before.work);
        auto diagnostics = site::decode_diagnostics(before.diagnostics);
        if (!work || !diagnostics) return false;
        work->visibility = site::visibility_of(work->metadata, reading_.composition.now);
        result.work = std::move(work);
        result.state.digest = before.digest;
        result.state.body = before.body;
        result.state.diagnostics = std::move(*diagnostics);
        result.state.is_same = true;
        result.state.is_shown = is_shown(*result.work);
        return true;
    }

    void finish(std::size_t number, site::Composed composed, Reading& result) {
        if (composed.work) result.state.body = body_digest(*composed.work, composed.document.source());
        result.work = composed.work ? std::move(composed.work) : std::move(composed.stand_in);
        result.state.diagnostics = std::move(composed.diagnostics);
        result.state.is_shown = is_shown(*result.work);
        if (result.state.is_shown) documents_.keep(number, std::move(composed.document));
    }

    [[nodiscard]] bool is_shown(const site::Work& work) const {
        return work.visibility == site::Visibility::Shown || reading_.shows_hidden;
    }

    const SourceReading& reading_;
    DocumentStore& documents_;
    std::atomic<std::size_t> composed_{0};
};

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

graph::FileStamp stamp_of(const disk::Entry& entry, std::int64_t listed_at) {
    // Some file systems count whole seconds, or two of them.
    constexpr std::int64_t second = 1'000'000'000;
    const std::int64_t coarseness = entry.changed_ns % second == 0 ? 2 * second : 0;
    if (std::max(entry.modified_ns, entry.changed_ns) + coarseness >= listed_at) return {};
    return {entry.size, entry.modified_ns, entry.changed_ns, entry.inode};
}

Sources read_sources(const SourceReading& reading, DocumentStore& documents, Progress& progress) {
    const auto& listed = reading.inventory.sources;
    progress.phase("read", listed.size());
    documents.reserve(listed.size());
    const auto before = match(listed, reading.before);
    std::vector<Reading> readings(listed.size());
    SourceReader reader(reading, documents);
    parallel::for_each_index(listed.size(), reading.threads, [&](std::size_t i, std::size_t thread) {
        const TracedSpan span(reading.trace, "compose", listed[i].path, thread);
        readings[i] = reader.read(i, before[i]);
        progress.advance();
    });
    Sources sources;
    sources.composed = reader.composed();
    sources.states.reserve(listed.size());
    sources.shown.reserve(listed.size());
    for (std::size_t i = 0; i < listed.size(); ++i) {
        const auto number = static_cast<std::uint32_t>(i);
        if (readings[i].state.is_shown) {
            sources.shown.push_back(std::move(*readings[i].work));
            sources.numbers.push_back(number);
        } else {
            sources.hidden.emplace_back(number, std::move(*readings[i].work));
        }
        sources.states.push_back(std::move(readings[i].state));
    }
    return sources;
}

}  // namespace byline::publish
