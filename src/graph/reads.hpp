// Reads are what the making of one page (or of one body) asked: fields of works, and facts. While a ReadScope lives,
// note() adds to its Reads whatever the same thread asks for.
// Everything that templates, feeds and bodies are made from is read through views that note what they give away; that
// is what makes a page's record complete. Reads belong to one thread at a time.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "graph/fact.hpp"
#include "site/work.hpp"
#include "site/work_fields.hpp"

namespace byline::graph {

struct WorkRead {
    site::WorkId work = site::no_work;
    site::WorkFields fields;
};

class Reads {
  public:
    void add(site::WorkId work, site::WorkFields fields);
    void add(FactNumber fact) { facts_.push_back(fact); }
    void add(const Reads& others);

    // Sorts by work and by fact, each once.
    void settle();
    // Settled, in rising order.
    [[nodiscard]] const std::vector<WorkRead>& works() const { return works_; }
    [[nodiscard]] const std::vector<FactNumber>& facts() const { return facts_; }

  private:
    std::vector<WorkRead> works_;
    std::vector<FactNumber> facts_;
};

// Scopes nest: what is read in the inner one goes to its Reads alone. Both arguments must outlive the scope.
class ReadScope {
  public:
    ReadScope(Reads& reads, FactTable& facts);
    ~ReadScope();
    ReadScope(const ReadScope&) = delete;
    ReadScope& operator=(const ReadScope&) = delete;

    // What the scopes outside of this one, if any, are told of a part whose reads were kept.
    static void note_all(const Reads& reads);

  private:
    friend void note(site::WorkId work, site::WorkFields fields);
    friend void note(FactKind kind, std::initializer_list<std::string_view> subject);

    Reads& reads_;
    FactTable& facts_;
    ReadScope* outer_;
    std::string subject_;  // of the fact that is noted: many are, and few are new
};

// Nothing is noted outside of every scope: when answers are worked out, and by builds that keep no record.
void note(site::WorkId work, site::WorkFields fields);
void note(FactKind kind, std::initializer_list<std::string_view> subject);

}  // namespace byline::graph
