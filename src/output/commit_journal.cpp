#include "output/commit_journal.hpp"

#include "output/checked_file.hpp"
#include "text/byte_codec.hpp"

namespace byline::output {
namespace {

constexpr std::string_view journal_first_line = "byline commit 1\n";

void write_paths(text::ByteWriter& writer, const std::vector<std::string_view>& paths) {
    writer.u64(paths.size());
    for (const std::string_view path : paths) writer.string(path);
}

std::string_view read_path(text::ByteReader& reader) {
    const std::string_view path = reader.string();
    if (!is_inside_folder(path)) reader.fail();
    return path;
}

std::vector<std::string_view> read_paths(text::ByteReader& reader) {
    std::vector<std::string_view> paths(reader.count(2));
    for (std::string_view& path : paths) path = read_path(reader);
    return paths;
}

}  // namespace

std::string write_commit_journal(const CommitJournal& journal) {
    std::string file = begin_checked_file(journal_first_line);
    constexpr std::size_t most_of_a_move = 96;  // path, digest, numbers; those of longer paths grow the file
    file.reserve(journal.moves.size() * most_of_a_move);
    text::ByteWriter writer(file);
    writer.string(journal.folder);
    writer.fixed64(journal.base);
    writer.u8(static_cast<std::uint8_t>(journal.staged_names));
    write_paths(writer, journal.clearings);
    writer.u64(journal.moves.size());
    for (const StagedMove& move : journal.moves) {
        writer.string(move.path);
        writer.u64(move.number);
        writer.fixed64(move.fact.digest.high);
        writer.fixed64(move.fact.digest.low);
        writer.u64(move.fact.size);
    }
    write_paths(writer, journal.removals);
    finish_checked_file(journal_first_line, file);
    return file;
}

std::optional<CommitJournal> read_commit_journal(std::string_view bytes) {
    const auto checked = checked_body(bytes, journal_first_line);
    if (!checked) return std::nullopt;
    text::ByteReader reader(checked->body);
    CommitJournal journal;
    journal.folder = reader.string();
    journal.base = reader.fixed64();
    journal.staged_names = static_cast<StagedNames>(reader.u8(static_cast<std::uint8_t>(StagedNames::Numbers)));
    journal.clearings = read_paths(reader);
    constexpr std::size_t least_move_size = 20;
    journal.moves.resize(reader.count(least_move_size));
    for (StagedMove& move : journal.moves) {
        move.path = read_path(reader);
        move.number = reader.u64();
        move.fact.digest.high = reader.fixed64();
        move.fact.digest.low = reader.fixed64();
        move.fact.size = reader.u64();
    }
    journal.removals = read_paths(reader);
    if (!reader.is_complete()) return std::nullopt;
    return journal;
}

}  // namespace byline::output
