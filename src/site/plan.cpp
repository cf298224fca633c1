#include "site/plan.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "site/reserved_folders.hpp"
#include "site/work_url.hpp"
#include "text/digest.hpp"
#include "text/nearest.hpp"
#include "text/url.hpp"

namespace byline::site {
namespace {

std::string_view template_of(PageKind kind) {
    switch (kind) {
        case PageKind::Home: return "home.html";
        case PageKind::Work: return "page.html";
        case PageKind::List: return "list.html";
        case PageKind::Archive: return "archive.html";
        case PageKind::Terms: return "terms.html";
        case PageKind::Term: return "term.html";
        case PageKind::Series: return "series.html";
        case PageKind::NotFound: return "404.html";
    }
    return "page.html";
}

std::uint32_t parts_of(std::size_t works, std::int64_t page_size) {
    const auto size = static_cast<std::size_t>(std::max<std::int64_t>(1, page_size));
    return static_cast<std::uint32_t>(std::max<std::size_t>(1, (works + size - 1) / size));
}

class Planner {
  public:
    Planner(const Catalog& catalog, const Configuration& configuration, const Inventory& inventory, const Theme& theme)
        : catalog_(catalog), configuration_(configuration), inventory_(inventory), theme_(theme) {}

    // Nothing when two things have one URL: only plan_carefully() can say which, and it remembers who made what.
    std::optional<Plan> plan() && {
        plan_all();
        std::vector<std::uint64_t>& outputs = plan_.output_digests;
        std::ranges::sort(outputs);
        if (std::ranges::adjacent_find(outputs) != outputs.end()) return std::nullopt;
        add_engine_files();
        return std::move(plan_);
    }

    Plan plan_carefully() && {
        claims_.emplace();
        plan_all();
        for (const auto& [path, claimant] : *claims_) plan_.output_digests.push_back(text::digest64_of(path));
        std::ranges::sort(plan_.output_digests);
        add_engine_files();
        return std::move(plan_);
    }

    // Only the pages at these addresses, sorted, of a plan of which it is known that nothing in it is wrong.
    Plan plan_only(std::vector<std::string> url_paths) && {
        wanted_ = std::move(url_paths);
        for (const std::string& url_path : *wanted_) {
            const WorkId id = catalog_.find_url(url_path);
            if (id != no_work && catalog_.work(id).url_path == url_path) plan_work(id);
        }
        for (std::uint32_t i = 0; i < configuration_.languages.size(); ++i) plan_language(i);
        plan_copies();
        return std::move(plan_);
    }

  private:
    void plan_all() {
        plan_.pages.reserve(catalog_.works().size() + 64);
        for (WorkId id = 0; id < catalog_.size(); ++id) plan_work(id);
        for (std::uint32_t i = 0; i < configuration_.languages.size(); ++i) plan_language(i);
        plan_redirects();
        plan_copies();
        for (const auto& asset : asset_outputs(theme_)) {
            claim(
                asset.second.output_path, [&] { return "the theme's " + asset.first; }, no_place);
        }
        plan_.pages.shrink_to_fit();
    }

    void add_engine_files() {
        std::vector<std::uint64_t>& outputs = plan_.output_digests;
        for (const std::string_view path : engine_files) {
            const auto place = std::ranges::lower_bound(outputs, text::digest64_of(path));
            if (place != outputs.end() && *place == text::digest64_of(path)) continue;
            outputs.insert(place, text::digest64_of(path));
            plan_.made_by_engine.push_back(path);
        }
    }

    std::string shown_path(const Work& work) const { return configuration_.content_folder + "/" + work.path; }

    // Where the address of a work is decided: at the key that says so, else its file as a whole.
    Place place_of(const Work& work) const {
        const auto& key = work.metadata.path ? work.metadata.path : work.metadata.slug;
        return Place{shown_path(work), key ? key->line : 0, key ? key->column : 0};
    }

    // Of a file of the site; what the engine makes comes of the configuration.
    Place place_of(const std::string& claimant) const {
        const std::string prefix = configuration_.content_folder + "/";
        if (claimant.starts_with(prefix)) {
            const WorkId id = catalog_.find_path(claimant.substr(prefix.size()));
            return id == no_work ? Place{claimant, 0, 0} : place_of(catalog_.work(id));
        }
        return claimant.starts_with("static/") ? Place{claimant, 0, 0} : Place{"byline.toml", 0, 0};
    }

