#include "publish/build.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "parallel/for_each_index.hpp"
#include "publish/check_links.hpp"
#include "publish/diagnostic_order.hpp"
#include "publish/document_store.hpp"
#include "publish/feeds.hpp"
#include "publish/inputs.hpp"
#include "publish/publication.hpp"
#include "publish/record_keeping.hpp"
#include "publish/relations.hpp"
#include "publish/rendering.hpp"
#include "publish/renewal.hpp"
#include "publish/sitemap.hpp"
#include "publish/sources.hpp"
#include "publish/unit.hpp"
#include "site/compose.hpp"
#include "site/diagnostics_codec.hpp"
#include "site/inventory.hpp"
#include "site/plan.hpp"
#include "site/theme.hpp"
#include "site/work_url.hpp"
#include "text/url.hpp"

namespace byline::publish {
namespace {

constexpr std::int64_t most_configuration_bytes = 1 << 20;

class SilentProgress final : public Progress {
  public:
    void phase(std::string_view, std::size_t) override {}
    void advance() override {}
};

std::string configuration_path(const std::string& site_folder) {
    return site_folder + "/byline.toml";
}

// What a build is made of, in the order in which it was made; let go in the opposite order, or not at all.
class Holdings {
  public:
    explicit Holdings(Teardown teardown) : teardown_(teardown) {}
    Holdings(const Holdings&) = delete;
    Holdings& operator=(const Holdings&) = delete;
    ~Holdings() {
        while (!held_.empty()) {
            if (teardown_ == Teardown::Skip) static_cast<void>(held_.back().release());
            held_.pop_back();
        }
    }

    template <typename Make>
    auto& hold(Make&& make) {
        auto held = std::make_unique<HeldAs<decltype(make())>>(std::forward<Make>(make));
        auto& value = held->value;
        held_.push_back(std::move(held));
        return value;
    }

  private:
    struct Held {
        Held() = default;
        Held(const Held&) = delete;
        Held& operator=(const Held&) = delete;
        virtual ~Held() = default;
    };
    template <typename T>
    struct HeldAs final : Held {
        template <typename Make>
        explicit HeldAs(Make&& make) : value(make()) {}
        T value;
    };

    Teardown teardown_;
    std::vector<std::unique_ptr<Held>> held_;
};

class Builder {
  public:
    Builder(const BuildOptions& options, const disk::Disk& disk, OutputSink* sink, Progress& progress,
            const graph::BuildRecord* before)
        : options_(options), disk_(disk), sink_(sink), progress_(progress), before_(before) {
        trace_ = options.trace == nullptr ? &own_trace_ : options.trace;
    }

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
        TRY(head_, begin_head());

        // The files of the site and those of its output are looked at at the same time.
        if (before_ != nullptr && sink_ != nullptr)
            stands_whole_ = std::async(std::launch::async, [sink = sink_] { return sink->stands_whole(1); });
        phase("list", 0);
        const std::int64_t listed_at = disk_.clock_ns();
        TRY(site::Inventory inventory, site::take_inventory(disk_, options_.site_folder, configuration));
        add_all(std::move(inventory.diagnostics));
        site::Theme::Reading theme = site::Theme::load(disk_, options_.site_folder, configuration);
        add_all(std::move(theme.diagnostics));
        head_.theme = theme.theme.digest();
        inputs_ = Inputs(inventory, listed_at);
        if (is_up_to_date(inventory, listed_at)) return report_nothing_new();
        return build_site(configuration, inventory, theme.theme, listed_at);
    }

    Result<graph::RecordHead> begin_head() {
        graph::RecordHead head;
        TRY(const std::string bytes, disk_.read(configuration_path(options_.site_folder), most_configuration_bytes));
        head.program = options_.program;
        head.configuration = text::digest_of(bytes);
        text::DigestBuilder options;
        options.add_number(static_cast<std::uint64_t>(options_.hidden)).add(options_.base_url);
        head.options = options.digest();
        head.made_at = options_.now.seconds;
        if (before_ != nullptr) report_.begun_anew = reason_to_begin_anew(head, before_->head());
        if (before_ == nullptr) report_.begun_anew = "there is no record of an earlier build";
        if (!report_.begun_anew.empty()) before_ = nullptr;
        return head;
    }

    static std::string reason_to_begin_anew(const graph::RecordHead& now, const graph::RecordHead& then) {
        if (now.program != then.program) return "the last build was made by another version of Byline";
        if (now.configuration != then.configuration) return "byline.toml changed";
        if (now.options != then.options) return "the last build had other options: drafts, or the base URL";
        return {};
    }

