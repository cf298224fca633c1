#include "publish/build.hpp"

#include <algorithm>
#include <future>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "parallel/for_each_index.hpp"
#include "publish/amend.hpp"
#include "publish/check_links.hpp"
#include "publish/diagnostic_order.hpp"
#include "publish/extras.hpp"
#include "publish/load_configuration.hpp"
#include "publish/picture_store.hpp"
#include "publish/record_head.hpp"
#include "publish/record_keeping.hpp"
#include "publish/relations.hpp"
#include "publish/rendering.hpp"
#include "publish/site_index.hpp"
#include "publish/site_state.hpp"
#include "publish/site_tables.hpp"
#include "publish/try_each.hpp"
#include "site/compose.hpp"
#include "site/diagnostics_codec.hpp"
#include "site/inventory.hpp"
#include "site/plan.hpp"
#include "site/theme.hpp"
#include "text/url.hpp"

namespace byline::publish {
namespace {

class Builder {
  public:
    Builder(const BuildOptions& options, const disk::Disk& disk, output::OutputSink* sink, Progress& progress,
            const graph::BuildRecord* before)
        : options_(options),
          disk_(disk),
          sink_(sink),
          progress_(progress),
          before_(before),
          trace_(options.trace == nullptr ? &own_trace_ : options.trace) {}

    BuildReport run() && {
        auto stopped = build_all();
        if (!stopped) add(Severity::Error, std::move(stopped).error());
        tidy(report_.diagnostics, options_.site_folder);
        trace_->end_phase();
        return std::move(report_);
    }

  private:
    void add(Severity severity, Error error) { report_.diagnostics.push_back({severity, std::move(error)}); }
    void add_all(Diagnostics found) { std::ranges::move(found, std::back_inserter(report_.diagnostics)); }

    void phase(std::string_view name, std::size_t steps) {
        trace_->begin_phase(name);
        progress_.phase(name, steps);
    }

    bool has_errors() const {
        return options_.warnings_stop ? !report_.diagnostics.empty() : report_.count(Severity::Error) > 0;
    }

    // The phases in order. Each may add faults and go on; what cannot go on returns.
    Result<void> build_all() {
        phase("configure", 0);
        TRY(site::ConfigurationReading reading, load_configuration(options_.site_folder, disk_));
        add_all(std::move(reading.diagnostics));
        if (reading.is_readable == site::Readable::No) return {};  // by defaults, every file would seem wrong
        site::Configuration configuration = std::move(reading.configuration);
        if (!options_.base_url.empty() && !text::is_web_url(options_.base_url)) {
            return fail(usage_error(fmt::format("'{}' is not the address of a site", options_.base_url),
                                    "write it as https://example.org/ or https://example.org/blog/"));
        }
        if (!options_.base_url.empty()) configuration.base_url = options_.base_url;
        // The files of the site and those of its output are looked at at the same time.
        if (sink_ != nullptr)
            stands_whole_ = std::async(std::launch::async, [sink = sink_] { return sink->stands_whole(1); });
        phase("list", 0);
        const std::int64_t listed_at = disk_.clock_ns();
        TRY(site::Inventory inventory, site::take_inventory(disk_, options_.site_folder, configuration));
        add_all(std::move(inventory.diagnostics));
        site::Theme::Reading theme = site::Theme::load(disk_, options_.site_folder, configuration);
        add_all(std::move(theme.diagnostics));
        LanguageFiles languages = read_language_files(disk_, inventory);
        add_all(std::move(languages.diagnostics));
        begin_head(reading.digest, languages.digest);
        head_.theme = theme.theme.digest();
        state_ = std::make_unique<SiteState>(
            std::move(configuration), std::move(inventory), std::move(theme.theme), options_.now,
            InsetTools{options_.graphviz, options_.program, options_.cache, std::move(languages.files)});
        add_all(state_->insets.code_blocks().definition_faults());
        state_->inputs = Inputs(state_->inventory, listed_at);
        const std::size_t told = report_.diagnostics.size();
        TRY(auto featured, read_featured(options_.featured, state_->configuration, had_featured_, report_.diagnostics));
        is_store_away_ = report_.diagnostics.size() != told;
        report_.is_store_missing = featured.is_store_missing;
        state_->featured = std::move(featured.threads);
        head_.featured = digest_of(state_->featured);
        if (before_ != nullptr) state_->before = before_->shared_from_this();
        report_.looked_because = reason_to_look(listed_at);
        if (report_.looked_because.empty()) return report_nothing_new();
        if (amend_site(listed_at)) return {};
        auto built = build_site(listed_at);
        if (options_.after == Afterwards::Abandon) static_cast<void>(state_.release());
        if (options_.after == Afterwards::Keep && report_.is_committed) report_.state = std::move(state_);
        return built;
    }

