#include "search/update_index.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/build_index.hpp"
#include "search/document_parts.hpp"
#include "search/index_properties.hpp"
#include "search/random_documents.hpp"
#include "search/terms.hpp"
#include "search/tokens.hpp"
#include "search/update_properties.hpp"

namespace byline::search {
namespace {

using Files = IndexFiles;
using Site = std::map<std::string, Document>;

Files built(const Site& site) {
    std::vector<Document> documents;
    for (const auto& [address, document] : site) documents.push_back(document);
    Files files;
    std::vector<File> list = build_index(documents, 2).value();
    for (File& file : list) files.emplace(std::move(file.path), std::move(file.bytes));
    return files;
}

void carry_out_all(const IndexUpdate& update, Files& files) {
    for (const File& file : update.write)
        EXPECT_TRUE(!files.contains(file.path) || files[file.path] != file.bytes) << file.path << " stands already";
    for (const std::string& path : update.remove) EXPECT_TRUE(files.contains(path)) << path;
    carry_out(update, files);
}

// Documents that are other, new or gone.
struct Edit {
    std::vector<std::string> removed;
    std::vector<Document> changed;
};

Edit random_edit(RandomDocuments& random, Site& site) {
    Edit edit;
    for (std::size_t i = 1 + random.below(3); i > 0; --i) {
        const Document document = random.document(random.below(60));
        const bool is_there = site.contains(document.address);
        if (is_there && random.below(3) == 0) {
            edit.removed.push_back(document.address);
            std::erase_if(edit.changed, [&](const Document& other) { return other.address == document.address; });
            site.erase(document.address);
            continue;
        }
        Document changed = document;
        if (is_there && random.below(2) == 0) {  // one word more
            changed = site[document.address];
            changed.sections.push_back({"", "", random.text(1)});
        }
        std::erase(edit.removed, document.address);
        edit.changed.push_back(changed);
        site[document.address] = changed;
    }
    return edit;
}

TEST(UpdateIndex, MakesWhatABuildMakes) {
    std::size_t updated = 0;
    for (unsigned seed = 1; seed <= 3; ++seed) {
        RandomDocuments random(seed);
        Site site;
        for (std::size_t i = 0; i < random.below(40); ++i) site["/a/" + std::to_string(i) + "/"] = random.document(i);
        Files files = built(site);
        for (int step = 0; step < 12; ++step) {
            const Edit edit = random_edit(random, site);
            const auto update = update_index(reader_of(files), edit.removed, edit.changed);
            const Files wanted = built(site);
            if (update) {
                ++updated;
                carry_out_all(*update, files);
                ASSERT_EQ(files, wanted) << "seed " << seed << ", step " << step;
            }
            files = wanted;
        }
    }
    EXPECT_GT(updated, 15U);  // of 36: the others went over a bound of the layout
}

TEST(UpdateIndex, CostsNothingWhenNothingIsOther) {
    RandomDocuments random(7);
    Site site;
    for (std::size_t i = 0; i < 20; ++i) site["/a/" + std::to_string(i) + "/"] = random.document(i);
    const Files files = built(site);
    EXPECT_EQ(update_index(reader_of(files), {}, std::vector{site["/a/3/"], site["/a/4/"]}), IndexUpdate());
    EXPECT_EQ(update_index(reader_of(files), std::vector<std::string>{"/never/"}, {}), IndexUpdate());
}

TEST(UpdateIndex, RewritesOnlyWhatHoldsAChangedTerm) {
    RandomDocuments random(8);
    Site site;
    for (std::size_t i = 0; i < 150; ++i) {
        site["/a/" + std::to_string(i) + "/"] = random.document(i);
        site["/a/" + std::to_string(i) + "/"].sections.push_back({"", "", random.text(100)});
    }
    Files files = built(site);
    Document& document = site["/a/5/"];
    document.sections.back().text += " 独有";
    const auto update = update_index(reader_of(files), {}, std::vector{document});
    ASSERT_TRUE(update);
    // 独, 有, 独有: at most one chunk each; the document; the head.
    EXPECT_LE(update->write.size(), 5U);
    EXPECT_THAT(update->remove, testing::IsEmpty());
    EXPECT_GT(files.size(), 155U);
}

TEST(UpdateIndex, BeginsAnewOverDamage) {
    RandomDocuments random(9);
    Site site;
    for (std::size_t i = 0; i < 12; ++i) site["/a/" + std::to_string(i) + "/"] = random.document(i);
    const Files files = built(site);
    Document changed = random.document(3);
    site["/a/3/"] = changed;
    const Files wanted = built(site);
    std::size_t refused = 0;
    for (const auto& [path, bytes] : files) {
        for (int kind = 0; kind < 3; ++kind) {
            Files damaged = files;
            std::string& of = damaged[path];
            if (kind == 0) of[random.below(of.size())] ^= static_cast<char>(1U << random.below(8));
            if (kind == 1) of.resize(random.below(of.size()));
            if (kind == 2) of += 'x';
            const auto update = update_index(reader_of(damaged), {}, std::vector{changed});
            if (!update) {
                ++refused;
                continue;
            }
            // A file that it did not have to read stays damaged; all others are right.
            carry_out(*update, damaged);
            if (damaged[path] == of) damaged[path] = wanted.contains(path) ? wanted.at(path) : of;
            EXPECT_EQ(damaged, wanted) << path;
        }
    }
    EXPECT_GT(refused, 10U);
}

TEST(UpdateIndex, BeginsAnewOverFilesOfAnotherIndex) {
    RandomDocuments random(10);
    Site site;
    for (std::size_t i = 0; i < 12; ++i) site["/a/" + std::to_string(i) + "/"] = random.document(i);
    const Files files = built(site);
    Site other = site;
    other["/a/3/"].title = "Quite another title";
    Files mixed = files;
    for (auto& [path, bytes] : built(other)) {
        if (path.starts_with("d/")) mixed[path] = bytes;
    }
    EXPECT_FALSE(update_index(reader_of(mixed), {}, std::vector{random.document(3)}));
    EXPECT_FALSE(update_index(reader_of({}), {}, {}));
}

// What the fuzzer found worth keeping, and seeds; the property is the fuzzer's own (update_fuzz.cpp).
TEST(UpdateIndex, HoldsItsPromiseOnTheCorpus) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(BYLINE_ROOT "/fixtures/search/updates")) {
        std::ifstream file(entry.path(), std::ios::binary);
        SCOPED_TRACE(entry.path());
        require_of_update(std::string(std::istreambuf_iterator<char>(file), {}));
        ++files;
    }
    EXPECT_GT(files, 10U);
}