    // Whether nothing that the last build read, listed or wrote is other than it left it, and the clock decides alike.
    bool is_up_to_date(const site::Inventory& inventory, std::int64_t listed_at) {
        if (before_ == nullptr || sink_ == nullptr || has_errors()) return false;
        const graph::RecordHead& head = before_->head();
        if (options_.now.seconds < head.made_at || options_.now.seconds >= head.valid_until) return false;
        if (head.theme != head_.theme || inventory.sources.size() != before_->sources().size()) return false;
        if (options_.warnings_stop && head.has_warnings) return false;
        for (std::size_t i = 0; i < inventory.sources.size(); ++i) {
            const graph::RecordedSource& source = before_->sources()[i];
            const graph::FileStamp stamp = stamp_of(inventory.sources[i], listed_at);
            if (!stamp.is_known() || source.path != inventory.sources[i].path || source.stamp != stamp) return false;
        }
        return inputs_.are_as_recorded(*before_) && stands_whole_.get();
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

    Result<void> build_site(const site::Configuration& configuration, const site::Inventory& inventory,
                            const site::Theme& theme, std::int64_t listed_at) {
        Holdings holdings(options_.teardown);
        DataFiles data = read_data_files(disk_, inventory, inputs_);
        add_all(std::move(data.diagnostics));
        const text::Slugger slugger(configuration.slug_style, configuration.pinyin);
        const site::Composition composition{configuration, slugger, options_.now, configuration.content_folder + "/"};
        DocumentStore& documents = holdings.hold(
            [&] { return DocumentStore(disk_, inventory.content_folder, composition, options_.document_bytes); });
        trace_->begin_phase("read");
        Sources& sources = holdings.hold([&] {
            return read_sources({disk_, inventory, composition, before_, listed_at, options_.hidden == Hidden::Show,
                                 options_.threads, *trace_},
                                documents, progress_);
        });
        for (const SourceState& state : sources.states) add_all(state.diagnostics);
        report_.hidden = sources.hidden.size();
        report_.works_composed = sources.composed;

        phase("gather", 0);
        const site::Catalog& catalog =
            holdings.hold([&] { return site::Catalog::gather(std::move(sources.shown), configuration, slugger); });
        report_.works = catalog.works().size();
        documents.assign(catalog, sources.numbers);
        phase("plan", 0);
        site::Plan& plan = holdings.hold([&] { return site::make_plan(catalog, configuration, inventory, theme); });
        add_all(std::move(plan.diagnostics));
        report_.pages = plan.pages.size();

        graph::FactTable& facts = holdings.hold([] { return graph::FactTable(); });
        const Publication& publication = holdings.hold([&] {
            return Publication({configuration, catalog, plan, theme, std::move(data.values), std::move(data.digests),
                                documents, options_.now, facts});
        });
        phase("compare", 0);
        head_.frames = frames_of(catalog, plan, options_.threads);
        const std::vector<graph::Relations> relations = relations_now(publication, sources);
        auto& renewal = holdings.hold([] { return std::optional<Renewal>(); });
        if (before_ != nullptr) {
            for (const graph::RecordedFact& fact : before_->facts())
                static_cast<void>(facts.number(fact.kind, fact.subject));
            renewal.emplace(Renewal::Inputs{publication, sources, *before_, head_.frames, relations, options_.reasons,
                                            options_.threads});
        }
        phase("check", 0);
        add_all(link_faults(publication, renewal ? &*renewal : nullptr));
        const auto& units = holdings.hold([&] { return units_of(plan, catalog, configuration); });
        auto& settled = holdings.hold([&] { return settle(units, renewal ? &*renewal : nullptr); });
        compile_templates(publication, settled);
        if (has_errors()) sink_ = nullptr;  // what pages show wrong is told in the same run, and nothing is kept
        CHECK(render_all(publication, facts, settled));
        if (has_errors() || sink_ == nullptr) return {};
        phase("write", 0);
        TRY(report_.outputs, sink_->commit());
        report_.is_committed = true;
        if (options_.when_committed) {
            tidy(report_.diagnostics, options_.site_folder);
            options_.when_committed(report_);
        }
        phase("record", 0);
        finish_head(catalog, sources);
        report_.record = graph::BuildRecord::read(
            record_bytes({std::move(head_), publication, sources, relations, settled, inputs_.recorded(), facts,
                          before_, renewal ? &*renewal : nullptr, options_.threads}));
        phase("end", 0);
        return {};
    }

    // While all frames are as they were, so is every relation.
    std::vector<graph::Relations> relations_now(const Publication& publication, const Sources& sources) const {
        const bool has_same_frames = before_ != nullptr && before_->head().frames == head_.frames;
        if (!has_same_frames) return relations_of(publication.catalog(), publication.configuration(), options_.threads);
        std::vector<graph::Relations> relations(sources.numbers.size());
        for (std::size_t id = 0; id < relations.size(); ++id) {
            const SourceState& state = sources.states[sources.numbers[id]];
            // The frames hold every path: a shown work that the last build did not show would have changed them.
            if (state.before == nullptr || !state.before->was_shown)
                return relations_of(publication.catalog(), publication.configuration(), options_.threads);
            relations[id] = state.before->relations;
        }
        return relations;
    }

    // Links are checked again unless neither they nor anything that they could lead to has changed.
    Diagnostics link_faults(const Publication& publication, const Renewal* renewal) {
        const bool is_same = renewal != nullptr && renewal->is_same_catalog() &&
                             head_.frames.addresses == before_->head().frames.addresses;
        Diagnostics faults;
        if (is_same) {
            head_.link_faults = before_->head().link_faults;
            if (auto told = site::decode_diagnostics(head_.link_faults)) return std::move(*told);
            head_.link_faults.clear();
        }
        faults = check_links(publication, options_.threads);
        site::encode_diagnostics(faults, head_.link_faults);
        return faults;
    }

    std::vector<SettledUnit> settle(const std::vector<Unit>& units, const Renewal* renewal) {
        std::vector<SettledUnit> settled(units.size());
        report_.units = units.size();
        parallel::for_each_index(units.size(), options_.threads, [&](std::size_t i, std::size_t) {
            settled[i].unit = &units[i];
            if (renewal != nullptr && sink_ != nullptr) settled[i].verdict = renewal->verdict(units[i], *sink_);
        });
        for (SettledUnit& unit : settled) {
            if (unit.verdict.is_kept) continue;
            ++report_.units_rendered;
            if (renewal != nullptr) report_.rendered.push_back({unit.unit->key, std::move(unit.verdict.reasons)});
        }
        return settled;
    }

    // Compiles what the pages name before anything is rendered, so that each fault is told once and not once a page.
    void compile_templates(const Publication& publication, const std::vector<SettledUnit>& settled) {
        std::vector<std::string_view> names;
        for (const SettledUnit& unit : settled) {
            const std::string& name = publication.plan().pages[unit.unit->page].template_name;
            if (!unit.verdict.is_kept && std::ranges::find(names, name) == names.end()) names.emplace_back(name);
        }
        for (const std::string_view name : names) {
            if (auto compiled = publication.environment().get(name); !compiled)
                add(Severity::Error, std::move(compiled).error());
        }
    }

    // Runs `make(i, thread)` for all i, in parallel; the first error of the system's stops the rest.
    template <typename Make>
    Result<void> run_all(std::size_t count, Make&& make) {
        std::optional<Error> stopped;
        std::mutex mutex;
        std::atomic<bool> is_stopped{false};
        parallel::for_each_index(count, options_.threads, [&](std::size_t i, std::size_t thread) {
            if (is_stopped) return;
            Result<void> made = make(i, thread);
            if (!made) {
                const std::scoped_lock lock(mutex);
                if (!stopped) stopped = std::move(made).error();
                is_stopped = true;
            }
            progress_.advance();
        });
        if (stopped) return fail(std::move(*stopped));
        return {};
    }

    Result<void> render_all(const Publication& publication, graph::FactTable& facts,
                            std::vector<SettledUnit>& settled) {
        const site::Plan& plan = publication.plan();
        phase("render", report_.units_rendered + plan.copies.size());
        Rendering rendering(publication, facts, sink_);
        std::vector<std::size_t> wanted;
        for (std::size_t i = 0; i < settled.size(); ++i) {
            if (!settled[i].verdict.is_kept) {
                wanted.push_back(i);
                continue;
            }
            if (sink_ == nullptr) continue;
            for (const std::string& path : output_paths_of(*settled[i].unit, plan.pages[settled[i].unit->page]))
                sink_->keep(path);
        }
        CHECK(run_all(wanted.size(), [&](std::size_t i, std::size_t thread) -> Result<void> {
            SettledUnit& unit = settled[wanted[i]];
            const TracedSpan span(*trace_, "render", unit.unit->key, thread);
            TRY(unit.rendered, rendering.make(*unit.unit));
            return {};
        }));
        add_all(rendering.take_faults());
        add_all(publication.bodies().take_diagnostics());
        if (has_errors()) sink_ = nullptr;
        phase("copy", 0);
        FileCopies copies(disk_, sink_, before_, inputs_);
        CHECK(run_all(plan.copies.size(), [&](std::size_t i, std::size_t) { return copies.copy(plan.copies[i]); }));
        add_all(copies.take_faults());
        if (has_errors()) return {};
        return write_others(publication);
    }

    Result<void> put(const std::string& path, std::string bytes) {
        return sink_ == nullptr ? Result<void>() : sink_->put(path, std::move(bytes));
    }

    // What the engine itself makes: redirects, the theme's assets, sitemap, robots.txt, OPML.
    Result<void> write_others(const Publication& publication) {
        const site::Plan& plan = publication.plan();
        phase("extras", 0);
        CHECK(run_all(plan.redirects.size(), [&](std::size_t i, std::size_t) {
            const site::Redirect& redirect = plan.redirects[i];
            return put(site::output_path_of(redirect.url_path), redirect_page(publication, redirect));
        }));
        for (const auto& [name, asset] : publication.assets()) CHECK(put(asset.output_path, asset.file->bytes));
        const auto is_ours = [&](const std::string& path) { return plan.outputs.at(path) == "the engine"; };
        if (is_ours("sitemap.xml")) {
            for (NamedOutput& file : sitemap(publication)) CHECK(put(file.output_path, std::move(file.bytes)));
        }
        if (is_ours("robots.txt")) CHECK(put("robots.txt", robots_txt(publication)));
        if (is_ours("feeds.opml")) CHECK(put("feeds.opml", opml(publication)));
        return {};
    }

    void finish_head(const site::Catalog& catalog, const Sources& sources) {
        head_.works = report_.works;
        head_.hidden = report_.hidden;
        head_.pages = report_.pages;
        Diagnostics told = report_.diagnostics;
        tidy(told, options_.site_folder);
        head_.has_warnings = !told.empty();
        site::encode_diagnostics(told, head_.diagnostics);
        head_.valid_until = std::numeric_limits<std::int64_t>::max();
        const auto look = [&](const site::Work& work) {
            for (const auto& moment : {work.date, work.metadata.publish_at, work.metadata.expires}) {
                if (moment && moment->seconds > options_.now.seconds)
                    head_.valid_until = std::min(head_.valid_until, moment->seconds);
            }
        };
        for (const site::Work& work : catalog.works()) look(work);
        for (const auto& [number, work] : sources.hidden) look(work);
    }

    const BuildOptions& options_;
    const disk::Disk& disk_;
    OutputSink* sink_;
    Progress& progress_;
    const graph::BuildRecord* before_;
    Trace own_trace_{Trace::Detail::Phases};
    Trace* trace_;
    BuildReport report_;
    graph::RecordHead head_;
    Inputs inputs_;
    std::future<bool> stands_whole_;  // waits for its thread when it goes
};

}  // namespace

std::size_t BuildReport::count(Severity severity) const {
    return static_cast<std::size_t>(std::ranges::count(diagnostics, severity, &Diagnostic::severity));
}

Result<site::ConfigurationReading> load_configuration(const std::string& site_folder, const disk::Disk& disk) {
    const std::string path = configuration_path(site_folder);
    if (!disk.exists(path)) {
        constexpr std::string_view remedy = "go to the folder of a site, or make one: byline new site DIR";
        if (!disk.exists(site_folder))
            return fail(usage_error(fmt::format("there is no folder '{}'", site_folder), std::string(remedy)));
        const std::string where = site_folder == "." ? "this folder" : fmt::format("'{}'", site_folder);
        return fail(usage_error(fmt::format("{} is not a site: it has no byline.toml", where), std::string(remedy)));
    }
    TRY(const std::string bytes, disk.read(path, most_configuration_bytes));
    return site::read_configuration(bytes, "byline.toml");
}

BuildReport build(const BuildOptions& options, const disk::Disk& disk, OutputSink* sink, Progress* progress,
                  const graph::BuildRecord* before) {
    SilentProgress silent;
    return Builder(options, disk, sink, progress == nullptr ? silent : *progress, before).run();
}

}  // namespace byline::publish