    void begin_head(const text::Digest& configuration, const text::Digest& languages) {
        head_ = begin_record_head(options_, configuration, languages);
        had_featured_ = before_ != nullptr && before_->head().featured != text::Digest{};
        if (before_ != nullptr) report_.begun_anew = reason_to_begin_anew(head_, before_->head());
        if (before_ == nullptr) report_.begun_anew = "there is no record of an earlier build";
        if (!report_.begun_anew.empty()) before_ = nullptr;
    }

    // Empty when nothing that the last build read, listed or wrote is other than it left it, and the clock decides
    // alike.
    std::string reason_to_look(std::int64_t listed_at) {
        if (before_ == nullptr) return "there is no record to hold against";
        if (sink_ == nullptr) return "nothing is to be written";
        if (has_errors()) return "there are errors";
        if (is_store_away_) return "the store of featured comments does not answer";
        std::string change = reason_to_look_again(head_, before_->head(), options_);
        if (!change.empty()) return change;
        // Of another folder, or from before a build was killed.
        if (sink_->fingerprint() != before_->head().outputs) return "the output is not of the recorded build";
        change = first_change(state_->inventory.sources, *before_, listed_at);
        if (change.empty()) change = state_->inputs.first_change(*before_);
        if (!change.empty()) return change;
        return stands_whole_.get() ? "" : "the output was changed by another hand";
    }

    // When only texts may have changed. The reasons for each page are told by the way that looks at all.
    bool amend_site(std::int64_t listed_at) {
        if (before_ == nullptr || sink_ == nullptr || has_errors() || is_store_away_ || !stands_whole_.valid())
            return false;
        if (options_.after == Afterwards::Keep || options_.reasons == Reasons::Tell) return false;
        if (!reason_to_look_again(head_, before_->head(), options_).empty()) return false;
        if (sink_->fingerprint() != before_->head().outputs || !state_->inputs.first_change(*before_).empty())
            return false;
        phase("amend", 0);
        auto report = amend(
            {*state_, options_, disk_, *sink_, *before_, head_, listed_at, [this] { return stands_whole_.get(); }});
        if (!report) return false;
        report->looked_because = report_.looked_because;
        report_ = std::move(*report);
        if (options_.after == Afterwards::Abandon) static_cast<void>(state_.release());
        return true;
    }

    Result<void> report_nothing_new() {
        const graph::RecordHead& head = before_->head();
        report_.works = head.works;
        report_.hidden = head.hidden;
        report_.pages = head.pages;
        report_.units = before_->units().size();
        report_.outputs = sink_->keep_all();
        report_.is_committed = true;
        report_.record = before_->shared_from_this();
        if (auto told = site::decode_diagnostics(head.diagnostics)) report_.diagnostics = std::move(*told);
        if (options_.when_committed) options_.when_committed(report_);
        return {};
    }

    Result<void> build_site(std::int64_t listed_at) {
        SiteState& state = *state_;
        DataFiles data = read_data_files(disk_, state.inventory, state.inputs);
        add_all(std::move(data.diagnostics));
        state.other_faults = report_.diagnostics;
        state.documents.emplace(disk_, state.inventory.content_folder, state.composition, options_.document_bytes);
        trace_->begin_phase("read");
        state.sources = read_sources({disk_, state.inventory, state.composition, before_, listed_at,
                                      options_.hidden == Hidden::Show, options_.threads, *trace_},
                                     *state.documents, progress_);
        for (const SourceState& source : state.sources.states) add_all(source.diagnostics);
        report_.hidden = state.sources.hidden.size();
        report_.works_composed = state.sources.composed;

        phase("gather", 0);
        state.catalog.emplace(
            site::Catalog::gather(std::move(state.sources.shown), state.configuration, state.slugger));
        report_.works = state.catalog->works().size();
        state.documents->assign(*state.catalog, state.sources.numbers);
        phase("plan", 0);
        state.plan = site::make_plan(*state.catalog, state.configuration, state.inventory, state.theme);
        std::ranges::copy(state.plan.diagnostics, std::back_inserter(state.other_faults));
        add_all(state.plan.diagnostics);
        report_.pages = state.plan.pages.size();

        state.publication.emplace(Publication::Parts{state.configuration, *state.catalog, state.plan, state.theme,
                                                     std::move(data.values), std::move(data.digests), *state.documents,
                                                     options_.now, state.facts, state.insets, state.pictures,
                                                     state.cards, state.featured});
        CHECK(look_at_pictures(state));
        CHECK(make_cards(state));
        compare(state);
        return make_outputs(state);
    }

