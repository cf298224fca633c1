// Makes an index, or brings one up to date, from documents in a file: for tests and benchmarks, without a site.
//
//   byline_search_index build DOCUMENTS FOLDER THREADS
//   byline_search_index update CHANGED FOLDER      prints how many files it wrote, or that the index has to be built
//   anew byline_search_index stems                      takes words from its input, one a line, and prints their stems
//   byline_search_index tokens                     takes texts from its input, one a line, and prints their tokens
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "search/build_index.hpp"
#include "search/client_files.hpp"
#include "search/driver/documents_on_disk.hpp"
#include "search/english_stem.hpp"
#include "search/tokens.hpp"
#include "search/update_index.hpp"

namespace {

using byline::Result;
using byline::search::File;

Result<void> write(const std::filesystem::path& folder, const File& file) {
    std::FILE* out = std::fopen((folder / file.path).c_str(), "wb");
    const bool written =
        out != nullptr && std::fwrite(file.bytes.data(), 1, file.bytes.size(), out) == file.bytes.size();
    if (out == nullptr || std::fclose(out) != 0 || !written) {
        return byline::fail(byline::system_error("it cannot be written", "", {file.path}));
    }
    return {};
}

Result<void> build(const std::string& documents, const std::filesystem::path& folder, std::size_t threads) {
    for (const char* below : {"d", "t", "w"}) std::filesystem::create_directories(folder / below);
    for (const File& file : byline::search::client_files()) CHECK(write(folder, file));
    const byline::search::DocumentsOnDisk source(documents);
    return byline::search::build_index({source.addresses(), [&](std::size_t index) { return source.read(index); }},
                                       threads, [&](const File& file) { return write(folder, file); });
}

Result<void> update(const std::string& changed, const std::filesystem::path& folder) {
    const byline::search::DocumentsOnDisk source(changed);
    std::vector<byline::search::Document> documents;
    for (std::size_t i = 0; i < source.addresses().size(); ++i) {
        TRY(auto document, source.read(i));
        documents.push_back(std::move(document));
    }
    const auto read = [&](std::string_view path) -> std::optional<std::string> {
        std::ifstream in(folder / path, std::ios::binary);
        if (!in) return std::nullopt;
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    const auto result = byline::search::update_index(read, {}, documents);
    if (!result) {
        std::cout << "anew\n";
        return {};
    }
    std::size_t bytes = 0;
    for (const File& file : result->write) {
        bytes += file.bytes.size();
        CHECK(write(folder, file));
    }
    for (const std::string& path : result->remove) std::filesystem::remove(folder / path);
    std::cout << result->write.size() << " written, " << bytes << " bytes, " << result->remove.size() << " removed\n";
    return {};
}

void print_tokens(const std::string& text) {
    byline::search::TokenReader tokens(text);
    while (tokens.next()) {
        std::cout << (tokens.kind() == byline::search::TokenKind::Run ? '~' : ' ') << tokens.folded();
    }
    std::cout << '\n';
}

}  // namespace

int main(int count, char** arguments) {
    const std::string command = count > 1 ? arguments[1] : "";
    Result<void> done;
    if (command == "build" && count == 5) {
        done = build(arguments[2], arguments[3], std::strtoul(arguments[4], nullptr, 10));
    } else if (command == "update" && count == 4) {
        done = update(arguments[2], arguments[3]);
    } else if (command == "stems" || command == "tokens") {
        for (std::string line; std::getline(std::cin, line);) {
            if (command == "tokens") {
                print_tokens(line);
            } else {
                std::cout << byline::search::english_stem(line) << '\n';
            }
        }
    } else {
        std::cerr << "byline_search_index build|update|stems|tokens: see its source\n";
        return 2;
    }
    if (done) return 0;
    std::cerr << done.error().message << ": " << done.error().place.file << '\n';
    return 1;
}
