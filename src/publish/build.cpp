#include "publish/build.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "parallel/for_each_index.hpp"
#include "publish/check_links.hpp"
#include "publish/document_store.hpp"
#include "publish/feeds.hpp"
#include "publish/page_host.hpp"
#include "publish/page_object.hpp"
#include "publish/publication.hpp"
#include "publish/sitemap.hpp"
#include "site/compose.hpp"
#include "site/data_file.hpp"
#include "site/inventory.hpp"
#include "site/plan.hpp"
#include "site/theme.hpp"
#include "site/work_url.hpp"
#include "templating/value_map.hpp"
#include "text/url.hpp"

namespace byline::publish {
namespace {

using templating::Value;
using templating::ValueMap;

class SilentProgress final : public Progress {
  public:
    void phase(std::string_view, std::size_t) override {}
    void advance() override {}
};

std::string configuration_path(const std::string& site_folder) {
    return site_folder + "/byline.toml";
}

// Sets `value` at "talks" or "conference/2024", making the maps between.
void set_at(ValueMap& map, std::string_view path, Value value) {
    const auto slash = path.find('/');
    if (slash == std::string_view::npos) return map.set(path, std::move(value));
    const std::string_view first = path.substr(0, slash);
    ValueMap inner;
    if (const Value* existing = map.find(first); existing != nullptr && existing->is_map()) inner = existing->as_map();
    set_at(inner, path.substr(slash + 1), std::move(value));
    map.set(first, Value::map(std::move(inner)));
}

class Builder {
  public:
    Builder(const BuildOptions& options, const disk::Disk& disk, OutputSink* sink, Progress& progress)
        : options_(options), disk_(disk), sink_(sink), progress_(progress) {}

    BuildReport run() && {
        auto stopped = build_all();
        if (!stopped) add(Severity::Error, std::move(stopped).error());
        tidy(report_.diagnostics);
        return std::move(report_);
    }

  private:
    void add(Severity severity, Error error) { report_.diagnostics.push_back({severity, std::move(error)}); }
    void add_all(Diagnostics found) { std::ranges::move(found, std::back_inserter(report_.diagnostics)); }
    static bool has_earlier_notes(const Error& a, const Error& b) {
        return std::ranges::lexicographical_compare(a.notes, b.notes, {}, &Note::place, &Note::place);
    }

    // By file and line, each fault once though many pages show it, with files named from the site folder.
    void tidy(Diagnostics& diagnostics) const {
        const std::string prefix = options_.site_folder + "/";
        const auto shorten = [&](Place& place) {
            if (place.file.starts_with(prefix)) place.file.erase(0, prefix.size());
        };
        for (Diagnostic& diagnostic : diagnostics) {
            shorten(diagnostic.error.place);
            for (Note& note : diagnostic.error.notes) shorten(note.place);
        }
        std::ranges::stable_sort(diagnostics, [](const Diagnostic& a, const Diagnostic& b) {
            const auto order = std::tie(a.error.place, a.error.message) <=> std::tie(b.error.place, b.error.message);
            // Of the same fault on several pages the first page's report stays, whichever thread was first.
            return order != 0 ? order < 0 : has_earlier_notes(a.error, b.error);
        });
        const auto repeated =
            std::unique(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& a, const Diagnostic& b) {
                return a.error.place == b.error.place && a.error.message == b.error.message;
            });
        diagnostics.erase(repeated, diagnostics.end());
    }

    bool has_errors() const {
        return options_.warnings_stop ? !report_.diagnostics.empty() : report_.count(Severity::Error) > 0;
    }

