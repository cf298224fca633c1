#include "publish/refresh.hpp"

#include <algorithm>
#include <utility>

#include "publish/cards.hpp"
#include "publish/check_links.hpp"
#include "publish/diagnostic_order.hpp"
#include "publish/extras.hpp"
#include "publish/featured_comments.hpp"
#include "publish/load_configuration.hpp"
#include "publish/pictures.hpp"
#include "publish/relations.hpp"
#include "publish/search_index.hpp"
#include "publish/text_change.hpp"
#include "site/compose.hpp"
#include "site/deck.hpp"
#include "site/reserved_folders.hpp"

namespace byline::publish {
namespace {

using site::WorkField;
using site::WorkFields;

constexpr std::size_t most_changes = 64;  // more at once are not somebody who writes

// One content file with other bytes than before.
struct Change {
    std::uint32_t source = 0;
    site::WorkId work = site::no_work;
    SourceState state;
    site::Composed composed;
    WorkFields fields;
};

// The first entry that is not before `path`.
std::vector<disk::Entry>::const_iterator first_from(const std::vector<disk::Entry>& entries, std::string_view path) {
    return std::ranges::lower_bound(entries, path, {},
                                    [](const disk::Entry& entry) { return std::string_view(entry.path); });
}

// Whether `path` is one of the entries, or a folder that holds one.
bool is_or_holds(const std::vector<disk::Entry>& entries, std::string_view path) {
    const auto here = first_from(entries, path);
    if (here != entries.end() && here->path == path) return true;
    const std::string folder = std::string(path) + "/";
    const auto below = first_from(entries, folder);
    return below != entries.end() && below->path.starts_with(folder);
}

class Refreshing {
  public:
    Refreshing(SiteState& state, const BuildOptions& options, const disk::Disk& disk, output::MemoryOutput& output)
        : state_(state), options_(options), disk_(disk), output_(output) {}

    std::optional<Refreshed> run(const TouchedPaths& touched) && {
        const graph::RecordHead& head = state_.head;
        if (options_.warnings_stop || digest_of(options_) != head.options) return std::nullopt;
        if (options_.now.seconds < head.made_at || options_.now.seconds >= head.valid_until) return std::nullopt;
        if (!find_changes(touched)) return std::nullopt;
        for (Change& change : changes_) {
            if (!can_take(change)) return std::nullopt;
        }
        for (Change& change : changes_) take(change);
        check_links_again();
        return make();
    }

  private:
    // Fills `changes_`. False when something else than known content files may have changed.
    bool find_changes(const TouchedPaths& touched) {
        const auto found = touched ? sources_among(*touched) : sources_listed();
        if (!found) return false;
        for (const auto& [number, entry] : *found) {
            SourceState now;
            now.stamp = stamp_of(entry, listed_at_);
            SourceState& before = state_.sources.states[number];
            if (now.stamp.is_known() && before.stamp == now.stamp) continue;
            auto bytes = disk_.read(state_.inventory.content_folder + "/" + state_.inventory.sources[number].path,
                                    most_source_bytes);
            if (!bytes) return false;
            now.digest = text::digest_of(*bytes);
            if (now.digest == before.digest) {
                before.stamp = now.stamp;
                continue;
            }
            if (changes_.size() == most_changes) return false;
            Change& change = changes_.emplace_back();
            change.source = number;
            change.state = std::move(now);
            change.composed =
                site::compose({state_.inventory.sources[number].path, std::move(*bytes)}, state_.composition);
        }
        return true;
    }

    using Found = std::vector<std::pair<std::uint32_t, disk::Entry>>;

