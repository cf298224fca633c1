// OutputPlaces are the paths on the disk that the writing of one output folder deals with.
// A value.
#pragma once

#include <string>

#include "disk/disk.hpp"
#include "output/commit_journal.hpp"

namespace byline::output {

struct OutputPlaces {
    std::string output;   // the folder that is served
    std::string state;    // what is remembered of it between builds
    std::string lock;     // the file that one build of the site holds, wherever it writes to
    std::string staging;  // the files of a build under way; on the same file system as `output`, so that renames do
    std::string name;     // of `output`, whoever asks: relative to the site where it lies inside, else absolute

    [[nodiscard]] std::string record() const { return state + "/outputs"; }
    [[nodiscard]] std::string journal() const { return state + "/commit"; }
    [[nodiscard]] std::string in_output(std::string_view path) const {
        return path.empty() ? output : output + "/" + std::string(path);
    }
    [[nodiscard]] std::string staged(const StagedMove& move, StagedNames names) const {
        return staging + "/" + (names == StagedNames::Paths ? std::string(move.path) : std::to_string(move.number));
    }
};

// `state_folder` lies in the folder of the site; an output folder outside of it gets one of its own in there, so that
// builds to several places keep apart. None needs to be there yet.
[[nodiscard]] OutputPlaces output_places(const disk::Disk& disk, std::string output_folder, std::string state_folder);

// Writes a file of the state folder whole or not at all. By one fixed other name, since the lock keeps others out: what
// a killed build left of it is written over by the next.
[[nodiscard]] Result<void> replace_file(disk::Disk& disk, const std::string& path, std::string_view bytes);

// "a/b" of "a/b/c", nothing of "c".
[[nodiscard]] std::string folder_of(std::string_view path);

}  // namespace byline::output
