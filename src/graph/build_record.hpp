// A BuildRecord is what one build keeps for the next: the works that it composed, what it made of them, and what each
// unit read to be made. One flat file, `.byline/record`, used where it lies; its format is in docs/formats.md.
// Immutable; any number of threads may read it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "disk/new_file.hpp"
#include "graph/fact.hpp"
#include "site/work_fields.hpp"
#include "text/byte_codec.hpp"
#include "text/digest.hpp"

namespace byline::graph {

// Names the format and its version.
inline constexpr std::string_view record_first_line = "byline record 6\n";

// Tells whether a file is still the one that was read, without reading it. A file that was changed so shortly before
// it was read that a later change could leave the same stamp has none, and is read again next time.
struct FileStamp {
    std::int64_t size = -1;  // bytes; below zero: no stamp
    std::int64_t modified_ns = 0;
    std::int64_t changed_ns = 0;
    std::uint64_t inode = 0;

    [[nodiscard]] bool is_known() const { return size >= 0; }
    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// How a work stands to others, as digests; by `relation_fields`.
inline constexpr std::array relation_fields = {site::WorkField::Previous,      site::WorkField::Next,
                                               site::WorkField::Related,       site::WorkField::Backlinks,
                                               site::WorkField::Translations,  site::WorkField::TermPositions,
                                               site::WorkField::SeriesPosition};
using Relations = std::array<std::uint64_t, relation_fields.size()>;

// Digests over all works of what relations and links are worked out from. While one stays, so do they.
struct Frames {
    std::uint64_t addresses = 0;   // what works are found by, and all output paths
    std::uint64_t order = 0;       // what lists, terms and series are made of
    std::uint64_t references = 0;  // what works link to

    friend bool operator==(const Frames&, const Frames&) = default;
};

struct RecordHead {
    std::string program;           // which build of Byline wrote it
    text::Digest configuration;    // the bytes of byline.toml
    text::Digest options;          // what the command line adds
    text::Digest theme;            // all its files
    text::Digest featured;         // all featured comments
    std::int64_t made_at = 0;      // the moment that decided what is scheduled: seconds since the epoch
    std::int64_t valid_until = 0;  // the first later moment at which the clock alone changes something
    Frames frames;
    std::uint64_t works = 0;       // shown
    std::uint64_t live_facts = 0;  // read by some unit, when that was last counted
    std::uint64_t hidden = 0;
    std::uint64_t pages = 0;
    std::uint64_t outputs = 0;  // fingerprint of the files that it was committed with
    text::Digest search_index;  // of the head of the search index that was made; zero for none
    bool has_warnings = false;
    bool is_provisional = false;  // something failed that may succeed the next time, though nothing of the site changes
    std::string diagnostics;      // encoded; all that the build told
    std::string link_faults;      // encoded; those among them that the check of links found
};

// A content file. Its number is its place in the order of paths.
struct RecordedSource {
    std::string_view path;
    FileStamp stamp;
    text::Digest digest;
    std::uint64_t body = 0;  // of what is rendered of it
    bool was_shown = false;
    Relations relations{};         // of a shown one
    std::string_view work;         // site::encode_work()
    std::string_view diagnostics;  // site::encode_diagnostics()
    std::string_view whole;        // all of this as it stands in the record it was read from
};

// Another file that was read or copied: of _data/, static/, beside the content.
struct RecordedFile {
    std::string_view path;
    FileStamp stamp;
    text::Digest digest;  // of the bytes
};

struct RecordedFact {
    FactKind kind = FactKind::Site;
    std::string_view subject;
    std::uint64_t digest = 0;
    std::string_view shown;
};

struct SourceRead {
    std::uint32_t source = 0;  // number
    site::WorkFields fields;
};

// Something that is made as a whole or not at all: the HTML of a page, or the feeds of a list.
struct RecordedUnit {
    std::string_view key;  // unique: see publish/unit.hpp
    std::uint64_t plan = 0;
    std::string_view output_digests;  // 16 bytes each
    std::string_view reads;           // read with UnitReads
    std::string_view whole;           // all of this as it stands in the record it was read from
};

[[nodiscard]] std::vector<text::Digest> digests_of(const RecordedUnit& unit);

// Sets of fields by their numbers.
class Masks {
  public:
    Masks() = default;
    explicit Masks(std::span<const site::WorkFields> known) : all_(known.begin(), known.end()) {}

    // The next free one when the set is new.
    [[nodiscard]] std::uint64_t number_of(site::WorkFields fields);
    [[nodiscard]] std::span<const site::WorkFields> all() const { return all_; }

  private:
    std::vector<site::WorkFields> all_;
};

// A unit that was made; sources and facts in rising order.
struct UnitToRecord {
    std::string_view key;
    std::uint64_t plan = 0;
    std::span<const text::Digest> outputs;
    std::span<const SourceRead> sources;
    std::span<const FactNumber> facts;
};

// Walks the reads of a unit in rising order of sources, then of facts.
class UnitReads {
  public:
    UnitReads() = default;
    UnitReads(std::string_view bytes, std::span<const site::WorkFields> masks);
    void assign(std::string_view bytes, std::span<const site::WorkFields> masks);

    [[nodiscard]] const std::vector<SourceRead>& sources() const { return sources_; }
    [[nodiscard]] const std::vector<FactNumber>& facts() const { return facts_; }