    void add_other_faults(Diagnostics found) {
        std::ranges::copy(found, std::back_inserter(state_->other_faults));
        add_all(std::move(found));
    }

    // Pages show what has become of them, so they are made first.
    Result<void> look_at_pictures(SiteState& state) {
        phase("pictures", 0);
        if (stands_whole_.valid()) stands_whole_.wait();  // the sink is about to be written to
        CHECK(state.pictures.look_at({*state.publication, disk_, has_errors() ? nullptr : sink_, state.inputs, before_,
                                      state.insets.cache(), options_.pictures, options_.threads}));
        add_other_faults(state.pictures.faults(*state.publication));
        return {};
    }

    Result<void> make_cards(SiteState& state) {
        CHECK(state.cards.make({*state.publication, options_.cards, has_errors() ? nullptr : sink_,
                                state.insets.cache(), options_.pictures, progress_, options_.threads}));
        add_other_faults(state.cards.faults(*state.publication));
        return {};
    }

    // Finds what has to be rendered.
    void compare(SiteState& state) {
        phase("compare", 0);
        head_.frames = frames_of(*state.catalog, state.plan, options_.threads);
        state.relations = relations_now(state, before_, head_.frames, options_.threads);
        if (before_ != nullptr) {
            for (const graph::RecordedFact& fact : before_->facts())
                static_cast<void>(state.facts.number(fact.kind, fact.subject));
            state.renewal.emplace(Renewal::Inputs{*state.publication, state.sources, *before_, head_.frames,
                                                  state.relations, options_.reasons, options_.threads});
        }
        phase("check", 0);
        state.link_faults = link_faults(state);
        add_all(state.link_faults);
        state.units = units_of(state.plan, *state.catalog, state.configuration);
        settle(state);
    }

    Result<void> make_outputs(SiteState& state) {
        compile_templates(state);
        if (has_errors()) sink_ = nullptr;  // what pages show wrong is told in the same run, and nothing is kept
        CHECK(make_search(state));
        CHECK(render_all(state));
        if (has_errors() || sink_ == nullptr) return {};
        auto recording = std::async(options_.threads > 1 ? std::launch::async : std::launch::deferred, [&] {
            return begin_record({*state.publication, state.sources, state.relations, state.settled,
                                 state.inputs.recorded(), state.facts, before_,
                                 state.renewal ? &*state.renewal : nullptr, options_.threads, options_.record});
        });
        phase("extras", 0);
        CHECK(write_extras(*state.publication, *sink_));
        phase("write", 0);
        TRY(report_.outputs, sink_->commit());
        report_.is_committed = true;
        head_.outputs = sink_->fingerprint();
        if (options_.pictures != nullptr) {
            auto names = state.pictures.names();
            state.cards.add_names(names);
            options_.pictures->keep_only(names);
        }
        tidy(report_.diagnostics, options_.site_folder);
        if (options_.when_committed) options_.when_committed(report_);
        phase("record", 0);
        finish_record_head(head_, report_, state, options_.now.seconds);
        head_.is_provisional = head_.is_provisional || is_store_away_;
        // amend() does not find again what is wrong with addresses and pictures; a preview has better than it.
        const bool can_be_amended =
            state.plan.diagnostics.empty() && !state.pictures.has_faults() && options_.after != Afterwards::Keep;
        const std::string tables =
            can_be_amended ? encode_tables(*state.catalog, state.plan, state.pictures) : std::string();
        report_.record = reported_record(options_, recording.get().finish(head_, tables));
        state.head = std::move(head_);
        phase("end", 0);
        return {};
    }

    // Links are checked again unless neither they nor anything that they could lead to has changed.
    Diagnostics link_faults(const SiteState& state) {
        const bool is_same = state.renewal && state.renewal->is_same_catalog() &&
                             head_.frames.addresses == before_->head().frames.addresses;
        Diagnostics faults;
        if (is_same) {
            head_.link_faults = before_->head().link_faults;
            if (auto told = site::decode_diagnostics(head_.link_faults)) return std::move(*told);
            head_.link_faults.clear();
        }
        faults = check_links(*state.publication, options_.threads);
        site::encode_diagnostics(faults, head_.link_faults);
        return faults;
    }