    // The phases in order. Each may add faults and go on; what cannot go on returns.
    Result<void> build_all() {
        TRY(site::ConfigurationReading reading, load_configuration(options_.site_folder, disk_));
        add_all(std::move(reading.diagnostics));
        if (reading.is_readable == site::Readable::No) return {};  // by defaults, every file would seem wrong
        site::Configuration configuration = std::move(reading.configuration);
        if (!options_.base_url.empty() && !text::is_web_url(options_.base_url)) {
            return fail(usage_error(fmt::format("'{}' is not the address of a site", options_.base_url),
                                    "write it as https://example.org/ or https://example.org/blog/"));
        }
        if (!options_.base_url.empty()) configuration.base_url = options_.base_url;

        progress_.phase("list", 0);
        TRY(site::Inventory inventory, site::take_inventory(disk_, options_.site_folder, configuration));
        add_all(std::move(inventory.diagnostics));
        site::Theme::Reading theme = site::Theme::load(disk_, options_.site_folder, configuration);
        add_all(std::move(theme.diagnostics));
        Value data = read_data(inventory);

        const text::Slugger slugger(configuration.slug_style, configuration.pinyin);
        const site::Composition composition{configuration, slugger, options_.now, configuration.content_folder + "/"};
        DocumentStore documents(disk_, inventory.content_folder, composition, options_.document_bytes);
        std::vector<site::Work> works = compose_all(inventory, composition, documents);

        progress_.phase("gather", 0);
        const site::Catalog catalog = site::Catalog::gather(std::move(works), configuration, slugger);
        report_.works = catalog.works().size();
        documents.assign(catalog, std::move(file_numbers_));
        site::Plan plan = site::make_plan(catalog, configuration, inventory, theme.theme);
        add_all(std::move(plan.diagnostics));
        report_.pages = plan.pages.size();

        const Publication publication(
            {configuration, catalog, plan, theme.theme, std::move(data), documents, options_.now});
        progress_.phase("check", 0);
        add_all(check_links(publication, options_.threads));
        compile_templates(publication);
        if (has_errors()) sink_ = nullptr;  // what pages show wrong is told in the same run, and nothing is kept
        CHECK(render_all(publication));
        if (has_errors() || sink_ == nullptr) return {};
        progress_.phase("write", 0);
        TRY(report_.outputs, sink_->commit());
        report_.is_committed = true;
        return {};
    }

    Value read_data(const site::Inventory& inventory) {
        constexpr std::int64_t most_data_bytes = 64 << 20;
        ValueMap data;
        for (const disk::Entry& entry : inventory.data_files) {
            auto bytes = disk_.read(inventory.site_folder + "/_data/" + entry.path, most_data_bytes);
            if (!bytes) {
                add(Severity::Error, std::move(bytes).error());
                continue;
            }
            auto value = site::parse_data_file(*bytes, "_data/" + entry.path);
            if (value)
                set_at(data, entry.path.substr(0, entry.path.find_last_of('.')), std::move(*value));
            else
                add(Severity::Error, std::move(value).error());
        }
        return Value::map(std::move(data));
    }

    std::vector<site::Work> compose_all(const site::Inventory& inventory, const site::Composition& composition,
                                        DocumentStore& documents) {
        const auto& sources = inventory.sources;
        progress_.phase("read", sources.size());
        documents.reserve(sources.size());
        std::vector<site::Composed> composed(sources.size());
        parallel::for_each_index(sources.size(), options_.threads, [&](std::size_t i, std::size_t) {
            const std::string& path = sources[i].path;
            auto bytes = disk_.read(inventory.content_folder + "/" + path, most_source_bytes);
            if (bytes) {
                composed[i] = site::compose({path, std::move(*bytes)}, composition);
            } else {
                Error error = std::move(bytes).error();
                error.place.file = composition.content_prefix + path;
                composed[i] = site::compose_unread(path, std::move(error), composition);
            }
            if (!composed[i].work) composed[i].work = std::move(composed[i].stand_in);
            if (is_shown(*composed[i].work)) documents.keep(i, std::move(composed[i].document));
            composed[i].document = markdown::Document();
            progress_.advance();
        });
        std::vector<site::Work> works;
        works.reserve(sources.size());
        for (std::size_t i = 0; i < sources.size(); ++i) {
            add_all(std::move(composed[i].diagnostics));
            if (!is_shown(*composed[i].work)) {
                ++report_.hidden;
                continue;
            }
            file_numbers_.emplace(sources[i].path, i);
            works.push_back(std::move(*composed[i].work));
        }
        return works;
    }

    bool is_shown(const site::Work& work) const {
        return work.visibility == site::Visibility::Shown || options_.hidden == Hidden::Show;
    }

    // Compiles what the pages name before anything is rendered, so that each fault is told once and not once a page.
    void compile_templates(const Publication& publication) {
        std::vector<std::string> names;
        for (const site::Page& page : publication.plan().pages) {
            if (std::ranges::find(names, page.template_name) == names.end()) names.push_back(page.template_name);
        }
        for (const std::string& name : names) {
            if (auto compiled = publication.environment().get(name); !compiled)
                add(Severity::Error, std::move(compiled).error());
        }
    }

    Result<void> put(const std::string& path, std::string bytes) {
        return sink_ == nullptr ? Result<void>() : sink_->put(path, std::move(bytes));
    }