    // Registers an output of what `claimant()` names; two claims of one path are an error at the second, where
    // `place_of_claim()` says.
    template <typename Claimant, typename PlaceOfClaim>
    bool claim(std::string output_path, Claimant&& claimant, PlaceOfClaim&& place_of_claim) {
        if (wanted_) return true;
        if (const std::optional<ReservedFolder> reserved = reserved_folder_of(output_path, configuration_)) {
            const Place place = place_of_claim();
            plan_.diagnostics.push_back(
                {Severity::Error,
                 content_error(
                     fmt::format("'/{}' is in the folder of {}", output_path, reserved->what),
                     fmt::format("give it another `slug` or name, or write `enabled = false` below {} in byline.toml",
                                 reserved->table),
                     place.file.empty() ? place_of(claimant()) : place)});
            return false;
        }
        if (!claims_) {
            plan_.output_digests.push_back(text::digest64_of(output_path));
            return true;
        }
        const auto [existing, is_new] = claims_->try_emplace(std::move(output_path), claimant());
        if (is_new) return true;
        refuse(existing->first, existing->second, claimant(), place_of_claim());
        return false;
    }

    void refuse(const std::string& output_path, const std::string& first, const std::string& claimant, Place place) {
        // What the engine itself makes has no file to point at: the error stands at the other one.
        const bool is_engines_own = place.file.empty();
        if (is_engines_own) place = place_of(first);
        constexpr std::string_view index = "index.html";
        const std::string_view address =
            std::string_view(output_path)
                .substr(0, output_path.size() - (output_path.ends_with(index) ? index.size() : 0));
        Error error = content_error(
            fmt::format("two things with one URL: '/{}' is made by {} too", address, is_engines_own ? claimant : first),
            "give one of them another `slug`, or rename it", std::move(place));
        plan_.diagnostics.push_back({Severity::Error, std::move(error)});
    }

    static Place no_place() { return {}; }
    // A claimant of that name, which outlives it.
    static auto named(std::string_view name) {
        return [name] { return std::string(name); };
    }

    template <typename Claimant, typename PlaceOfClaim>
    void add_page(Page page, Claimant&& claimant, PlaceOfClaim&& place_of_claim) {
        if (wanted_ && !std::ranges::binary_search(*wanted_, page.url_path)) return;
        if (page.template_name.empty()) page.template_name = template_of(page.kind);
        if (claim(output_path_of(page.url_path), claimant, place_of_claim)) plan_.pages.push_back(std::move(page));
    }

    std::string template_of_work(const Work& work) {
        if (!work.metadata.page_template)
            return work.is_deck() ? "deck.html" : std::string(name_of(work.kind)) + ".html";
        std::string name = work.metadata.page_template->value;
        if (!name.ends_with(".html")) name += ".html";
        if (theme_.find("templates/" + name) != nullptr) return name;
        std::vector<std::string_view> known = theme_.paths_below("templates/");
        for (std::string_view& path : known) path.remove_prefix(std::string_view("templates/").size());
        const auto near = text::nearest(name, known);
        Error error = content_error(
            fmt::format("no template '{}'", name),
            near ? fmt::format("did you mean '{}'?", *near)
                 : fmt::format("write themes/{}/templates/{}, or remove the key", configuration_.theme, name),
            Place{shown_path(work), work.metadata.page_template->line, work.metadata.page_template->column});
        plan_.diagnostics.push_back({Severity::Error, std::move(error)});
        return "page.html";
    }

    std::uint32_t language_of(const Work& work) const {
        const auto found = std::ranges::find(configuration_.languages, work.language, &Language::code);
        return static_cast<std::uint32_t>(found - configuration_.languages.begin());
    }

    // Sections of a kind's folder and of the root give their words to a list or the home page instead.
    static bool is_words_of_a_list(const Work& work) {
        return work.is_section() && (work.source.name.empty() || kind_of_folder(work.source.name));
    }

    void plan_work(WorkId id) {
        const Work& work = catalog_.work(id);
        if (is_words_of_a_list(work)) return;
        Page page;
        page.kind = PageKind::Work;
        page.listed_kind = work.kind;
        page.language = language_of(work);
        page.work = id;
        page.url_path = work.url_path;
        page.template_name = template_of_work(work);
        add_page(
            std::move(page), [&] { return shown_path(work); }, [&] { return place_of(work); });
    }

