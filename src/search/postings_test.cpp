#include "search/postings.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/document_ids.hpp"
#include "search/index_properties.hpp"
#include "search/posting_pool.hpp"
#include "search/sizes.hpp"
#include "search/terms.hpp"

namespace byline::search {
namespace {

TEST(Postings, AreReadAsTheyWereWritten) {
    std::mt19937 random(1);
    for (unsigned id_bits = 4; id_bits <= 20; id_bits += 4) {
        PostingChunk chunk;
        for (const char* term : {"\x01kind", "\x02pair", "index", "搜", "搜索"}) {
            std::set<std::uint32_t> documents;
            const std::size_t count = 1 + random() % std::min<std::size_t>(500, std::size_t{1} << (id_bits - 2));
            while (documents.size() < count)
                documents.insert(static_cast<std::uint32_t>(random()) & ((1U << id_bits) - 1));
            chunk.push_back({term, {}});
            for (const std::uint32_t document : documents) {
                chunk.back().postings.push_back(
                    {document, static_cast<std::uint8_t>(term[0] <= 2 && term[0] > 0 ? 0 : random() % 32)});
            }
        }
        const std::string bytes = encode_postings(chunk, id_bits);
        EXPECT_EQ(decode_postings(bytes, id_bits), chunk);
        EXPECT_FALSE(decode_postings(bytes.substr(0, bytes.size() - 1), id_bits));
        EXPECT_FALSE(decode_postings(bytes + "x", id_bits));
    }
}

// What the fuzzer does, over files that are almost whole.
TEST(Postings, NeverReadBeyondDamagedBytes) {
    PostingChunk chunk = {{"a", {{1, 2}, {5, 31}}}, {"b", {{0, 0}, {511, 7}}}};
    const std::string whole = encode_postings(chunk, 9).substr(12);
    for (std::size_t i = 0; i < whole.size(); ++i) {
        for (unsigned bit = 0; bit < 8; bit += 3) {
            std::string damaged = whole;
            damaged[i] ^= static_cast<char>(1U << bit);
            require_of_body(damaged);
            require_of_body(damaged.substr(0, i));
        }
    }
    for (const std::string_view text : {"", "\xff\xfe",
                                        "a\x1f"
                                        "b\x1e"
                                        "c",
                                        "ﬁ½ⅣK", "\xF0\x9F\x98\x80 e\xCC\x81", "c++ c# d'c++"})
        require_of_text(text);
}

TEST(PostingPool, GivesBackEachTermOfAShard) {
    std::mt19937 random(2);
    PostingPool pool;
    std::map<TermKey, std::vector<std::uint32_t>> wanted;  // of one shard
    constexpr std::uint32_t shard = 7;
    for (std::uint32_t ordinal = 0; ordinal < 5000; ++ordinal) {
        std::set<TermKey> terms;
        for (int i = 0; i < 3; ++i) terms.insert((TermKey{1} << term_key_bits) - 1 - random() % 3000);
        for (const TermKey term : terms) {
            pool.add(shard + 256, {term, ordinal, static_cast<std::uint8_t>(ordinal % 256)});
            wanted[term].push_back(ordinal);
        }
        pool.add(shard + 1, {1, ordinal, 0});
    }
    const ShardTerms terms(pool, shard);
    EXPECT_EQ(terms.terms().size(), wanted.size());
    for (const ShardTerms::Term& term : terms.terms()) {
        std::vector<std::uint32_t> ordinals;
        for (const PostingPool::Entry& entry : terms.entries(term)) {
            ordinals.push_back(entry.ordinal());
            EXPECT_EQ(entry.term(), term.term);
            EXPECT_EQ(entry.evidence(), entry.ordinal() % 256);
        }
        EXPECT_EQ(ordinals, wanted[term.term]);
    }
    EXPECT_TRUE(ShardTerms(pool, shard + 2).terms().empty());
    pool.forget(shard);
    EXPECT_EQ(pool.entry_count(shard), 0U);
}

TEST(TermReader, KnowsTheHashOfEachName) {
    Lexicon lexicon;
    TermReader reader(lexicon, {.id_bits = 16});
    Document document;
    document.title = "Naïve resolvers of resolvers";
    document.tags = {"网络"};
    document.sections.push_back({"", "", "用Rust写的搜索 𠮷野家 ﾊﾟｿｺﾝ résumé"});
    for (const Occurrence& one : reader.read(document).occurrences)
        EXPECT_EQ(reader.hash_of(one.term), bucket_hash(reader.name_of(one.term))) << reader.name_of(one.term);
}

TEST(DocumentIds, FollowFromTheSetAlone) {
    std::vector<std::string> addresses;
    for (int i = 0; i < 1000; ++i) addresses.push_back("/" + std::to_string(i));
    std::sort(addresses.begin(), addresses.end());
    const unsigned id_bits = id_bits_of(addresses.size());
    const auto ids = assign_ids(addresses, id_bits);
    EXPECT_EQ(std::set<std::uint32_t>(ids.begin(), ids.end()).size(), addresses.size());
    EXPECT_LT(*std::max_element(ids.begin(), ids.end()), 1U << id_bits);
    std::size_t moved = 0;
    for (std::size_t without = 0; without < addresses.size(); without += 50) {
        auto fewer = addresses;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(without));
        const auto others = assign_ids(fewer, id_bits);
        for (std::size_t i = 0; i < fewer.size(); ++i) moved += others[i] != ids[i < without ? i : i + 1];
    }
    EXPECT_LT(moved, 20U);  // of 20 removals
}

TEST(Sizes, LengthsAreToldApartByHalfOctaves) {
    EXPECT_EQ(length_class_of(0), 0U);
    EXPECT_EQ(length_class_of(1), 0U);
    EXPECT_EQ(length_class_of(1024), 20U);
    EXPECT_EQ(length_class_of(1449), 21U);
    EXPECT_EQ(length_class_of(2047), 21U);
    EXPECT_EQ(length_class_of(2048), 22U);
    EXPECT_EQ(length_of_class(20), 1024U * 256);
}

}  // namespace
}  // namespace byline::search
