#include "publish/kept_record.hpp"

#include <utility>

namespace byline::publish {
namespace {

std::string path_of_record(const std::string& state_folder) {
    return state_folder + "/record";
}

}  // namespace

std::shared_ptr<const graph::BuildRecord> load_record(const disk::Disk& disk, const std::string& state_folder) {
    auto mapping = disk.map(path_of_record(state_folder));
    if (!mapping) return nullptr;
    std::shared_ptr<const disk::Mapping> shared = std::move(*mapping);  // the record keeps it open
    const std::string_view bytes = shared->bytes();
    return graph::BuildRecord::read(std::move(shared), bytes);
}

Result<void> save_record(disk::Disk& disk, const std::string& state_folder, const graph::BuildRecord& record) {
    return disk.write(path_of_record(state_folder), record.bytes());
}

}  // namespace byline::publish