TEST(UpdateIndex, MovesTheEndOfALongText) {
    Site site;
    for (const Document& document : searched_documents()) site[document.address] = document;
    Files files = built(site);
    const auto parts = [&files] {
        return std::count_if(files.begin(), files.end(),
                             [](const auto& file) { return file.first.find('-') != std::string::npos; });
    };
    EXPECT_EQ(parts(), 3);
    Document& document = site["/c/"];
    std::string& text = document.sections.front().text;
    for (const std::size_t size : {text.size() - 800, text.size() - 790}) {
        text.resize(size, '.');
        const auto update = update_index(reader_of(files), {}, std::vector{document});
        ASSERT_TRUE(update);
        carry_out_all(*update, files);
        ASSERT_EQ(files, built(site));
        EXPECT_EQ(parts(), 2);
    }
}

TEST(DocumentParts, AreTheTextInPieces) {
    RandomDocuments random(12);
    for (int i = 0; i < 20; ++i) {
        Document document = random.document(1);
        document.sections.push_back({"long", "A long one", random.text(3000)});
        document.sections.push_back({"wide", "Without a space", std::string(30000, 'x')});
        document = clean(std::move(document));
        const std::vector<std::string> files = encode_document(document);
        EXPECT_GT(files.size(), 4U);
        EXPECT_EQ(count_parts(files.front()), files.size() - 1);
        EXPECT_EQ(decode_document(files), document);
        EXPECT_FALSE(decode_document(std::span(files).first(files.size() - 1)));
        for (const Part& part : parts_of(document, 500)) {
            std::size_t bytes = 0;
            for (const Piece& piece : part) bytes += piece.text.size();
            EXPECT_LE(bytes, 500U);
            const std::string filter = filter_of(part);
            TokenReader tokens(part.back().text);
            while (tokens.next()) {
                if (tokens.kind() != TokenKind::Word) continue;
                for (const std::string& name :
                     {std::string(tokens.folded()), std::string(tokens.folded()).append(tokens.folded())}) {
                    const std::size_t bit = bucket_hash(name) % (filter.size() * 8);
                    EXPECT_TRUE(static_cast<unsigned char>(filter[bit / 8]) >> bit % 8 & 1U) << name;
                }
            }
        }
    }
}

TEST(BuildIndex, IsTheSameOnAnyThreadsAndInAnyOrder) {
    RandomDocuments random(11);
    std::vector<Document> documents;
    for (std::size_t i = 0; i < 70; ++i) documents.push_back(random.document(i));
    const auto one = build_index(documents, 1).value();
    EXPECT_EQ(build_index(documents, 4).value(), one);
    std::reverse(documents.begin(), documents.end());
    EXPECT_EQ(build_index(documents, 3).value(), one);
    for (const File& file : one) {
        SCOPED_TRACE(file.path);
        require_of_file(file.bytes);
        require_of_file(std::string_view(file.bytes).substr(0, file.bytes.size() / 2));
    }
}

TEST(BuildIndex, GivesTheFirstErrorOn) {
    const std::vector<std::string> addresses = {"/a/", "/b/"};
    const auto nowhere = [](const File&) -> Result<void> { return {}; };
    const DocumentSource broken{addresses,
                                [](std::size_t) -> Result<Document> { return fail(usage_error("no text", "")); }};
    EXPECT_EQ(build_index(broken, 2, nowhere).error().message, "no text");
    const DocumentSource whole{addresses, [&](std::size_t index) -> Result<Document> {
                                   Document document;
                                   document.address = addresses[index];
                                   return document;
                               }};
    const auto full = [](const File&) -> Result<void> { return fail(usage_error("no room", "")); };
    EXPECT_EQ(build_index(whole, 2, full).error().message, "no room");
    EXPECT_TRUE(build_index(whole, 2, nowhere));
    const std::vector<std::string> twice = {"/a/", "/a/"};
    EXPECT_FALSE(build_index({twice, whole.document}, 1, nowhere));
}

}  // namespace
}  // namespace byline::search
