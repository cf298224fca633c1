#include "publish/garden_report.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "garden/mentions.hpp"
#include "markdown/plain_text.hpp"
#include "parallel/for_each_index.hpp"
#include "publish/body_host.hpp"
#include "publish/diagnostic_order.hpp"
#include "publish/load_configuration.hpp"
#include "publish/site_state.hpp"

namespace byline::publish {
namespace {

using site::WorkId;

class Tending {
  public:
    Tending(const SiteState& state, std::int64_t now, GardenReport& report)
        : state_(state), catalog_(*state.catalog), now_(now), report_(report) {}

    void count_links() {
        tended_.resize(catalog_.works().size());
        for (WorkId id = 0; id < tended_.size(); ++id) {
            const site::Work& work = catalog_.work(id);
            tended_[id].path = shown(work);
            tended_[id].title = work.title;
            for (const WorkId source : catalog_.backlinks(id)) {
                if (!is_grown(catalog_.work(source))) continue;  // a list or a page that links to all is no neighbour
                ++tended_[id].links_in;
                if (!is_grown(work)) continue;
                ++tended_[source].links_out;
                ++report_.links;
                linked_.emplace_back(source, id);
            }
        }
        std::ranges::sort(linked_);
    }

    void sort_out(std::int64_t patience_days) {
        for (WorkId id = 0; id < tended_.size(); ++id) {
            const site::Work& work = catalog_.work(id);
            if (!is_grown(work)) continue;
            ++report_.works;
            TendedWork& tended = tended_[id];
            if (tended.links_in == 0 && tended.links_out == 0)
                report_.orphans.push_back(tended);
            else if (tended.links_out == 0)
                report_.dead_ends.push_back(tended);
            else if (tended.links_in == 0)
                report_.unlinked.push_back(tended);
            if (tended.links_in > 0) report_.most_linked.push_back(tended);
            const auto& last = work.updated ? work.updated : work.date;
            if (work.metadata.maturity != site::Maturity::Seedling || !last) continue;
            constexpr std::int64_t day = 86'400;
            tended.days = (now_ - last->seconds) / day;
            if (tended.days >= patience_days) report_.seedlings.push_back(tended);
        }
        std::ranges::stable_sort(report_.seedlings, std::ranges::greater(), &TendedWork::days);
        std::ranges::stable_sort(report_.most_linked, std::ranges::greater(), &TendedWork::links_in);
        constexpr std::size_t most = 10;
        if (report_.most_linked.size() > most) report_.most_linked.resize(most);
    }

    void find_missing() {
        std::map<std::string, MissingWork> missing;  // by folded name
        for (const site::Work& work : catalog_.works()) {
            for (const site::InternalReference& reference : work.references) {
                const bool is_wiki = reference.kind == markdown::ReferenceKind::Wikilink ||
                                     reference.kind == markdown::ReferenceKind::Embed;
                if (!is_wiki || reference.destination.empty() || names_picture(reference.destination)) continue;
                if (catalog_.find_named(reference.destination, work.language) != site::no_work) continue;
                MissingWork& wanted = missing[site::folded_name(reference.destination)];
                if (wanted.name.empty()) wanted.name = reference.destination;
                wanted.places.push_back({shown(work), reference.line, reference.column});
            }
        }
        for (auto& [folded, wanted] : missing) report_.missing.push_back(std::move(wanted));
        std::ranges::stable_sort(report_.missing, std::ranges::greater(),
                                 [](const MissingWork& wanted) { return wanted.places.size(); });
    }

