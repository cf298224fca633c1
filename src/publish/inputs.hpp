// Inputs are the files of a site beside its content files: data, static files, pictures among the content. They know
// whether a file is still the one that the last build read, so that it is not read again.
// note_digest() may be called from several threads, for different files; the rest belongs to the building thread.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "disk/disk.hpp"
#include "graph/build_record.hpp"
#include "highlighting/definition.hpp"
#include "output/output_sink.hpp"
#include "result/diagnostic.hpp"
#include "site/inventory.hpp"
#include "site/plan.hpp"
#include "templating/value.hpp"

namespace byline::cache {
class ContentCache;
}

namespace byline::publish {

struct RecordedInput {
    std::string path;  // from the site's folder
    graph::FileStamp stamp;
    text::Digest digest;  // of the bytes, once they are known
};

class Inputs {
  public:
    Inputs() = default;
    Inputs(const site::Inventory& inventory, std::int64_t listed_at);

    // In which way the files are others than the record has: "static/new.txt is new". Empty when they are the same.
    [[nodiscard]] std::string first_change(const graph::BuildRecord& record) const;
    // Whether both are the same files, none changed between the two listings.
    [[nodiscard]] bool are_same_as(const Inputs& others) const;
    // The recorded digest, while the file is as it was then; nothing when it must be read.
    [[nodiscard]] std::optional<text::Digest> known_digest(const graph::BuildRecord* record,
                                                           std::string_view disk_path) const;
    void note_digest(std::string_view disk_path, const text::Digest& digest);

    [[nodiscard]] const std::vector<RecordedInput>& recorded() const { return inputs_; }  // by path

  private:
    [[nodiscard]] std::size_t find(std::string_view disk_path) const;  // its index; they are all listed

    std::string folder_;  // before the paths, with its slash
    std::vector<RecordedInput> inputs_;
};

// What languages/ holds; not more than a site could have written by hand.
struct LanguageFiles {
    std::vector<highlighting::DefinitionFile> files;
    text::Digest digest;  // of all of them; the default one when there are none
    Diagnostics diagnostics;
};
[[nodiscard]] LanguageFiles read_language_files(const disk::Disk& disk, const site::Inventory& inventory);

// What _data/ holds, as templates see it.
struct DataFiles {
    templating::Value values;                                   // map by file name, of maps by folder
    std::map<std::string, std::uint64_t, std::less<>> digests;  // of all files below each first name
    Diagnostics diagnostics;
};
[[nodiscard]] DataFiles read_data_files(const disk::Disk& disk, const site::Inventory& inventory, Inputs& inputs);

// Copies files as they are, but for what pictures tell about their maker. copy() may be called from several threads,
// for different files.
class FileCopies {
  public:
    // A null sink only looks whether each can be opened. With `pictures`, what these tell about their maker is left
    // out; it is where the facts of pictures are kept.
    FileCopies(const disk::Disk& disk, output::OutputSink* sink, const graph::BuildRecord* before, Inputs& inputs,
               cache::ContentCache* pictures)
        : disk_(disk), sink_(sink), before_(before), inputs_(inputs), pictures_(pictures) {}

    // A file that cannot be read is one fault among others; one that cannot be written is the error returned.
    [[nodiscard]] Result<void> copy(const site::CopiedFile& file);
    [[nodiscard]] Diagnostics take_faults();

  private:
    [[nodiscard]] Result<void> copy_picture(const site::CopiedFile& file);
    void add_fault(Severity severity, Error error);

    const disk::Disk& disk_;
    output::OutputSink* sink_;
    const graph::BuildRecord* before_;
    Inputs& inputs_;
    cache::ContentCache* pictures_;
    std::mutex mutex_;  // guards what follows
    Diagnostics faults_;
};

}  // namespace byline::publish
