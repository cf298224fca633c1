#include "publish/amend.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "graph/record_amendment.hpp"
#include "parallel/for_each_index.hpp"
#include "publish/answers.hpp"
#include "publish/diagnostic_order.hpp"
#include "publish/rendering.hpp"
#include "publish/search_index.hpp"
#include "publish/site_tables.hpp"
#include "publish/text_change.hpp"
#include "publish/try_each.hpp"
#include "search/update_index.hpp"
#include "site/deck.hpp"
#include "site/diagnostics_codec.hpp"
#include "site/reserved_folders.hpp"
#include "site/work_codec.hpp"

namespace byline::publish {
namespace {

using graph::FactNumber;
using site::WorkField;
using site::WorkFields;

// A source of which the stamp, or more, is another than the record has.
struct Touched {
    std::uint32_t source = 0;
    SourceState state;
    site::WorkId work = site::no_work;  // when its bytes are others
    site::Composed composed;
    WorkFields fields;
};

class Amender {
  public:
    explicit Amender(const Amending& amending)
        : in_(amending), state_(amending.state), before_(amending.before), head_(amending.head) {}

    std::optional<BuildReport> run() && {
        if (prepare()) return make();
        // Nothing was put anywhere; build() fills these in anew.
        state_.publication.reset();
        state_.documents.reset();
        state_.catalog.reset();
        state_.plan = {};
        state_.sources = {};
        return std::nullopt;
    }

  private:
    // Whether this way can be gone; nothing outside of the state is changed.
    bool prepare() {
        // Then the record is written anew, and what amends it is few again.
        if (before_.amendment().size() > graph::most_amendment_bytes / 2) return false;
        auto tables = decode_tables(before_.tables());
        if (!tables || !find_touched()) return false;
        if (changes_ == 0) return in_.stands_whole();
        return restore_catalog(tables->catalog) && take_changes() && in_.stands_whole() &&
               prepare_pages(std::move(tables->outputs)) && publish_again(tables->pictures) && prepare_search();
    }

    // Fills `touched_`. False when files came or went, or when one of them is wrong.
    bool find_touched() {
        const auto& listed = state_.inventory.sources;
        const auto then = before_.sources();
        if (listed.size() != then.size()) return false;
        for (std::uint32_t i = 0; i < listed.size(); ++i) {
            if (listed[i].path != then[i].path) return false;
            const graph::FileStamp stamp = stamp_of(listed[i], in_.listed_at);
            if (stamp.is_known() && stamp == then[i].stamp) continue;
            if (touched_.size() == most_amended_sources) return false;
            Touched& touched = touched_.emplace_back();
            touched.source = i;
            touched.state.stamp = stamp;
        }
        return std::ranges::all_of(touched_, [&](Touched& touched) { return compose(touched); });
    }

    bool compose(Touched& touched) {
        const graph::RecordedSource& then = before_.sources()[touched.source];
        const std::string& path = state_.inventory.sources[touched.source].path;
        auto bytes = in_.disk.read(state_.inventory.content_folder + "/" + path, most_source_bytes);
        if (!bytes) return false;
        touched.state.digest = text::digest_of(*bytes);
        if (touched.state.digest == then.digest) return true;
        // What was wrong with it is told with all else that is wrong, and would have to be found there.
        const auto told = site::decode_diagnostics(then.diagnostics);
        if (!then.was_shown || !told || !told->empty()) return false;
        touched.composed = site::compose({path, std::move(*bytes)}, state_.composition);
        if (!touched.composed.work || !touched.composed.diagnostics.empty()) return false;
        touched.state.body = body_digest(touched.composed);
        touched.work = 0;  // known when they are numbered
        ++changes_;
        return true;
    }

