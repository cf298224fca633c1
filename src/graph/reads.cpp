#include "graph/reads.hpp"

#include <algorithm>

namespace byline::graph {
namespace {

// Views are shared by all threads and asked by templates that know nothing of records: who is asking can only be told
// by the thread.
thread_local ReadScope* innermost = nullptr;

}  // namespace

void Reads::add(site::WorkId work, site::WorkFields fields) {
    // A template asks one work for several things in a row.
    if (!works_.empty() && works_.back().work == work)
        works_.back().fields = works_.back().fields | fields;
    else
        works_.push_back({work, fields});
}

void Reads::add(const Reads& others) {
    works_.insert(works_.end(), others.works_.begin(), others.works_.end());
    facts_.insert(facts_.end(), others.facts_.begin(), others.facts_.end());
}

void Reads::settle() {
    std::ranges::sort(works_, {}, &WorkRead::work);
    std::size_t kept = 0;
    for (const WorkRead& read : works_) {
        if (kept > 0 && works_[kept - 1].work == read.work)
            works_[kept - 1].fields = works_[kept - 1].fields | read.fields;
        else
            works_[kept++] = read;
    }
    works_.resize(kept);
    std::ranges::sort(facts_);
    facts_.erase(std::unique(facts_.begin(), facts_.end()), facts_.end());
    // They stay until the record is written: those of every page.
    works_.shrink_to_fit();
    facts_.shrink_to_fit();
}

ReadScope::ReadScope(Reads& reads, FactTable& facts) : reads_(reads), facts_(facts), outer_(innermost) {
    innermost = this;
}

ReadScope::~ReadScope() {
    innermost = outer_;
}

void ReadScope::note_all(const Reads& reads) {
    if (innermost != nullptr) innermost->reads_.add(reads);
}

void note(site::WorkId work, site::WorkFields fields) {
    if (innermost != nullptr) innermost->reads_.add(work, fields);
}

void note(FactKind kind, std::initializer_list<std::string_view> subject) {
    if (innermost == nullptr) return;
    join_subject(subject, innermost->subject_);
    innermost->reads_.add(innermost->facts_.number(kind, innermost->subject_));
}

}  // namespace byline::graph
