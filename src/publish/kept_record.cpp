#include "publish/kept_record.hpp"

#include <utility>

#include "graph/record_amendment.hpp"

namespace byline::publish {
namespace {

std::string path_of_record(const std::string& state_folder) {
    return state_folder + "/record";
}

// One build at a time writes it, so what a killed one left is written over by the next.
std::string path_of_unfinished_record(const std::string& state_folder) {
    return state_folder + "/record.part";
}

std::string path_of_amendment(const std::string& state_folder) {
    return state_folder + "/amendment";
}

std::string path_of_insets(const std::string& state_folder) {
    return state_folder + "/insets";
}

}  // namespace

std::shared_ptr<const graph::BuildRecord> load_record(const disk::Disk& disk, const std::string& state_folder) {
    auto mapping = disk.map(path_of_record(state_folder));
    if (!mapping) return nullptr;
    std::shared_ptr<const disk::Mapping> shared = std::move(*mapping);  // the record keeps it open
    const std::string_view bytes = shared->bytes();
    auto amendment = disk.read(path_of_amendment(state_folder), std::int64_t{graph::most_amendment_bytes});
    return graph::BuildRecord::read(std::move(shared), bytes, amendment ? std::move(*amendment) : std::string());
}

std::unique_ptr<disk::NewFile> begin_record_file(disk::Disk& disk, const std::string& state_folder) {
    std::string path = path_of_unfinished_record(state_folder);
    static_cast<void>(disk.remove(path));  // in the way of nobody
    return disk.create_in_pieces(path);
}

Result<void> save_record(disk::Disk& disk, const std::string& state_folder, const graph::BuildRecord& record,
                         disk::NewFile* file) {
    if (!record.amendment().empty()) return disk.write(path_of_amendment(state_folder), record.amendment());
    if (file != nullptr && record.bytes().empty()) {
        CHECK(file->finish());
        CHECK(disk.rename(path_of_unfinished_record(state_folder), path_of_record(state_folder)));
    } else {
        CHECK(disk.write(path_of_record(state_folder), record.bytes()));
    }
    // One that is left here belongs to no record any more: it tells whose it is.
    return disk.exists(path_of_amendment(state_folder)) ? disk.remove(path_of_amendment(state_folder)) : Result<void>();
}

cache::ContentCache::Load insets_loader(const disk::Disk& disk, const std::string& state_folder) {
    return [&disk, path = path_of_insets(state_folder)] {
        constexpr std::int64_t most_bytes = std::int64_t{64} << 20;
        return disk.read(path, most_bytes).value_or(std::string());
    };
}

Result<void> save_insets(disk::Disk& disk, const std::string& state_folder, cache::ContentCache& cache) {
    const auto file = cache.changed_file();
    return file ? disk.write(path_of_insets(state_folder), *file) : Result<void>();
}

}  // namespace byline::publish