    // Of the paths that somebody saw change. Nothing when one of them is not a content file that is still there.
    std::optional<Found> sources_among(const std::vector<std::string>& touched) {
        listed_at_ = disk_.clock_ns();
        Found found;
        const auto& sources = state_.inventory.sources;
        const std::string folder = state_.configuration.content_folder + "/";
        for (const std::string& path : touched) {
            if (!path.starts_with(folder)) return std::nullopt;
            if (path.ends_with('~') || path.find("/.") != std::string::npos) continue;  // a tool's; never listed
            const std::string_view wanted = std::string_view(path).substr(folder.size());
            const auto source = first_from(sources, wanted);
            if (source == sources.end() || source->path != wanted) {
                // What was not there and is not there: a file that an editor made for a moment.
                const bool was_there = is_or_holds(sources, wanted) || is_or_holds(state_.inventory.companions, wanted);
                if (was_there || disk_.exists(state_.inventory.site_folder + "/" + path)) return std::nullopt;
                continue;
            }
            auto entry = disk_.status(state_.inventory.content_folder + "/" + source->path);
            if (!entry || entry->kind != disk::EntryKind::File || source->kind != disk::EntryKind::File)
                return std::nullopt;
            found.emplace_back(static_cast<std::uint32_t>(source - sources.begin()), std::move(*entry));
        }
        return found;
    }

    // By looking at everything. Nothing when files came, went, or are of another kind, or the theme changed.
    std::optional<Found> sources_listed() {
        const auto configuration = configuration_digest(options_.site_folder, disk_);
        if (!configuration || *configuration != state_.head.configuration) return std::nullopt;
        listed_at_ = disk_.clock_ns();
        auto listed = site::take_inventory(disk_, options_.site_folder, state_.configuration);
        if (!listed || !listed->diagnostics.empty()) return std::nullopt;
        const auto same_path = [](const disk::Entry& a, const disk::Entry& b) { return a.path == b.path; };
        if (!std::ranges::equal(listed->sources, state_.inventory.sources, same_path)) return std::nullopt;
        if (!Inputs(*listed, listed_at_).are_same_as(state_.inputs)) return std::nullopt;
        const auto theme = site::Theme::load(disk_, options_.site_folder, state_.configuration);
        if (!theme.diagnostics.empty() || theme.theme.digest() != state_.head.theme) return std::nullopt;
        Diagnostics told_before;
        const auto featured = read_featured(options_.featured, state_.configuration, false, told_before);
        if (!featured || digest_of(featured->threads) != state_.head.featured) return std::nullopt;
        Found found;
        for (std::size_t i = 0; i < listed->sources.size(); ++i)
            found.emplace_back(static_cast<std::uint32_t>(i), std::move(listed->sources[i]));
        return found;
    }

    // Whether the new work stands where the old one stood, in every list and for every link.
    bool can_take(Change& change) const {
        if (!change.composed.work || !state_.sources.states[change.source].is_shown) return false;
        const auto is_error = [](const Diagnostic& d) { return d.severity == Severity::Error; };
        if (std::ranges::any_of(change.composed.diagnostics, is_error)) return false;
        const auto& numbers = state_.sources.numbers;
        const auto id = std::ranges::lower_bound(numbers, change.source);
        change.work = static_cast<site::WorkId>(id - numbers.begin());
        const site::Work& now = *change.composed.work;
        const site::Work& before = state_.catalog->work(change.work);
        // A deck has its authors and more of its talk.
        if (site::deck_of(state_.catalog->works(), before, state_.configuration) != site::no_work) return false;
        change.state.body = body_digest(change.composed);
        change.fields = site::changed_fields(before, now);
        if (change.state.body != state_.sources.states[change.source].body) change.fields |= WorkField::Content;
        if (state_.pictures.has_faults() || !state_.plan.diagnostics.empty()) return false;
        if (state_.cards.has_cards() && change.fields.intersects(card_fields)) return false;
        return is_change_of_text(before, now, change.fields);
    }

    void take(Change& change) {
        SourceState& source = state_.sources.states[change.source];
        source.stamp = change.state.stamp;
        source.digest = change.state.digest;
        source.body = change.state.body;
        source.is_same = false;
        source.diagnostics = std::move(change.composed.diagnostics);
        state_.catalog->replace(change.work, std::move(*change.composed.work));
        state_.publication->renew(change.work);
        state_.documents->replace(change.source, std::move(change.composed.document));
        fields_ |= change.fields;
    }

    void check_links_again() {
        if (fields_.intersects(linked_fields)) state_.link_faults = check_links(*state_.publication, options_.threads);
    }

