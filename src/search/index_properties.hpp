// What holds for every file of an index, whatever its bytes; asked by the fuzzer, and by a test of whole and damaged
// files. Functions without state. A property that does not hold ends the process.
#pragma once

#include <array>
#include <cstdlib>
#include <string>
#include <string_view>

#include "search/checked_bytes.hpp"
#include "search/deflate.hpp"
#include "search/dictionary.hpp"
#include "search/document_file.hpp"
#include "search/head.hpp"
#include "search/postings.hpp"
#include "search/tokens.hpp"

namespace byline::search {

inline void require(bool holds) {
    if (!holds) std::abort();
}

// What can be read is read again the same after it was written; of what is not compressed, the bytes are the same too.
inline void require_of_file(std::string_view bytes) {
    for (const unsigned id_bits : {4U, 9U, 16U}) {
        if (const auto chunk = decode_postings(bytes, id_bits)) require(encode_postings(*chunk, id_bits) == bytes);
    }
    if (const auto words = decode_words(bytes)) require(decode_words(encode_words(*words)) == words);
    const std::array first = {std::string(bytes)};
    if (const auto document = decode_document(first)) require(decode_document(encode_document(*document)) == document);
    if (const auto addresses = decode_addresses(bytes))
        require(decode_addresses(encode_addresses(*addresses)) == addresses);
    if (const auto head = decode_head(bytes)) require(encode_head(*head) == bytes);
}

// `body` is what follows the checksum, so that the fuzzer need not guess that one.
inline void require_of_body(std::string_view body) {
    require_of_file(body);
    require_of_file(checked_bytes("BST1", body));
    const std::string deflated = deflate(body);
    for (const std::string_view first_bytes : {"BSW1", "BSD2", "BSP2", "BSA1"}) {
        require_of_file(checked_bytes(first_bytes, body));
        require_of_file(checked_bytes(first_bytes, deflated));
    }
    require_of_file("byline-search 2 " + text::hex_of(text::digest64_of(body)) + "\n" + std::string(body));
}

// Tokens are never empty, and there are no more than there is text; a document of any bytes can be kept.
inline void require_of_text(std::string_view bytes) {
    Document document;
    document.title = bytes.substr(0, bytes.size() / 2);
    document.tags = {std::string(bytes.substr(bytes.size() / 2))};
    document.sections.push_back({std::string(bytes), "", std::string(bytes)});
    document = clean(std::move(document));
    require(clean(document) == document);
    require(decode_document(encode_document(document)) == document);
    TokenReader tokens(document.sections.front().text);
    std::size_t count = 0;
    while (tokens.next()) {
        ++count;
        require(!tokens.folded().empty());
    }
    require(count <= bytes.size() * 3);
}

}  // namespace byline::search