    bool restore_catalog(std::string_view tables) {
        std::vector<std::uint32_t>& numbers = state_.sources.numbers;
        const auto sources = before_.sources();
        numbers.reserve(sources.size());
        for (std::uint32_t i = 0; i < sources.size(); ++i)
            if (sources[i].was_shown) numbers.push_back(i);
        site::LazyWorks::Source works;
        works.count = numbers.size();
        works.path = [sources, &numbers](site::WorkId id) { return sources[numbers[id]].path; };
        works.make = [sources, &numbers, now = in_.options.now](site::WorkId id) {
            // The record's checksum has vouched for the bytes.
            auto work = site::decode_work(sources[numbers[id]].work).value_or(site::Work());
            work.visibility = site::visibility_of(work.metadata, now);
            return work;
        };
        auto catalog = site::Catalog::restore(tables, std::move(works), state_.configuration);
        if (!catalog) return false;
        state_.catalog.emplace(std::move(*catalog));
        return true;
    }

    bool take_changes() {
        const auto faults = site::decode_diagnostics(before_.head().link_faults);
        if (!faults) return false;
        const bool has_cards = in_.options.cards != nullptr && state_.configuration.cards.is_enabled;
        for (Touched& touched : touched_) {
            if (touched.work == site::no_work) continue;
            const auto& numbers = state_.sources.numbers;
            touched.work =
                static_cast<site::WorkId>(std::ranges::lower_bound(numbers, touched.source) - numbers.begin());
            const site::Work& now = *touched.composed.work;
            const site::Work& then = state_.catalog->work(touched.work);
            touched.fields = site::changed_fields(then, now);
            if (touched.state.body != before_.sources()[touched.source].body) touched.fields |= WorkField::Content;
            if (has_to_do_with_a_deck(now) || !is_change_of_text(then, now, touched.fields)) return false;
            if (has_cards && touched.fields.intersects(card_fields)) return false;
            if (touched.fields.intersects(mapped_fields)) return false;
            if (touched.fields.intersects(linked_fields) &&
                !keeps_links(then, now, *faults, state_.composition.content_prefix + now.path))
                return false;
            fields_ |= touched.fields;
        }
        state_.documents.emplace(in_.disk, state_.inventory.content_folder, state_.composition,
                                 in_.options.document_bytes);
        state_.documents->reserve(before_.sources().size());
        state_.documents->assign(*state_.catalog, state_.sources.numbers);
        for (Touched& touched : touched_) {
            if (touched.work == site::no_work) continue;
            state_.catalog->replace(touched.work, std::move(*touched.composed.work));
            state_.documents->keep(touched.source, std::move(touched.composed.document));
        }
        return true;
    }

    // A deck has its authors and more of its talk.
    bool has_to_do_with_a_deck(const site::Work& work) const {
        if (work.is_deck()) return true;
        if (!site::may_have_deck(work)) return false;
        const std::string folder = work.path.substr(0, work.path.find_last_of('/') + 1);
        return state_.catalog->has_path_from(folder + "deck.", folder + "deck/");
    }

    // The units that read what changed, and all that they are made from.
    bool prepare_pages(std::vector<std::uint64_t> outputs) {
        const auto recorded = before_.units();
        std::vector<graph::SourceRead> changes;
        for (const Touched& touched : touched_)
            if (touched.work != site::no_work) changes.push_back({touched.source, touched.fields});
        std::mutex mutex;
        constexpr std::size_t at_once = 4096;
        const std::size_t parts = (recorded.size() + at_once - 1) / at_once;
        parallel::for_each_index(parts, in_.options.threads, [&](std::size_t part, std::size_t) {
            const std::size_t end = std::min(recorded.size(), (part + 1) * at_once);
            for (std::size_t i = part * at_once; i < end; ++i) {
                if (!graph::reads_any(recorded[i], changes, before_.masks())) continue;
                const std::scoped_lock lock(mutex);
                numbers_.push_back(static_cast<std::uint32_t>(i));
            }
        });
        std::ranges::sort(numbers_);
        std::vector<std::string> url_paths;
        for (const std::uint32_t number : numbers_) url_paths.push_back(page_of(recorded[number].key));
        std::ranges::sort(url_paths);
        url_paths.erase(std::unique(url_paths.begin(), url_paths.end()), url_paths.end());
        state_.plan = site::plan_pages(*state_.catalog, state_.configuration, state_.inventory, state_.theme,
                                       std::move(url_paths), std::move(outputs));
        std::unordered_map<std::string_view, std::uint32_t> pages;
        for (std::uint32_t i = 0; i < state_.plan.pages.size(); ++i) pages.emplace(state_.plan.pages[i].url_path, i);
        for (const std::uint32_t number : numbers_) {
            const graph::RecordedUnit& unit = recorded[number];
            const auto page = pages.find(page_of(unit.key));
            if (page == pages.end()) return false;
            const UnitRole role = unit.key.ends_with(feeds_ending) ? UnitRole::Feeds : UnitRole::Html;
            state_.units.push_back({page->second, role, std::string(unit.key), unit.plan});
        }
        return true;
    }

