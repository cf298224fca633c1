// The OutputRecord says which files the last build made, and what they were: what need not be written again, and what
// may be removed. Its format is in docs/formats.md.
// Immutable: safe from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "disk/mapping.hpp"
#include "text/digest.hpp"

namespace byline::output {

struct OutputFact {
    text::Digest digest;
    std::uint64_t size = 0;  // bytes
    // A reading of the disk's clock: the file was as described then. When all its stamps lie before it, it still is.
    std::int64_t seen_ns = 0;

    friend bool operator==(const OutputFact&, const OutputFact&) = default;
};

struct OutputEntry {
    std::string_view path;  // below the output folder
    OutputFact fact;
};

class OutputRecord {
  public:
    OutputRecord() = default;  // of no build

    // `folder` names the output folder. Entries are sorted by path, each path once.
    [[nodiscard]] static std::string write(std::string_view folder, std::span<const OutputEntry> entries);

    // Takes a record as it stands on the disk. Nothing when it is not whole, of this version and of that folder: then
    // nobody knows which files are ours.
    [[nodiscard]] static std::optional<OutputRecord> read(std::unique_ptr<disk::Mapping> file, std::string_view folder);

    // By path, in order. They live as long as the record.
    [[nodiscard]] const std::vector<OutputEntry>& entries() const { return entries_; }
    [[nodiscard]] const OutputEntry* find(std::string_view path) const;
    // Tells one record from another; 0 is none.
    [[nodiscard]] std::uint64_t checksum() const { return checksum_; }

  private:
    void index();

    struct Slot {
        std::uint32_t tag = 0;     // of the path's digest
        std::uint32_t number = 0;  // of the entry, from 1; 0 where the slot is free
    };

    std::unique_ptr<disk::Mapping> file_;  // the paths point into it
    std::vector<OutputEntry> entries_;
    std::vector<Slot> slots_;  // open addressing, a power of two
    std::uint64_t checksum_ = 0;
};

// Whether a path stays below the folder that it is appended to: no record may lead us to another file of the disk.
[[nodiscard]] bool is_inside_folder(std::string_view path);

}  // namespace byline::output
