#include "output/output_places.hpp"

#include <utility>

#include "text/digest.hpp"

namespace byline::output {
namespace {

// Behind the links of the folders above, which are there more often than the folder itself.
std::string absolute(const disk::Disk& disk, const std::string& path) {
    if (auto there = disk.canonical(path)) return std::move(*there);
    const std::string above = folder_of(path);
    const auto there = disk.canonical(above.empty() ? (path.starts_with('/') ? "/" : ".") : above);
    if (!there) return path;
    return (*there == "/" ? "" : *there) + "/" + path.substr(path.find_last_of('/') + 1);
}

}  // namespace

std::string folder_of(std::string_view path) {
    const auto slash = path.find_last_of('/');
    return std::string(path.substr(0, slash == std::string_view::npos ? 0 : slash));
}

Result<void> replace_file(disk::Disk& disk, const std::string& path, std::string_view bytes) {
    const std::string unfinished = path + ".new";
    CHECK(disk.create(unfinished, bytes));
    return disk.rename(unfinished, path);
}

OutputPlaces output_places(const disk::Disk& disk, std::string output_folder, std::string state_folder) {
    while (output_folder.size() > 1 && output_folder.ends_with('/')) output_folder.pop_back();
    OutputPlaces places;
    const std::string output = absolute(disk, output_folder);
    const std::string site = folder_of(absolute(disk, state_folder)) + "/";
    places.lock = state_folder + "/lock";
    if (output.starts_with(site)) {
        places.name = output.substr(site.size());
    } else {
        places.name = output;
        state_folder += "/elsewhere/" + text::hex_of(text::digest64_of(output));
    }
    if (disk.are_on_one_disk(output_folder, state_folder)) {
        places.staging = state_folder + "/staging";
    } else {  // in the folder itself, which alone is sure to be on its file system; until it is there, beside it
        places.staging = output_folder + (disk.exists(output_folder) ? "/" : "") + ".byline-staging";
    }
    places.output = std::move(output_folder);
    places.state = std::move(state_folder);
    return places;
}

}  // namespace byline::output
