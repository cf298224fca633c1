// Bodies are the rendered texts of works: made when a page first needs one, kept only while another still will.
// Safe from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/reads.hpp"
#include "markdown/document.hpp"
#include "result/diagnostic.hpp"
#include "site/catalog.hpp"
#include "templating/value.hpp"

namespace byline::publish {

class Publication;

// Where Documents come from: from memory while they fit, else parsed again from disk.
class BodySource {
  public:
    BodySource() = default;
    BodySource(const BodySource&) = delete;
    BodySource& operator=(const BodySource&) = delete;
    virtual ~BodySource() = default;

    // Called from several threads. The document may be given away: a body is asked for once, or rarely again.
    [[nodiscard]] virtual Result<std::shared_ptr<const markdown::Document>> document(site::WorkId id) = 0;
};

class Bodies {
  public:
    // `keep` says of each work whether more than its own page will ask for its body (feeds).
    Bodies(const Publication& publication, BodySource& source, std::vector<bool> keep, graph::FactTable& facts);

    // The body as safe HTML; on an error that is recorded, empty.
    [[nodiscard]] templating::Value get(site::WorkId id);
    // The same with absolute links, as feeds need it; as text, not as a template's value.
    [[nodiscard]] std::shared_ptr<const std::string> get_absolute(site::WorkId id);
    // The same for an embed; `chain` holds the works it is being embedded into.
    [[nodiscard]] std::string render(site::WorkId id, std::vector<site::WorkId> chain);
    // The body in parts, divided at its thematic breaks: [{number, id, class, title, html, notes}].
    [[nodiscard]] templating::Value slides(site::WorkId id);
    // How many blocks of `original` are no longer as a translation's record has them; 0 for no_work.
    [[nodiscard]] std::int64_t blocks_behind(site::WorkId original, std::string_view translated_from);
    // The address of a picture that the front matter or a body of `id` names.
    [[nodiscard]] std::string picture_href(site::WorkId id, std::string_view destination) const;
    // Lets go of what is kept, because something that bodies are made of has changed.
    void forget();
    // What went wrong while bodies were rendered: components, embeds.
    [[nodiscard]] Diagnostics take_diagnostics();
    void report(Diagnostic diagnostic);

  private:
    // Notes that the body of `id` is read. Null on an error, which is recorded.
    [[nodiscard]] std::shared_ptr<const markdown::Document> read(site::WorkId id);

    const Publication& publication_;
    BodySource& source_;
    struct Kept {
        templating::Value body;  // undefined: not rendered yet
        graph::Reads reads;      // what it was made of, for whoever asks for it next
    };

    std::vector<bool> keep_;
    graph::FactTable& facts_;
    std::mutex mutex_;  // guards what follows
    std::unordered_map<site::WorkId, Kept> kept_;
    // Shared with the feeds that are being written, on any thread.
    std::unordered_map<site::WorkId, std::shared_ptr<const std::string>> kept_absolute_;
    Diagnostics diagnostics_;
};

}  // namespace byline::publish