    Page page_of(PageKind kind, std::uint32_t language, std::string url_path) const {
        Page page;
        page.kind = kind;
        page.language = language;
        page.url_path = std::move(url_path);
        return page;
    }

    template <typename Claimant>
    void add_parts(const Page& first, std::size_t works, Claimant&& claimant) {
        const std::uint32_t count = parts_of(works, configuration_.page_size);
        for (std::uint32_t number = 1; number <= count; ++number) {
            if (wanted_ && number == 2 && !wants_below(first.url_path + "page/")) return;
            Page page = first;
            page.number = number;
            page.count = count;
            page.url_path = first.numbered_url_path(number);
            add_page(std::move(page), claimant, no_place);
        }
        add_feeds(first.url_path, claimant);
    }

    bool wants_below(const std::string& folder) const {
        const auto first = std::ranges::lower_bound(*wanted_, folder);
        return first != wanted_->end() && first->starts_with(folder);
    }

    template <typename Claimant>
    void add_feeds(const std::string& url_path, Claimant&& claimant) {
        for (const std::string_view file : {atom_file, rss_file, json_feed_file}) {
            claim(
                url_path.substr(1) + std::string(file), [&] { return "the feed of " + claimant(); }, no_place);
        }
    }

    void plan_language(std::uint32_t number) {
        const LanguageIndex& index = catalog_.languages()[number];
        const bool has_anything = number == 0 || !index.sections.empty() || !index.listed.empty() ||
                                  !index.by_kind[static_cast<std::size_t>(Kind::Page)].empty();
        if (!has_anything) return;
        const auto section = [&](std::string_view folder) {
            const auto found = index.sections.find(folder);
            return found == index.sections.end() ? no_work : found->second;
        };
        Page home = page_of(PageKind::Home, number, index.prefix + "/");
        home.work = section("");
        if (home.work != no_work && catalog_.work(home.work).metadata.page_template) {
            home.template_name = template_of_work(catalog_.work(home.work));
        }
        add_page(std::move(home), named("the home page"), no_place);
        add_feeds(index.prefix + "/", named("the home page"));
        for (const Kind kind : all_kinds) {
            if (!is_listed(kind)) continue;
            const std::vector<WorkId>& works = index.by_kind[static_cast<std::size_t>(kind)];
            Page list = page_of(PageKind::List, number, fmt::format("{}/{}/", index.prefix, folder_of(kind)));
            list.listed_kind = kind;
            list.work = section(folder_of(kind));
            if (works.empty() && list.work == no_work) continue;
            if (list.work != no_work && catalog_.work(list.work).metadata.page_template) {
                list.template_name = template_of_work(catalog_.work(list.work));
            }
            add_parts(list, works.size(), [&] { return fmt::format("the list of {}", folder_of(kind)); });
        }
        if (!index.listed.empty()) {
            add_page(page_of(PageKind::Archive, number, index.prefix + "/archive/"), named("the archive"), no_place);
        }
        plan_terms(number, index);
        for (std::uint32_t i = 0; i < index.series.size(); ++i) {
            Page page = page_of(PageKind::Series, number, index.series[i].url_path);
            page.subject = i;
            add_page(
                std::move(page), [&] { return fmt::format("the series '{}'", index.series[i].name); }, no_place);
        }
        add_page(page_of(PageKind::NotFound, number, index.prefix + "/404.html"),
                 named("the page for what is not found"), no_place);
    }

    void plan_terms(std::uint32_t number, const LanguageIndex& index) {
        for (std::uint32_t t = 0; t < index.terms.size(); ++t) {
            if (index.terms[t].empty()) continue;
            const std::string& name = configuration_.taxonomies[t].name;
            Page terms = page_of(PageKind::Terms, number, fmt::format("{}/{}/", index.prefix, name));
            terms.taxonomy = t;
            add_page(
                std::move(terms), [&] { return fmt::format("the list of {}", name); }, no_place);
            for (std::uint32_t i = 0; i < index.terms[t].size(); ++i) {
                const Term& term = index.terms[t][i];
                Page page = page_of(PageKind::Term, number, term.url_path);
                page.taxonomy = t;
                page.subject = i;
                add_parts(page, term.works.size(), [&] { return fmt::format("the term '{}' of {}", term.name, name); });
            }
        }
    }