    // The address of the page that a unit is of.
    static std::string page_of(std::string_view key) {
        return std::string(key.substr(0, key.size() - (key.ends_with(feeds_ending) ? feeds_ending.size() : 0)));
    }

    bool publish_again(std::span<const PictureMark> pictures) {
        DataFiles data = read_data_files(in_.disk, state_.inventory, state_.inputs);
        if (!data.diagnostics.empty()) return false;
        state_.publication.emplace(Publication::Parts{state_.configuration, *state_.catalog, state_.plan, state_.theme,
                                                      std::move(data.values), std::move(data.digests),
                                                      *state_.documents, in_.options.now, state_.facts, state_.insets,
                                                      state_.pictures, state_.cards, state_.featured});
        state_.cards.take_standing(*state_.publication, in_.options.cards);
        // The smaller ones stand, as everything does.
        const auto looked = state_.pictures.look_again({*state_.publication, in_.disk, nullptr, state_.inputs, &before_,
                                                        state_.insets.cache(), nullptr, in_.options.threads},
                                                       pictures);
        return looked && !state_.pictures.has_faults();
    }

    bool prepare_search() {
        if (!state_.configuration.has_search || !fields_.intersects(searched_fields)) return true;
        std::vector<search::Document> changed;
        for (const Touched& touched : touched_) {
            if (touched.work == site::no_work) continue;
            const auto document = state_.documents->document(touched.work);
            if (!document) return false;
            changed.push_back(search_document(*state_.publication, touched.work, **document));
        }
        search_ = search::update_index(
            [&](std::string_view path) {
                return in_.sink.read_standing(std::string(site::search_folder) + std::string(path));
            },
            {}, changed);
        return search_.has_value();
    }

    BuildReport make() {
        BuildReport report;
        const graph::RecordHead& then = before_.head();
        report.works = then.works;
        report.hidden = then.hidden;
        report.pages = then.pages;
        report.units = before_.units().size();
        report.works_composed = changes_;
        if (auto told = site::decode_diagnostics(then.diagnostics)) report.diagnostics = std::move(*told);
        auto done = commit(report);
        if (!done) report.diagnostics.push_back({Severity::Error, std::move(done).error()});
        if (report.count(Severity::Error) > 0) return report;
        report.is_committed = true;
        tidy(report.diagnostics, in_.options.site_folder);
        if (in_.options.when_committed) in_.options.when_committed(report);
        report.record = record();
        return report;
    }

    Result<void> commit(BuildReport& report) {
        head_.search_index = before_.head().search_index;
        if (state_.units.empty() && !search_) {
            report.outputs = in_.sink.keep_all();
            return {};
        }
        in_.sink.keep_others();
        Rendering rendering(*state_.publication, state_.facts, &in_.sink);
        rendered_.resize(state_.units.size());
        CHECK(try_each(state_.units.size(), in_.options.threads, [&](std::size_t i, std::size_t) -> Result<void> {
            TRY(rendered_[i], rendering.make(state_.units[i]));
            return {};
        }));
        report.units_rendered = state_.units.size();
        for (const Unit& unit : state_.units) report.rendered.push_back({unit.key, {}});
        for (Diagnostics faults : {rendering.take_faults(), state_.publication->bodies().take_diagnostics()})
            std::ranges::move(faults, std::back_inserter(report.diagnostics));
        if (report.count(Severity::Error) > 0) return {};
        if (search_) {
            for (const std::string& path : search_->remove) in_.sink.drop(std::string(site::search_folder) + path);
            TRY(head_.search_index, put_search_files(std::move(*search_), head_.search_index, in_.sink));
        }
        TRY(report.outputs, in_.sink.commit());
        return {};
    }

