// What holds for update_index() over an index of which some files say other things than they should, with checksums
// that fit; asked by the fuzzer, and by a test of what it found. Functions without state. A property that does not hold
// ends the process.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/build_index.hpp"
#include "search/index_properties.hpp"
#include "search/update_index.hpp"
#include "text/byte_codec.hpp"

namespace byline::search {

using IndexFiles = std::map<std::string, std::string, std::less<>>;

inline std::vector<Document> searched_documents() {
    std::string text = "Names are cached. 名字在缓存里。\n";
    while (text.size() < 2 * max_part_bytes) text += "A resolver asks, and what it heard it keeps for a while.\n";
    return {{"/a/", "How names are cached", "en", "article", {"dns"}, "2024-05-01", "", {{"one", "One", "a b c"}}},
            {"/b/", "全文搜索", "zh", "article", {"dns", "搜索"}, "", "倒排", {{"", "", "相邻两个字"}}},
            {"/c/", "Long", "en", "talk", {}, "", "", {{"", "", text}, {"end", "The end", "cached names"}}}};
}

inline FileReader reader_of(const IndexFiles& files) {
    return [&files](std::string_view path) -> std::optional<std::string> {
        const auto found = files.find(path);
        return found == files.end() ? std::nullopt : std::optional(found->second);
    };
}

inline void carry_out(const IndexUpdate& update, IndexFiles& files) {
    for (const File& file : update.write) files[file.path] = file.bytes;
    for (const std::string& path : update.remove) files.erase(path);
}

// One edit of one file, as `edits` says: which, whether what is compressed is meant, where, how much goes, what comes.
inline void edit_file(text::ByteReader& edits, IndexFiles& files) {
    const auto which = static_cast<std::ptrdiff_t>(edits.u8() % files.size());
    const std::uint8_t what = edits.u8();
    const std::size_t place = edits.u8() + std::size_t{256} * edits.u8();
    const std::size_t gone = edits.u8();
    const std::string_view come = edits.raw(std::min<std::size_t>(edits.u8(), edits.remaining()));
    const auto file = std::next(files.begin(), which);
    if (what % 8 == 0) {
        files.erase(file);
        return;
    }
    const bool is_head = file->first == head_path;
    const std::string name = file->second.substr(0, is_head ? file->second.find('2') + 1 : 4);
    std::string body = file->second.substr(is_head ? file->second.find('\n') + 1 : 12);
    const std::size_t before = name == "BSD2" ? 1 : 0;  // the number of parts, of a short document
    const auto inflated = inflate(std::string_view(body).substr(before), std::size_t{1} << 20U);
    const bool is_inflated = what % 2 == 0 && inflated;
    std::string text = is_inflated ? *inflated : body;
    const std::size_t at = text.empty() ? 0 : place % text.size();
    text.replace(at, std::min(gone, text.size() - at), come);
    body = is_inflated ? body.substr(0, before) + deflate(text) : text;
    file->second =
        is_head ? name + " " + text::hex_of(text::digest64_of(body)) + "\n" + body : checked_bytes(name, body);
}

inline void require_of_update(std::string_view bytes) {
    static const IndexFiles standing = [] {
        IndexFiles made;
        std::vector<File> built = build_index(searched_documents(), 1).value();
        for (File& file : built) made.emplace(std::move(file.path), std::move(file.bytes));
        return made;
    }();
    IndexFiles files = standing;
    std::vector<Document> documents = searched_documents();
    text::ByteReader edits(bytes);
    constexpr int most_edits = 8;
    for (int i = 0; i < most_edits && edits.remaining() >= 6 && !files.empty(); ++i) edit_file(edits, files);
    documents[0].title = "Other";
    documents[2].sections.pop_back();
    documents.erase(documents.begin() + 1);
    const std::vector<std::string> removed = {"/b/"};
    const auto update = update_index(reader_of(files), removed, documents);
    if (!update) return;
    carry_out(*update, files);
    for (const File& file : update->write) require_of_file(file.bytes);
    // What was brought up to date stays as it is.
    require(update_index(reader_of(files), removed, documents) == IndexUpdate());
}

}  // namespace byline::search
