#include "publish/picture_store.hpp"

#include <utility>

namespace byline::publish {

PictureStore::PictureStore(disk::Disk& disk, std::string state_folder)
    : disk_(disk), folder_(std::move(state_folder) + "/pictures") {}

std::optional<std::string> PictureStore::find(const std::string& name) const {
    constexpr std::int64_t most_bytes = std::int64_t{64} << 20;
    auto bytes = disk_.read(folder_ + "/" + name, most_bytes);
    return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

void PictureStore::put(const std::string& name, std::string_view bytes) {
    static_cast<void>(disk_.write(folder_ + "/" + name, bytes));
    const std::scoped_lock lock(mutex_);
    is_changed_ = true;
}

void PictureStore::keep_only(const std::set<std::string, std::less<>>& names) {
    const std::scoped_lock lock(mutex_);
    if (!std::exchange(is_changed_, false)) return;
    std::vector<Error> failed;
    const auto listed = disk_.list(folder_, disk::DotNames::List, failed);
    if (!listed) return;
    for (const disk::Entry& entry : *listed) {
        if (entry.kind == disk::EntryKind::File && !names.contains(entry.path))
            static_cast<void>(disk_.remove(folder_ + "/" + entry.path));
    }
}

}  // namespace byline::publish