  private:
    std::vector<SourceRead> sources_;
    std::vector<FactNumber> facts_;
};

// Whether a unit read one of these fields of one of these sources, which are in rising order.
[[nodiscard]] bool reads_any(const RecordedUnit& unit, std::span<const SourceRead> changes,
                             std::span<const site::WorkFields> masks);

class BuildRecord : public std::enable_shared_from_this<BuildRecord> {
  public:
    // Null when the bytes are not a whole record of this format: then the next build starts from nothing.
    [[nodiscard]] static std::shared_ptr<const BuildRecord> read(std::string bytes);
    // The same of bytes that `owner` keeps (a mapped file). With `amendment`, what an AmendmentWriter made of it: a
    // whole one that belongs to this very record takes effect, any other none.
    [[nodiscard]] static std::shared_ptr<const BuildRecord> read(std::shared_ptr<const void> owner,
                                                                 std::string_view bytes, std::string amendment = {});
    // This one, with another amendment; null when that is none of it.
    [[nodiscard]] std::shared_ptr<const BuildRecord> amended(std::string amendment) const;

    // For who only keeps the bytes, or has them in a file of so many: nothing else can be asked of it.
    [[nodiscard]] static std::shared_ptr<const BuildRecord> unread(std::string bytes);
    [[nodiscard]] static std::shared_ptr<const BuildRecord> written(std::uint64_t size);
    [[nodiscard]] static std::shared_ptr<const BuildRecord> unread_amendment(std::string amendment);

    [[nodiscard]] std::string_view bytes() const { return bytes_; }  // without the amendment
    [[nodiscard]] std::uint64_t size() const { return bytes_.empty() ? written_size_ : bytes_.size(); }  // of bytes()
    [[nodiscard]] std::string_view amendment() const { return amendment_; }  // empty when it has none
    [[nodiscard]] const text::Digest& checksum() const { return checksum_; }
    [[nodiscard]] const RecordHead& head() const { return head_; }
    [[nodiscard]] std::span<const RecordedSource> sources() const { return sources_; }  // by path
    [[nodiscard]] std::span<const RecordedFile> files() const { return files_; }        // by path
    [[nodiscard]] std::span<const RecordedFact> facts() const { return facts_; }        // by number
    [[nodiscard]] std::span<const RecordedUnit> units() const { return units_; }        // by key
    [[nodiscard]] std::span<const site::WorkFields> masks() const { return masks_; }

    // What publish keeps of the site as a whole; empty when it keeps nothing.
    [[nodiscard]] std::string_view tables() const { return tables_; }

    // What of these comes from the amendment: numbers in rising order, and all facts and masks from these on.
    [[nodiscard]] std::span<const std::uint32_t> amended_sources() const { return amended_sources_; }
    [[nodiscard]] std::span<const std::uint32_t> amended_units() const { return amended_units_; }
    [[nodiscard]] std::size_t own_facts() const { return own_facts_; }
    [[nodiscard]] std::size_t own_masks() const { return own_masks_; }

    // Null when there is none.
    [[nodiscard]] const RecordedFile* find_file(std::string_view path) const;

  private:
    BuildRecord() = default;
    [[nodiscard]] bool parse();
    [[nodiscard]] bool amend();

    // Shared: a mapped file is closed, and a text freed, by whoever lets go of the record last.
    std::shared_ptr<const void> owner_;
    std::string_view bytes_;
    std::uint64_t written_size_ = 0;  // of one that was only written
    std::string amendment_;
    text::Digest checksum_;
    std::string_view tables_;
    std::vector<std::uint32_t> amended_sources_;
    std::vector<std::uint32_t> amended_units_;
    std::size_t own_facts_ = 0;
    std::size_t own_masks_ = 0;
    RecordHead head_;
    std::vector<RecordedSource> sources_;
    std::vector<RecordedFile> files_;
    std::vector<RecordedFact> facts_;
    std::vector<RecordedUnit> units_;
    std::vector<site::WorkFields> masks_;
};

// Puts a record together in one pass: begin_sources() and then each source, then files, facts and units alike, in the
// order of their paths, numbers and keys; and finish() once.
class RecordWriter {
  public:
    // `expected_size` in bytes, so that the bytes are not moved while they grow.
    explicit RecordWriter(std::size_t expected_size);
    // Into `file`, which outlives the writer, as it is made: a million works are a thousand megabytes.
    explicit RecordWriter(disk::NewFile& file);

    // What `before` calls the sets of fields keeps its numbers, so that its units can be added as they stand.
    void adopt_masks(const BuildRecord& before) { masks_ = Masks(before.masks()); }
    // One more source or unit, as another record has it.
    void add_whole(std::string_view whole) {
        bytes_.append(whole);
        pass_on_when_large();
    }

    void begin_sources(std::size_t count) { text::ByteWriter(bytes_).u64(count); }
    void add_source(const RecordedSource& source);
    void begin_files(std::size_t count) { text::ByteWriter(bytes_).u64(count); }
    void add_file(const RecordedFile& file);
    void begin_facts(std::size_t count) { text::ByteWriter(bytes_).u64(count); }
    void add_fact(const RecordedFact& fact);
    void begin_units(std::size_t count) { text::ByteWriter(bytes_).u64(count); }
    void add_unit(const UnitToRecord& unit);

    // The bytes, unless they went into a file; that is still to be finished.
    [[nodiscard]] std::string finish(const RecordHead& head, std::string_view tables) &&;

  private:
    static constexpr std::size_t piece_size = std::size_t{1} << 20;

    void pass_on_when_large() {
        if (file_ != nullptr && bytes_.size() >= piece_size) pass_on_all();
    }
    void pass_on_all();
    void pass_on(std::string_view piece);

    disk::NewFile* file_ = nullptr;
    std::string bytes_;            // with a file, those that it does not have yet
    std::uint64_t passed_on_ = 0;  // bytes
    text::DigestBuilder digest_;   // of these, without the first line
    Masks masks_;
};

}  // namespace byline::graph
