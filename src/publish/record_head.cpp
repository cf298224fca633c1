#include "publish/record_head.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "publish/build.hpp"
#include "publish/site_state.hpp"
#include "publish/sources.hpp"
#include "site/diagnostics_codec.hpp"
#include "site/work_codec.hpp"

namespace byline::publish {

graph::RecordHead begin_record_head(const BuildOptions& options, const text::Digest& configuration,
                                    const text::Digest& languages) {
    graph::RecordHead head;
    head.program = fmt::format("{} {}", options.program, site::work_encoding_version);
    if (languages != text::Digest()) head.program += fmt::format(" languages {}", languages.hex());
    head.configuration = configuration;
    head.options = digest_of(options);
    head.made_at = options.now.seconds;
    return head;
}

text::Digest digest_of(const BuildOptions& options) {
    text::DigestBuilder digest;
    digest.add_number(static_cast<std::uint64_t>(options.hidden)).add(options.base_url).add(options.graphviz.identity);
    digest.add_number(options.cards != nullptr ? 1 : 0);
    return digest.digest();
}

std::string reason_to_begin_anew(const graph::RecordHead& now, const graph::RecordHead& then) {
    const auto version_of = [](const std::string& program) { return program.substr(0, program.find(" languages ")); };
    if (version_of(now.program) != version_of(then.program))
        return "the last build was made by another version of Byline";
    if (now.program != then.program) return "a definition in languages/ changed";
    if (now.configuration != then.configuration) return "byline.toml changed";
    if (now.options != then.options)
        return "the last build had other options (drafts, the base URL) or another Graphviz";
    return {};
}

std::string reason_to_look_again(const graph::RecordHead& now, const graph::RecordHead& then,
                                 const BuildOptions& options) {
    if (options.now.seconds < then.made_at) return "the clock was set back";
    if (options.now.seconds >= then.valid_until) return "a work is shown since, or no longer";
    if (now.theme != then.theme) return "the theme changed";
    if (now.featured != then.featured) return "featured comments changed";
    if (then.is_provisional) return "something failed that may succeed now";
    if (options.warnings_stop && then.has_warnings) return "there were warnings";
    return {};
}

std::int64_t first_moment_after(std::int64_t now, std::span<const site::Work> works, std::int64_t before) {
    for (const site::Work& work : works) {
        for (const auto& moment : {work.date, std::optional<text::Timestamp>(work.metadata.publish_at),
                                   std::optional<text::Timestamp>(work.metadata.expires)}) {
            if (moment && moment->seconds > now) before = std::min(before, moment->seconds);
        }
    }
    return before;
}

void finish_record_head(graph::RecordHead& head, const BuildReport& report, const SiteState& state, std::int64_t now) {
    head.works = report.works;
    head.hidden = report.hidden;
    head.pages = report.pages;
    head.has_warnings = !report.diagnostics.empty();
    head.is_provisional = state.cards.has_missing() ||
                          std::ranges::any_of(state.sources.states, is_provisional, &SourceState::diagnostics);
    site::encode_diagnostics(report.diagnostics, head.diagnostics);
    constexpr auto never = std::numeric_limits<std::int64_t>::max();
    head.valid_until = first_moment_after(now, state.catalog->works(), never);
    head.valid_until = first_moment_after(now, state.sources.hidden, head.valid_until);
}

std::shared_ptr<const graph::BuildRecord> reported_record(const BuildOptions& options, std::string bytes) {
    if (options.record != nullptr) return graph::BuildRecord::written(options.record->size());
    if (options.after == Afterwards::Abandon) return graph::BuildRecord::unread(std::move(bytes));
    return graph::BuildRecord::read(std::move(bytes));
}

}  // namespace byline::publish
