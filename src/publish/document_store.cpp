#include "publish/document_store.hpp"

#include <utility>

namespace byline::publish {

void DocumentStore::keep(std::size_t number, markdown::Document document) {
    const std::uint64_t bytes = document.memory_size();
    if (used_bytes_.fetch_add(bytes) + bytes > budget_bytes_) {
        used_bytes_.fetch_sub(bytes);
        return;
    }
    kept_[number] = std::make_shared<const markdown::Document>(std::move(document));
}

void DocumentStore::replace(std::size_t number, markdown::Document document) {
    if (kept_[number]) used_bytes_.fetch_sub(kept_[number]->memory_size());
    kept_[number] = nullptr;
    keep(number, std::move(document));
}

void DocumentStore::assign(const site::Catalog& catalog, std::span<const std::uint32_t> numbers) {
    catalog_ = &catalog;
    file_of_work_ = numbers;
}

Result<std::shared_ptr<const markdown::Document>> DocumentStore::document(site::WorkId id) {
    if (auto kept = kept_[file_of_work_[id]]) return kept;
    const site::Work& work = catalog_->work(id);
    TRY(std::string bytes, disk_.read(content_folder_ + "/" + work.path, most_source_bytes));
    return std::make_shared<const markdown::Document>(site::parse_again(std::move(bytes), work, composition_));
}

}  // namespace byline::publish