    void settle(SiteState& state) {
        state.settled.resize(state.units.size());
        report_.units = state.units.size();
        const auto before = state.renewal ? state.renewal->recorded(state.units)
                                          : std::vector<const graph::RecordedUnit*>(state.units.size());
        parallel::for_each_index(state.units.size(), options_.threads, [&](std::size_t i, std::size_t) {
            state.settled[i].unit = &state.units[i];
            if (state.renewal && sink_ != nullptr)
                state.settled[i].verdict = state.renewal->verdict(state.units[i], before[i], *sink_);
        });
        for (SettledUnit& unit : state.settled) {
            if (unit.verdict.is_kept) continue;
            ++report_.units_rendered;
            if (state.renewal) report_.rendered.push_back({unit.unit->key, std::move(unit.verdict.reasons)});
        }
    }

    // Compiles what the pages name before anything is rendered, so that each fault is told once and not once a page.
    void compile_templates(const SiteState& state) {
        std::vector<std::string_view> names;
        for (const SettledUnit& unit : state.settled) {
            const std::string& name = state.plan.pages[unit.unit->page].template_name;
            if (!unit.verdict.is_kept && std::ranges::find(names, name) == names.end()) names.emplace_back(name);
        }
        for (const std::string_view name : names) {
            if (auto compiled = state.publication->environment().get(name); !compiled)
                add(Severity::Error, std::move(compiled).error());
        }
    }

    Result<void> make_search(SiteState& state) {
        if (!state.configuration.has_search || sink_ == nullptr) return {};
        phase("index", 0);
        TRY(head_.search_index, index_site(state, {before_, options_.refreshed, options_.threads}, *sink_));
        return {};
    }

    Result<void> render_all(SiteState& state) {
        const site::Plan& plan = state.plan;
        phase("render", report_.units_rendered + plan.copies.size());
        Rendering rendering(*state.publication, state.facts, sink_);
        std::vector<std::size_t> wanted;
        for (std::size_t i = 0; i < state.settled.size(); ++i) {
            if (!state.settled[i].verdict.is_kept) {
                wanted.push_back(i);
                continue;
            }
            if (sink_ == nullptr) continue;
            for (const std::string& path : output_paths_of(state.units[i], plan.pages[state.units[i].page]))
                sink_->keep(path);
        }
        CHECK(try_each(wanted.size(), options_.threads, [&](std::size_t i, std::size_t thread) -> Result<void> {
            SettledUnit& unit = state.settled[wanted[i]];
            const TracedSpan span(*trace_, "render", unit.unit->key, thread);
            TRY(unit.rendered, rendering.make(*unit.unit));
            progress_.advance();
            return {};
        }));
        add_all(rendering.take_faults());
        add_all(state.publication->bodies().take_diagnostics());
        if (has_errors()) sink_ = nullptr;
        phase("copy", 0);
        FileCopies copies(disk_, sink_, before_, state.inputs,
                          state.configuration.pictures.is_enabled ? &state.insets.cache() : nullptr);
        CHECK(try_each(plan.copies.size(), options_.threads, [&](std::size_t i, std::size_t) {
            progress_.advance();
            return copies.copy(plan.copies[i]);
        }));
        add_other_faults(copies.take_faults());
        return {};
    }

    const BuildOptions& options_;
    const disk::Disk& disk_;
    output::OutputSink* sink_;
    Progress& progress_;
    const graph::BuildRecord* before_;
    bool had_featured_ = false;   // the last build
    bool is_store_away_ = false;  // told as a warning, which a record must not bring again
    Trace own_trace_{Trace::Detail::Phases};
    Trace* trace_;
    BuildReport report_;
    graph::RecordHead head_;
    std::unique_ptr<SiteState> state_;
    std::future<bool> stands_whole_;  // waits for its thread when it goes
};

}  // namespace

std::size_t BuildReport::count(Severity severity) const {
    return static_cast<std::size_t>(std::ranges::count(diagnostics, severity, &Diagnostic::severity));
}

BuildReport build(const BuildOptions& options, const disk::Disk& disk, output::OutputSink* sink, Progress* progress,
                  const graph::BuildRecord* before) {
    SilentProgress silent;
    return Builder(options, disk, sink, progress == nullptr ? silent : *progress, before).run();
}

}  // namespace byline::publish