    // Runs `make(i)` for all i, in parallel; the first error of the system's stops the rest.
    template <typename Make>
    Result<void> run_all(std::size_t count, Make&& make) {
        std::optional<Error> stopped;
        std::mutex mutex;
        parallel::for_each_index(count, options_.threads, [&](std::size_t i, std::size_t) {
            {
                const std::scoped_lock lock(mutex);
                if (stopped) return;
            }
            Result<void> made = make(i);
            if (!made) {
                const std::scoped_lock lock(mutex);
                if (!stopped) stopped = std::move(made).error();
            }
            progress_.advance();
        });
        if (stopped) return fail(std::move(*stopped));
        return {};
    }

    // A file that cannot be read is one fault among others; one that cannot be written stops the build.
    Result<void> copy(const site::CopiedFile& file) {
        constexpr std::int64_t nothing = 0;  // whether it opens is all that a check needs to know
        Result<void> copied;
        if (sink_ != nullptr) {
            copied = sink_->copy(file);
        } else if (auto opened = disk_.read(file.disk_path, nothing); !opened) {
            if (opened.error().code == ErrorCode::System) copied = fail(std::move(opened).error());
        }
        if (copied || copied.error().place.file != file.disk_path) return copied;
        const std::scoped_lock lock(fault_mutex_);
        render_faults_.push_back({Severity::Error, std::move(copied).error()});
        return {};
    }

    Result<void> render_all(const Publication& publication) {
        const site::Plan& plan = publication.plan();
        progress_.phase("render", plan.pages.size() + plan.copies.size());
        CHECK(run_all(plan.pages.size(), [&](std::size_t i) { return render_page(publication, plan.pages[i]); }));
        add_all(publication.bodies().take_diagnostics());
        if (has_errors()) sink_ = nullptr;
        CHECK(run_all(plan.copies.size(), [&](std::size_t i) { return copy(plan.copies[i]); }));
        add_all(std::exchange(render_faults_, {}));
        if (has_errors()) return {};
        return write_others(publication);
    }

    Result<void> render_page(const Publication& publication, const site::Page& page) {
        PageHost host(publication, page);
        std::string html;
        auto compiled = publication.environment().get(page.template_name);
        if (compiled) {
            if (auto done = templating::render(**compiled, Value::map(host.context()), html, &host); !done) {
                record_fault(publication, page, std::move(done).error());
                return {};
            }
        }
        CHECK(put(site::output_path_of(page.url_path), std::move(html)));
        if (!has_feeds(page) || page.number > 1) return {};
        const std::string folder = page.url_path.substr(1);
        CHECK(put(folder + std::string(site::atom_file), atom_feed(publication, page)));
        CHECK(put(folder + std::string(site::rss_file), rss_feed(publication, page)));
        return put(folder + std::string(site::json_feed_file), json_feed(publication, page));
    }

    // A fault in a template shows on many pages: it is told once, with the first page that showed it.
    void record_fault(const Publication& publication, const site::Page& page, Error error) {
        const std::string shown = page.work == site::no_work ? page.url_path
                                                             : publication.configuration().content_folder + "/" +
                                                                   publication.catalog().work(page.work).path;
        error.notes.push_back({"while rendering", Place{shown, 0, 0}});
        const std::scoped_lock lock(fault_mutex_);
        const auto same = std::ranges::find_if(render_faults_, [&](const Diagnostic& d) {
            return d.error.place == error.place && d.error.message == error.message;
        });
        if (same == render_faults_.end()) return render_faults_.push_back({Severity::Error, std::move(error)});
        if (has_earlier_notes(error, same->error)) same->error = std::move(error);
    }

    // What the engine itself makes: redirects, the theme's assets, sitemap, robots.txt, OPML.
    Result<void> write_others(const Publication& publication) {
        const site::Plan& plan = publication.plan();
        CHECK(run_all(plan.redirects.size(), [&](std::size_t i) {
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

    const BuildOptions& options_;
    const disk::Disk& disk_;
    OutputSink* sink_;
    Progress& progress_;
    BuildReport report_;
    std::unordered_map<std::string, std::size_t> file_numbers_;  // by path, of the shown works
    std::mutex fault_mutex_;
    Diagnostics render_faults_;
};

}  // namespace

std::size_t BuildReport::count(Severity severity) const {
    return static_cast<std::size_t>(std::ranges::count(diagnostics, severity, &Diagnostic::severity));
}

Result<site::ConfigurationReading> load_configuration(const std::string& site_folder, const disk::Disk& disk) {
    constexpr std::int64_t most_configuration_bytes = 1 << 20;
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

BuildReport build(const BuildOptions& options, const disk::Disk& disk, OutputSink* sink, Progress* progress) {
    SilentProgress silent;
    return Builder(options, disk, sink, progress == nullptr ? silent : *progress).run();
}

}  // namespace byline::publish
