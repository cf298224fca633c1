// What holds for every record of outputs and every journal, whatever the bytes; asked by the fuzzer and by tests.
// Functions without state. A property that does not hold ends the process.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "output/checked_file.hpp"
#include "output/commit_journal.hpp"
#include "output/output_record.hpp"

namespace byline::output {

inline void require(bool holds, const char* property) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", property);
    std::abort();
}

class GivenBytes final : public disk::Mapping {
  public:
    explicit GivenBytes(std::string bytes) : owned_(std::move(bytes)) { bytes_ = owned_; }

  private:
    std::string owned_;
};

inline std::optional<OutputRecord> record_of(std::string bytes, std::string_view folder) {
    return OutputRecord::read(std::make_unique<GivenBytes>(std::move(bytes)), folder);
}

inline std::string checked_file(std::string_view first_line, std::string_view body) {
    std::string file = begin_checked_file(first_line);
    file += body;
    finish_checked_file(first_line, file);
    return file;
}

// `body` is what follows the checksum, so that the fuzzer need not guess that.
inline void require_of_record_body(std::string_view body) {
    const std::string folder(text::ByteReader(body).string());
    const auto record = record_of(checked_file("byline outputs 2\n", body), folder);
    if (!record) return;
    for (const OutputEntry& entry : record->entries()) {
        require(is_inside_folder(entry.path), "a record names files of its folder only");
        require(record->find(entry.path) == &entry, "each entry is found by its path");
    }
    const auto again = record_of(OutputRecord::write(folder, record->entries()), folder);
    require(again.has_value(), "what was read can be written and read");
    require(again->entries().size() == record->entries().size(), "with as many entries");
    for (std::size_t i = 0; i < again->entries().size(); ++i) {
        require(again->entries()[i].path == record->entries()[i].path, "of the same paths");
        require(again->entries()[i].fact == record->entries()[i].fact, "and the same facts");
    }
}

inline void require_of_journal_body(std::string_view body) {
    const std::string whole = checked_file("byline commit 1\n", body);
    const auto journal = read_commit_journal(whole);
    if (!journal) return;
    for (const StagedMove& move : journal->moves) require(is_inside_folder(move.path), "files are moved to the folder");
    for (const std::string_view path : journal->removals)
        require(is_inside_folder(path), "files of the folder are removed");
    for (const std::string_view path : journal->clearings)
        require(is_inside_folder(path), "files of the folder are cleared");
    require(write_commit_journal(*journal) == whole, "a journal has one encoding");
}

}  // namespace byline::output