    // Within each language by itself.
    void find_mentions(DocumentStore& documents, std::size_t threads) {
        for (const site::LanguageIndex& index : catalog_.languages()) {
            std::vector<WorkId> works;
            for (WorkId id = 0; id < catalog_.works().size(); ++id) {
                if (catalog_.work(id).language == index.language && is_grown(catalog_.work(id))) works.push_back(id);
            }
            std::vector<std::string> texts(works.size());
            parallel::for_each_index(works.size(), threads, [&](std::size_t i, std::size_t) {
                if (auto document = documents.document(works[i]))
                    texts[i] = markdown::plain_text(**document, markdown::CodeText::Omit);
            });
            std::vector<garden::Name> names;
            for (std::uint32_t i = 0; i < works.size(); ++i) {
                const site::Work& work = catalog_.work(works[i]);
                names.push_back({work.title, i});
                for (const auto& alias : work.metadata.aliases) {
                    if (alias.value.find_first_of("/.") == std::string::npos) names.push_back({alias.value, i});
                }
            }
            for (garden::Mention& mention : garden::find_mentions(texts, names))
                tell(works[mention.source], works[mention.target], std::move(mention.words));
        }
    }

  private:
    static bool is_grown(const site::Work& work) { return !work.is_section() && site::is_listed(work.kind); }
    [[nodiscard]] std::string shown(const site::Work& work) const {
        return state_.configuration.content_folder + "/" + work.path;
    }

    void tell(WorkId source, WorkId target, std::string words) {
        if (std::ranges::binary_search(linked_, std::pair(source, target))) return;
        if (report_.mentions.size() == most_mentions) {
            ++report_.more_mentions;
            return;
        }
        report_.mentions.push_back({shown(catalog_.work(source)), shown(catalog_.work(target)),
                                    catalog_.work(target).title, std::move(words)});
    }

    const SiteState& state_;
    const site::Catalog& catalog_;
    std::int64_t now_;
    GardenReport& report_;
    std::vector<TendedWork> tended_;                 // by WorkId
    std::vector<std::pair<WorkId, WorkId>> linked_;  // source, target; sorted
};

class Silence final : public Progress {
  public:
    void phase(std::string_view, std::size_t) override {}
    void advance() override {}
};

Result<void> tend_site(const BuildOptions& options, const disk::Disk& disk, std::int64_t patience_days,
                       GardenReport& report) {
    const auto add_all = [&](Diagnostics found) { std::ranges::move(found, std::back_inserter(report.diagnostics)); };
    TRY(site::ConfigurationReading reading, load_configuration(options.site_folder, disk));
    add_all(std::move(reading.diagnostics));
    if (reading.is_readable == site::Readable::No) return {};
    const std::int64_t listed_at = disk.clock_ns();
    TRY(site::Inventory inventory, site::take_inventory(disk, options.site_folder, reading.configuration));
    add_all(std::move(inventory.diagnostics));
    site::Theme::Reading theme = site::Theme::load(disk, options.site_folder, reading.configuration);
    SiteState state(std::move(reading.configuration), std::move(inventory), std::move(theme.theme), options.now,
                    InsetTools{options.graphviz, options.program, options.cache});
    state.documents.emplace(disk, state.inventory.content_folder, state.composition, options.document_bytes);
    Trace trace(Trace::Detail::Phases);
    Silence silence;
    state.sources = read_sources({disk, state.inventory, state.composition, nullptr, listed_at,
                                  options.hidden == Hidden::Show, options.threads, trace},
                                 *state.documents, silence);
    for (SourceState& source : state.sources.states) {
        std::erase_if(source.diagnostics, [](const Diagnostic& d) { return d.severity != Severity::Error; });
        add_all(std::move(source.diagnostics));
    }
    state.catalog.emplace(site::Catalog::gather(std::move(state.sources.shown), state.configuration, state.slugger));
    state.documents->assign(*state.catalog, state.sources.numbers);
    Tending tending(state, options.now.seconds, report);
    tending.count_links();
    tending.sort_out(patience_days);
    tending.find_missing();
    tending.find_mentions(*state.documents, options.threads);
    return {};
}

}  // namespace

GardenReport tend(const BuildOptions& options, const disk::Disk& disk, std::int64_t patience_days) {
    GardenReport report;
    if (auto done = tend_site(options, disk, patience_days, report); !done)
        report.diagnostics.push_back({Severity::Error, std::move(done).error()});
    tidy(report.diagnostics, options.site_folder);
    return report;
}

}  // namespace byline::publish