    // The fields that a unit read and that are no longer what they were.
    [[nodiscard]] bool reads_a_change(const SettledUnit& unit) const {
        const auto intersects = [&](const Change& change, WorkFields read) { return change.fields.intersects(read); };
        if (unit.verdict.is_kept) {
            const graph::UnitReads reads(unit.verdict.before->reads, state_.renewal->record().masks());
            return std::ranges::any_of(changes_, [&](const Change& change) {
                const auto& sources = reads.sources();
                const std::uint32_t old = state_.renewal->old_number(change.source);
                const auto read = std::ranges::lower_bound(sources, old, {}, &graph::SourceRead::source);
                return read != sources.end() && read->source == old && intersects(change, read->fields);
            });
        }
        const auto& works = unit.rendered.reads.works();
        return std::ranges::any_of(changes_, [&](const Change& change) {
            const auto read = std::ranges::lower_bound(works, change.work, {}, &graph::WorkRead::work);
            return read != works.end() && read->work == change.work && intersects(change, read->fields);
        });
    }

    Refreshed make() {
        Refreshed refreshed;
        BuildReport& report = refreshed.report;
        report.works = state_.catalog->works().size();
        report.hidden = state_.sources.hidden.size();
        report.pages = state_.plan.pages.size();
        report.units = state_.units.size();
        report.works_composed = changes_.size();
        report.diagnostics = state_.other_faults;
        for (const SourceState& source : state_.sources.states)
            std::ranges::copy(source.diagnostics, std::back_inserter(report.diagnostics));
        std::ranges::copy(state_.link_faults, std::back_inserter(report.diagnostics));
        auto done = render(report);
        const bool is_done = done.has_value();
        if (!is_done) report.diagnostics.push_back({Severity::Error, std::move(done).error()});
        tidy(report.diagnostics, options_.site_folder);
        report.is_committed = is_done && report.count(Severity::Error) == 0;
        refreshed.is_state_true = report.is_committed;
        for (const Change& change : changes_) refreshed.sources.push_back(change.source);
        if (report.is_committed && options_.when_committed) options_.when_committed(report);
        return refreshed;
    }

    Result<void> render(BuildReport& report) {
        output_.keep_others();
        state_.publication->bodies().forget();
        Rendering rendering(*state_.publication, state_.facts, &output_);
        for (SettledUnit& unit : state_.settled) {
            if (!reads_a_change(unit)) continue;
            ++report.units_rendered;
            report.rendered.push_back({unit.unit->key, {}});
            TRY(unit.rendered, rendering.make(*unit.unit));
            unit.verdict.is_kept = false;
        }
        for (Diagnostics faults : {rendering.take_faults(), state_.publication->bodies().take_diagnostics()})
            std::ranges::move(faults, std::back_inserter(report.diagnostics));
        if (report.count(Severity::Error) > 0) return {};
        if (fields_.intersects(mapped_fields)) CHECK(write_extras(*state_.publication, output_));
        if (state_.configuration.has_search && fields_.intersects(searched_fields)) CHECK(change_search_index());
        TRY(report.outputs, output_.commit());
        return {};
    }

    Result<void> change_search_index() {
        std::vector<site::WorkId> works;
        for (const Change& change : changes_) works.push_back(change.work);
        std::ranges::sort(works);
        text::Digest& head = state_.head.search_index;
        TRY(auto update, search_index_update(*state_.publication, *state_.documents, works, output_));
        if (update) {
            for (const std::string& path : update->remove) output_.drop(std::string(site::search_folder) + path);
            TRY(head, put_search_files(std::move(*update), head, output_));
            return {};
        }
        for (const std::string& path : output_.standing_below(site::search_folder).value_or(std::vector<std::string>()))
            if (path != site::search_page) output_.drop(path);
        TRY(head, make_search_index(*state_.publication, *state_.documents, options_.threads, output_));
        return {};
    }

    SiteState& state_;
    const BuildOptions& options_;
    const disk::Disk& disk_;
    output::MemoryOutput& output_;
    std::int64_t listed_at_ = 0;
    std::vector<Change> changes_;
    WorkFields fields_;  // of all changes
};

}  // namespace

std::optional<Refreshed> refresh(SiteState& state, const BuildOptions& options, const disk::Disk& disk,
                                 output::MemoryOutput& output, const TouchedPaths& touched) {
    return Refreshing(state, options, disk, output).run(touched);
}

}  // namespace byline::publish
