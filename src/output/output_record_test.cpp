#include "output/output_record.hpp"

#include <gtest/gtest.h>

#include "output/state_file_properties.hpp"

namespace byline::output {
namespace {

std::optional<OutputRecord> read(std::string bytes, std::string_view folder = "public") {
    return record_of(std::move(bytes), folder);
}

std::string sample_record() {
    const std::vector<OutputEntry> entries = {{"a/index.html", {text::digest_of("a"), 1, 1'700'000'000'000'000'001}},
                                              {"index.html", {text::digest_of("home"), 1'000'000, 5}},
                                              {"重庆 火锅/index.html", {text::digest_of("b"), 0, 0}}};
    return OutputRecord::write("public", entries);
}

CommitJournal sample_journal() {
    return {
        .folder = "public",
        .base = 0x0102030405060708,
        .staged_names = StagedNames::Paths,
        .clearings = {"a"},
        .moves = {{"a/index.html", 3, {text::digest_of("a"), 1, 0}}, {"文.txt", 400, {text::digest_of("b"), 300, 0}}},
        .removals = {"old/index.html", "older.txt"}};
}

TEST(OutputRecordTest, ReadsWhatItWrote) {
    const auto record = read(sample_record());
    ASSERT_TRUE(record);
    ASSERT_EQ(record->entries().size(), 3U);
    const OutputEntry* const chinese = record->find("重庆 火锅/index.html");
    ASSERT_NE(chinese, nullptr);
    EXPECT_EQ(chinese->fact, (OutputFact{text::digest_of("b"), 0, 0}));
    EXPECT_EQ(record->find("a/index.html")->fact.seen_ns, 1'700'000'000'000'000'001);
    EXPECT_EQ(record->find("index.html")->fact.size, 1'000'000U);
    EXPECT_EQ(record->find("index"), nullptr);
    EXPECT_NE(record->checksum(), 0U);
    EXPECT_EQ(OutputRecord().find("index.html"), nullptr);
}

TEST(OutputRecordTest, FindsEachOfMany) {
    std::vector<std::string> paths;
    for (int i = 10000; i < 20000; ++i) paths.push_back("articles/" + std::to_string(i) + "/index.html");
    std::vector<OutputEntry> entries;
    for (const std::string& path : paths) entries.push_back({path, {text::digest_of(path), path.size(), 7}});
    const auto record = read(OutputRecord::write("public", entries));
    ASSERT_TRUE(record);
    for (const std::string& path : paths) {
        const OutputEntry* const entry = record->find(path);
        ASSERT_NE(entry, nullptr);
        EXPECT_EQ(entry->fact.digest, text::digest_of(path));
        EXPECT_EQ(record->find(path + "x"), nullptr);
    }
}

TEST(OutputRecordTest, IsNothingForAnotherFolder) {
    EXPECT_FALSE(read(sample_record(), "site"));
}

// What is cut off or has one wrong bit is nothing, never a fault.
TEST(OutputRecordTest, SeesEveryDamage) {
    const std::string whole = sample_record();
    for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(read(whole.substr(0, size))) << size;
    for (std::size_t at = 0; at < whole.size() * 8; ++at) {
        std::string damaged = whole;
        damaged[at / 8] = static_cast<char>(damaged[at / 8] ^ (1 << (at % 8)));
        EXPECT_FALSE(read(damaged)) << at;
    }
    EXPECT_FALSE(read(whole + "x"));
}

// A record is part of a folder that one may have got from somebody else: it names no file outside of the output.
TEST(OutputRecordTest, RefusesPathsThatLeadOutside) {
    for (const char* path : {"../secret", "/etc/passwd", "a/../../b", "a//b", "a/./b", "a/..", "", "a/", "."}) {
        const std::vector<OutputEntry> entries = {{path, {text::digest_of("x"), 1, 0}}};
        EXPECT_FALSE(read(OutputRecord::write("public", entries))) << path;
        CommitJournal journal = sample_journal();
        journal.removals = {path};
        EXPECT_FALSE(read_commit_journal(write_commit_journal(journal))) << path;
        journal = sample_journal();
        journal.moves[0].path = path;
        EXPECT_FALSE(read_commit_journal(write_commit_journal(journal))) << path;
    }
    EXPECT_TRUE(is_inside_folder("a.b/..c/...d"));
}

TEST(OutputRecordTest, RefusesPathsOutOfOrder) {
    const std::vector<OutputEntry> entries = {{"b", {text::digest_of("x"), 1, 0}}, {"a", {text::digest_of("x"), 1, 0}}};
    EXPECT_FALSE(read(OutputRecord::write("public", entries)));
}

TEST(CommitJournalTest, ReadsWhatItWrote) {
    const CommitJournal journal = sample_journal();
    const std::string bytes = write_commit_journal(journal);
    const auto read = read_commit_journal(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->folder, journal.folder);
    EXPECT_EQ(read->base, journal.base);
    EXPECT_EQ(read->staged_names, journal.staged_names);
    EXPECT_EQ(read->clearings, journal.clearings);
    EXPECT_EQ(read->removals, journal.removals);
    ASSERT_EQ(read->moves.size(), 2U);
    EXPECT_EQ(read->moves[1].path, "文.txt");
    EXPECT_EQ(read->moves[1].number, 400U);
    EXPECT_EQ(read->moves[1].fact, journal.moves[1].fact);
}

TEST(CommitJournalTest, SeesEveryDamage) {
    const std::string whole = write_commit_journal(sample_journal());
    for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(read_commit_journal(whole.substr(0, size)));
    for (std::size_t at = 0; at < whole.size() * 8; ++at) {
        std::string damaged = whole;
        damaged[at / 8] = static_cast<char>(damaged[at / 8] ^ (1 << (at % 8)));
        EXPECT_FALSE(read_commit_journal(damaged)) << at;
    }
    EXPECT_FALSE(read_commit_journal(whole + "x"));
}

// Bodies with a right checksum and wrong contents: cut off, and with each byte replaced in turn.
TEST(StateFileProperties, HoldForDamagedBodies) {
    const auto body_of = [](const std::string& file) {
        return file.substr(file.find('\n') + 1 + sizeof(std::uint64_t));
    };
    for (const std::string& whole : {body_of(sample_record()), body_of(write_commit_journal(sample_journal()))}) {
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            require_of_record_body(whole.substr(0, size));
            require_of_journal_body(whole.substr(0, size));
        }
        std::string changed = whole;
        for (std::size_t i = 0; i < whole.size(); ++i) {
            for (const char c : {'\0', '\x01', '/', '.', '\x7f', '\x80', '\xff'}) {
                changed[i] = c;
                require_of_record_body(changed);
                require_of_journal_body(changed);
            }
            changed[i] = whole[i];
        }
    }
}

}  // namespace
}  // namespace byline::output
