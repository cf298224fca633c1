#include "publish/record_keeping.hpp"

#include <utility>

#include "parallel/for_each_index.hpp"
#include "publish/answers.hpp"
#include "site/diagnostics_codec.hpp"
#include "site/work_codec.hpp"

namespace byline::publish {
namespace {

using graph::FactNumber;

class RecordKeeper {
  public:
    explicit RecordKeeper(const RecordKeeping& keeping) : keeping_(keeping), writer_(writer_of(keeping)) {}

    UnfinishedRecord keep() && {
        writer_.begin_sources(keeping_.sources.states.size());
        add_sources();
        writer_.begin_files(keeping_.files.size());
        for (const RecordedInput& file : keeping_.files) writer_.add_file({file.path, file.stamp, file.digest});
        if (keeping_.before != nullptr) writer_.adopt_masks(*keeping_.before);
        has_same_numbers_ = has_same_numbers();
        const FactNumber facts = number_facts();
        writer_.begin_facts(facts);
        add_facts();
        writer_.begin_units(keeping_.units.size());
        for (const SettledUnit& unit : keeping_.units) add_unit(unit);
        const std::uint64_t live = has_same_numbers_ ? keeping_.before->head().live_facts : facts;
        return {std::move(writer_), live};
    }

  private:
    static graph::RecordWriter writer_of(const RecordKeeping& keeping) {
        if (keeping.file != nullptr) return graph::RecordWriter(*keeping.file);
        return graph::RecordWriter(expected_size(keeping));
    }

    static std::size_t expected_size(const RecordKeeping& keeping) {
        // Memory that is never written to costs nothing; to be moved while it grows costs as much again.
        constexpr std::size_t most_of_a_source = 2048;
        if (keeping.before == nullptr) return keeping.sources.states.size() * most_of_a_source;
        const std::size_t last = keeping.before->bytes().size();
        return last + last / 16;
    }

    void add_sources() {
        const auto& states = keeping_.sources.states;
        std::size_t shown = 0;
        std::size_t hidden = 0;
        std::string work;
        std::string diagnostics;
        for (const SourceState& state : states) {
            graph::RecordedSource source;
            const auto id = static_cast<site::WorkId>(shown);
            const site::Work& made =
                state.is_shown ? keeping_.publication.catalog().work(id) : keeping_.sources.hidden[hidden];
            state.is_shown ? ++shown : ++hidden;
            source.path = made.path;
            source.stamp = state.stamp;
            source.digest = state.digest;
            source.body = state.body;
            source.was_shown = state.is_shown;
            if (state.is_shown) source.relations = keeping_.relations[id];
            if (state.is_same && stands_as_recorded(state, source)) {
                writer_.add_whole(state.before->whole);
                continue;
            }
            if (state.is_same) {
                source.work = state.before->work;
                source.diagnostics = state.before->diagnostics;
            } else {
                work.clear();
                diagnostics.clear();
                site::encode_work(made, work);
                site::encode_diagnostics(state.diagnostics, diagnostics);
                source.work = work;
                source.diagnostics = diagnostics;
            }
            writer_.add_source(source);
        }
    }

    static bool stands_as_recorded(const SourceState& state, const graph::RecordedSource& now) {
        const graph::RecordedSource& before = *state.before;
        return before.stamp == now.stamp && before.was_shown == now.was_shown && before.relations == now.relations;
    }

    // Whether sources and facts have the numbers that they had, so that the reads of kept units can stay as they are
    // written. Facts that nobody reads any more then stay too, until they are a quarter of all.
    [[nodiscard]] bool has_same_numbers() const {
        if (keeping_.before == nullptr || keeping_.sources.states.size() != keeping_.before->sources().size())
            return false;
        if (keeping_.facts.facts().size() > keeping_.before->head().live_facts / 4 * 5 + 1000) return false;
        const auto& numbers = keeping_.renewal->new_numbers();
        for (std::uint32_t i = 0; i < numbers.size(); ++i) {
            if (numbers[i] != i) return false;
        }
        return true;
    }

    [[nodiscard]] bool is_kept(const SettledUnit& unit) const { return unit.verdict.is_kept; }

    // Facts that no unit reads any more are dropped, the others numbered anew in the same order.
    FactNumber number_facts() {
        numbers_.assign(keeping_.facts.facts().size(), unused);
        if (has_same_numbers_) {
            for (FactNumber i = 0; i < numbers_.size(); ++i) numbers_[i] = i;
            return static_cast<FactNumber>(numbers_.size());
        }
        for (const SettledUnit& unit : keeping_.units) {
            if (is_kept(unit)) {
                scratch_.assign(unit.verdict.before->reads, keeping_.before->masks());
                for (const FactNumber fact : scratch_.facts()) numbers_[fact] = 0;
            } else {
                for (const FactNumber fact : unit.rendered.reads.facts()) numbers_[fact] = 0;
            }
        }
        FactNumber next = 0;
        for (FactNumber& number : numbers_) {
            if (number != unused) number = next++;
        }
        return next;
    }

    void add_facts() {
        const auto& facts = keeping_.facts.facts();
        const std::size_t known = keeping_.renewal == nullptr ? 0 : keeping_.renewal->answers().size();
        std::vector<graph::Answer> answers(facts.size() - known);
        parallel::for_each_index(answers.size(), keeping_.threads, [&](std::size_t i, std::size_t) {
            const graph::Fact& fact = facts[known + i];
            if (numbers_[known + i] != unused) answers[i] = answer(keeping_.publication, fact.kind, fact.subject);
        });
        for (std::size_t i = 0; i < facts.size(); ++i) {
            if (numbers_[i] == unused) continue;
            const graph::Answer& given = i < known ? keeping_.renewal->answers()[i] : answers[i - known];
            writer_.add_fact({facts[i].kind, facts[i].subject, given.digest, given.shown});
        }
    }

    void add_unit(const SettledUnit& unit) {
        if (is_kept(unit) && has_same_numbers_) return writer_.add_whole(unit.verdict.before->whole);
        sources_.clear();
        facts_.clear();
        std::span<const FactNumber> read_facts;
        if (is_kept(unit)) {
            scratch_.assign(unit.verdict.before->reads, keeping_.before->masks());
            for (const graph::SourceRead& read : scratch_.sources())
                sources_.push_back({keeping_.renewal->new_numbers()[read.source], read.fields});
            read_facts = scratch_.facts();
        } else {
            for (const graph::WorkRead& read : unit.rendered.reads.works())
                sources_.push_back({keeping_.sources.numbers[read.work], read.fields});
            read_facts = unit.rendered.reads.facts();
        }
        for (const FactNumber fact : read_facts) facts_.push_back(numbers_[fact]);
        writer_.add_unit({unit.unit->key, unit.unit->plan, outputs_of(unit), sources_, facts_});
    }

    std::span<const text::Digest> outputs_of(const SettledUnit& unit) {
        if (!is_kept(unit)) return unit.rendered.outputs;
        outputs_ = graph::digests_of(*unit.verdict.before);
        return outputs_;
    }

    static constexpr FactNumber unused = 0xffffffff;

    const RecordKeeping& keeping_;
    graph::RecordWriter writer_;
    bool has_same_numbers_ = false;
    std::vector<FactNumber> numbers_;  // by number in the table
    graph::UnitReads scratch_;
    std::vector<graph::SourceRead> sources_;
    std::vector<FactNumber> facts_;
    std::vector<text::Digest> outputs_;
};

}  // namespace

UnfinishedRecord begin_record(const RecordKeeping& keeping) {
    return RecordKeeper(keeping).keep();
}

}  // namespace byline::publish
