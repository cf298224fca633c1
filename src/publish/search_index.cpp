#include "publish/search_index.hpp"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "markdown/outline.hpp"
#include "markdown/text_sections.hpp"
#include "publish/publication.hpp"
#include "search/build_index.hpp"
#include "search/client_files.hpp"
#include "search/head.hpp"
#include "search/sizes.hpp"
#include "site/reserved_folders.hpp"

namespace byline::publish {
namespace {

std::string output_path_of_search(std::string_view path) {
    return std::string(site::search_folder) + std::string(path);
}

// The works that have a page of their own.
std::vector<site::WorkId> searched_works(const site::Plan& plan) {
    std::vector<site::WorkId> works;
    works.reserve(plan.pages.size());
    for (const site::Page& page : plan.pages) {
        if (page.kind == site::PageKind::Work && page.work != site::no_work) works.push_back(page.work);
    }
    return works;
}

std::string address_of(const Publication& publication, site::WorkId id) {
    return publication.urls().href(publication.catalog().work(id).url_path);
}

Result<search::Document> document_of(const Publication& publication, BodySource& documents, site::WorkId id) {
    TRY(const auto document, documents.document(id));
    return search_document(publication, id, *document);
}

// The scripts that search.
Result<void> put_client(output::OutputSink& sink) {
    for (search::File& file : search::client_files())
        CHECK(sink.put(output_path_of_search(file.path), std::move(file.bytes)));
    return {};
}

bool is_client(std::string_view output_path) {
    static const std::vector<search::File> client = search::client_files();
    return std::ranges::any_of(
        client, [&](const search::File& file) { return output_path.substr(site::search_folder.size()) == file.path; });
}

}  // namespace

Result<void> check_searchable(std::size_t works) {
    if (works <= search::max_documents) return {};
    return fail(content_error(
        fmt::format("{} works have a page, and at most {} can be searched", works, search::max_documents),
        "leave the search out, with 'enabled = false' below [search], or make two sites of this one", {"byline.toml"}));
}

search::Document search_document(const Publication& publication, site::WorkId id, const markdown::Document& document) {
    const site::Work& work = publication.catalog().work(id);
    search::Document made;
    made.address = publication.urls().href(work.url_path);
    made.title = work.title;
    made.language = work.language;
    made.kind = std::string(name_of(work.is_deck() ? site::Kind::Talk : work.kind));
    for (const auto& [taxonomy, terms] : work.metadata.terms) {
        for (const auto& term : terms) made.tags.push_back(term.value);
    }
    if (work.date) made.date = text::format_iso_date(*work.date);
    made.description = work.description;
    const markdown::NodeIndex title =
        work.title_from_heading ? markdown::title_heading(document).index() : markdown::no_node;
    for (markdown::TextSection& section : markdown::text_sections(document, title))
        made.sections.push_back({std::move(section.anchor), std::move(section.heading), std::move(section.text)});
    return made;
}

Result<text::Digest> make_search_index(const Publication& publication, BodySource& documents, std::size_t threads,
                                       output::OutputSink& sink) {
    const std::vector<site::WorkId> works = searched_works(publication.plan());
    CHECK(check_searchable(works.size()));
    std::vector<std::string> addresses(works.size());
    std::ranges::transform(works, addresses.begin(), [&](site::WorkId id) { return address_of(publication, id); });
    text::Digest head;
    std::mutex mutex;  // guards `head`
    CHECK(search::build_index({addresses, [&](std::size_t i) { return document_of(publication, documents, works[i]); }},
                              threads, [&](search::File file) {
                                  if (file.path == search::head_path) {
                                      const std::scoped_lock lock(mutex);
                                      head = text::digest_of(file.bytes);
                                  }
                                  return sink.put(output_path_of_search(file.path), std::move(file.bytes));
                              }));
    CHECK(put_client(sink));
    return head;
}

Result<std::optional<search::IndexUpdate>> search_index_update(const Publication& publication, BodySource& documents,
                                                               std::span<const site::WorkId> changed,
                                                               const output::OutputSink& sink) {
    using Update = std::optional<search::IndexUpdate>;
    const search::FileReader read = [&](std::string_view path) {
        return sink.read_standing(output_path_of_search(path));
    };
    const auto listed = read(search::addresses_path);
    const auto before = listed ? search::decode_addresses(*listed) : std::nullopt;
    if (!before) return Update();
    std::vector<std::string> now;
    std::vector<search::Document> other;
    for (const site::WorkId id : searched_works(publication.plan())) {
        now.push_back(address_of(publication, id));
        if (!std::ranges::binary_search(changed, id) && std::ranges::binary_search(*before, now.back())) continue;
        TRY(search::Document document, document_of(publication, documents, id));
        other.push_back(std::move(document));
    }
    std::ranges::sort(now);
    std::vector<std::string> removed;
    std::ranges::set_difference(*before, now, std::back_inserter(removed));
    return search::update_index(read, removed, other);
}

Result<std::optional<text::Digest>> apply_search_index_update(search::IndexUpdate update, output::OutputSink& sink) {
    const auto standing = sink.standing_below(site::search_folder);
    const std::string head = output_path_of_search(search::head_path);
    const auto head_before = sink.standing(head);
    if (!standing || !head_before) return std::optional<text::Digest>();
    const auto is_written = [&](std::string_view path) {
        return std::ranges::binary_search(update.write, path, {},
                                          [](const search::File& file) { return std::string_view(file.path); });
    };
    for (const std::string& path : *standing) {
        if (path == site::search_page || is_client(path)) continue;
        const std::string_view own = std::string_view(path).substr(site::search_folder.size());
        if (!is_written(own) && !std::ranges::binary_search(update.remove, own)) sink.keep(path);
    }
    CHECK(put_client(sink));
    TRY(const text::Digest digest, put_search_files(std::move(update), *head_before, sink));
    return std::optional(digest);
}

Result<text::Digest> put_search_files(search::IndexUpdate update, const text::Digest& before,
                                      output::OutputSink& sink) {
    text::Digest head = before;
    for (search::File& file : update.write) {
        if (file.path == search::head_path) head = text::digest_of(file.bytes);
        CHECK(sink.put(output_path_of_search(file.path), std::move(file.bytes)));
    }
    return head;
}

}  // namespace byline::publish