    std::shared_ptr<const graph::BuildRecord> record() {
        graph::AmendmentWriter writer(before_);
        std::string work;
        for (const Touched& touched : touched_) {
            graph::RecordedSource source = before_.sources()[touched.source];
            source.stamp = touched.state.stamp;
            if (touched.work != site::no_work) {
                source.digest = touched.state.digest;
                source.body = touched.state.body;
                work.clear();
                site::encode_work(state_.catalog->work(touched.work), work);
                source.work = work;
            }
            writer.set_source(touched.source, source);
        }
        const std::vector<FactNumber> facts = number_facts(writer);
        for (std::size_t i = 0; i < state_.units.size(); ++i) {
            std::vector<graph::SourceRead> sources;
            for (const graph::WorkRead& read : rendered_[i].reads.works())
                sources.push_back({state_.sources.numbers[read.work], read.fields});
            std::vector<FactNumber> read_facts;
            for (const FactNumber fact : rendered_[i].reads.facts()) read_facts.push_back(facts[fact]);
            std::ranges::sort(read_facts);
            const Unit& unit = state_.units[i];
            writer.set_unit(numbers_[i], {unit.key, unit.plan, rendered_[i].outputs, sources, read_facts});
        }
        // Frames, what is hidden and when the clock changes something are as they were.
        graph::RecordHead head = before_.head();
        head.made_at = head_.made_at;
        head.outputs = in_.sink.fingerprint();
        head.search_index = head_.search_index;
        std::string bytes = std::move(writer).finish(head);
        if (in_.options.after == Afterwards::Abandon) return graph::BuildRecord::unread_amendment(std::move(bytes));
        return before_.amended(std::move(bytes));
    }

    // From numbers of this build's facts to the record's, which gets those that it lacks.
    std::vector<FactNumber> number_facts(graph::AmendmentWriter& writer) {
        constexpr FactNumber unknown = 0xffffffff;
        const auto& facts = state_.facts.facts();
        std::vector<FactNumber> numbers(facts.size(), unknown);
        std::map<std::pair<graph::FactKind, std::string_view>, std::size_t> wanted;
        for (std::size_t i = 0; i < facts.size(); ++i)
            wanted.emplace(std::pair(facts[i].kind, std::string_view(facts[i].subject)), i);
        const auto recorded = before_.facts();
        const auto take = [&](FactNumber number) {
            if (number >= recorded.size()) return;
            const auto found = wanted.find({recorded[number].kind, recorded[number].subject});
            if (found == wanted.end()) return;
            numbers[found->second] = number;
            wanted.erase(found);
        };
        // Most are those that these very pages asked before.
        for (const std::uint32_t unit : numbers_) {
            const graph::UnitReads reads(before_.units()[unit].reads, before_.masks());
            for (const FactNumber number : reads.facts()) take(number);
        }
        for (FactNumber number = 0; number < recorded.size() && !wanted.empty(); ++number) take(number);
        for (std::size_t i = 0; i < facts.size(); ++i) {
            if (numbers[i] != unknown) continue;
            const graph::Answer given = answer(*state_.publication, facts[i].kind, facts[i].subject);
            numbers[i] = writer.add_fact({facts[i].kind, facts[i].subject, given.digest, given.shown});
        }
        return numbers;
    }

    static constexpr std::string_view feeds_ending = " feeds";

    const Amending& in_;
    SiteState& state_;
    const graph::BuildRecord& before_;
    graph::RecordHead head_;
    std::vector<Touched> touched_;        // by source
    std::size_t changes_ = 0;             // those among them with other bytes
    WorkFields fields_;                   // of all of these
    std::vector<std::uint32_t> numbers_;  // of the units to make: in the record, rising
    std::optional<search::IndexUpdate> search_;
    std::vector<Rendered> rendered_;  // by unit
};

}  // namespace

std::optional<BuildReport> amend(const Amending& amending) {
    return Amender(amending).run();
}

}  // namespace byline::publish
