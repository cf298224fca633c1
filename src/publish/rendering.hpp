// A Rendering makes the bytes of units and gives them to the sink, and keeps what each read.
// make() may be called from several threads, for different units.
#pragma once

#include <mutex>
#include <vector>

#include "graph/reads.hpp"
#include "output/output_sink.hpp"
#include "publish/publication.hpp"
#include "publish/unit.hpp"
#include "result/diagnostic.hpp"

namespace byline::publish {

// A unit as it was rendered.
struct Rendered {
    graph::Reads reads;                 // settled
    std::vector<text::Digest> outputs;  // as output_paths_of() names them
};

class Rendering {
  public:
    // A null sink renders for the faults alone.
    Rendering(const Publication& publication, graph::FactTable& facts, output::OutputSink* sink)
        : publication_(publication), facts_(facts), sink_(sink) {}

    // An error is one of the system's; what is wrong with templates and texts is told by take_faults().
    [[nodiscard]] Result<Rendered> make(const Unit& unit);
    // Each fault once, with the first page that showed it, whichever thread was first.
    [[nodiscard]] Diagnostics take_faults();

  private:
    [[nodiscard]] Result<void> put(const std::string& path, output::Content content, Rendered& rendered);
    [[nodiscard]] Result<void> make_html(const site::Page& page, Rendered& rendered);
    [[nodiscard]] Result<void> make_feeds(const site::Page& page, Rendered& rendered);
    void record_fault(const site::Page& page, Error error);

    const Publication& publication_;
    graph::FactTable& facts_;
    output::OutputSink* sink_;
    std::mutex mutex_;  // guards what follows
    Diagnostics faults_;
};

}  // namespace byline::publish