    void plan_redirects() {
        for (WorkId id = 0; id < catalog_.works().size(); ++id) {
            const Work& work = catalog_.work(id);
            for (const Placed<std::string>& alias : work.metadata.aliases) {
                if (alias.value.empty()) continue;
                const Place place{shown_path(work), alias.line, alias.column};
                // An alias without a slash is a name for wikilinks and, like the others, a path from the root.
                const std::string url_path = normal_url_path(alias.value);
                const std::string output_path = output_path_of(url_path);
                if (auto valid = text::valid_output_path(output_path); !valid) {
                    Error error = std::move(valid).error();
                    error.message = fmt::format("alias '{}' cannot be: {}", alias.value, error.message);
                    error.place = place;
                    plan_.diagnostics.push_back({Severity::Error, std::move(error)});
                    continue;
                }
                if (url_path == work.url_path) continue;  // an alias that became the address itself
                const auto claimant = [&] { return fmt::format("an alias of {}", shown_path(work)); };
                if (!claim(output_path, claimant, [&] { return Place(place); })) continue;
                plan_.redirects.push_back({url_path, work.url_path, id});
            }
        }
    }

    // The folder of a bundle, and the folder of the output where its pictures go.
    std::unordered_map<std::string, std::string> bundle_outputs() const {
        std::unordered_map<std::string, std::string> outputs;
        if (inventory_.companions.empty()) return outputs;
        for (const Work& work : catalog_.works()) {
            if (work.source.role != SourceRole::Bundle) continue;
            const std::string folder = work.path.substr(0, work.path.find_last_of('/'));
            const std::string page = output_path_of(work.url_path);
            const std::string output = page.substr(0, page.find_last_of('/') + 1);
            // The default language's address, or that of the first translation where there is none.
            const auto [existing, is_new] = outputs.emplace(folder, output);
            if (!is_new && work.language == configuration_.language) existing->second = output;
        }
        return outputs;
    }

    void plan_copies() {
        for (const disk::Entry& entry : inventory_.statics) {
            const std::string disk_path = inventory_.site_folder + "/static/" + entry.path;
            const std::string shown = "static/" + entry.path;
            const auto place = [&] { return Place{shown, 0, 0}; };
            if (claim(entry.path, named(shown), place)) plan_.copies.push_back({disk_path, entry.path, entry});
        }
        const auto bundles = bundle_outputs();
        for (const disk::Entry& entry : inventory_.companions) {
            std::string output_path = entry.path;
            for (auto slash = entry.path.find_last_of('/'); slash != std::string::npos && slash > 0;
                 slash = entry.path.find_last_of('/', slash - 1)) {
                const auto bundle = bundles.find(entry.path.substr(0, slash));
                if (bundle == bundles.end()) continue;
                output_path = bundle->second + entry.path.substr(slash + 1);
                break;
            }
            const std::string shown = configuration_.content_folder + "/" + entry.path;
            const auto place = [&] { return Place{shown, 0, 0}; };
            if (!claim(output_path, named(shown), place)) continue;
            plan_.companion_outputs.emplace(entry.path, output_path);
            plan_.copies.push_back({inventory_.content_folder + "/" + entry.path, output_path, entry});
        }
    }

    const Catalog& catalog_;
    const Configuration& configuration_;
    const Inventory& inventory_;
    const Theme& theme_;
    std::optional<std::vector<std::string>> wanted_;  // URL paths, sorted: all pages without
    // Every output path with what makes it, while a plan is made carefully.
    std::optional<std::unordered_map<std::string, std::string>> claims_;
    Plan plan_;
};

}  // namespace

Plan make_plan(const Catalog& catalog, const Configuration& configuration, const Inventory& inventory,
               const Theme& theme) {
    if (auto plan = Planner(catalog, configuration, inventory, theme).plan()) return *std::move(plan);
    return Planner(catalog, configuration, inventory, theme).plan_carefully();
}

Plan plan_pages(const Catalog& catalog, const Configuration& configuration, const Inventory& inventory,
                const Theme& theme, std::vector<std::string> url_paths, std::vector<std::uint64_t> outputs) {
    Plan plan = Planner(catalog, configuration, inventory, theme).plan_only(std::move(url_paths));
    plan.output_digests = std::move(outputs);
    return plan;
}

}  // namespace byline::site
