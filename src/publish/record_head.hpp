// What the head of a build's record says of the build as a whole, and when the record of another is of no use.
// Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "graph/build_record.hpp"
#include "site/work.hpp"

namespace byline::publish {

struct BuildOptions;
struct BuildReport;
struct SiteState;

// The beginning of it: what is known before anything but byline.toml was read. `languages` are the site's own
// definitions of programming languages: what is said of code depends on them as much as its HTML does, and they seldom
// change.
[[nodiscard]] graph::RecordHead begin_record_head(const BuildOptions& options, const text::Digest& configuration,
                                                  const text::Digest& languages);

// Why nothing of the build that `then` is of can be used by that of `now`; empty when it can.
[[nodiscard]] std::string reason_to_begin_anew(const graph::RecordHead& now, const graph::RecordHead& then);

// Why the record cannot stand as it is though no file may have changed: the clock, the theme, what failed. Empty when
// it can.
[[nodiscard]] std::string reason_to_look_again(const graph::RecordHead& now, const graph::RecordHead& then,
                                               const BuildOptions& options);

// The first moment after `now` at which a work is published, expires, or is no longer to come; `before` unless one of
// these works has an earlier one. In seconds since the epoch.
[[nodiscard]] std::int64_t first_moment_after(std::int64_t now, std::span<const site::Work> works, std::int64_t before);

// What is known once all is made: `report` as it tells of the build, diagnostics and all.
void finish_record_head(graph::RecordHead& head, const BuildReport& report, const SiteState& state, std::int64_t now);

// The record as the report gives it: `bytes` are those of the whole, unless they went into the options' file.
[[nodiscard]] std::shared_ptr<const graph::BuildRecord> reported_record(const BuildOptions& options, std::string bytes);

}  // namespace byline::publish
