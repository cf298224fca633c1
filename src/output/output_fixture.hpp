// OutputFixture is an output folder on a disk in memory, and builds that make exactly the files that a test names.
// For tests; used by one thread.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "disk/memory_disk.hpp"
#include "output/folder_output.hpp"

namespace byline::output {

using Files = std::map<std::string, std::string>;  // by path below the output folder

class OutputFixture : public ::testing::Test {
  protected:
    Result<std::unique_ptr<FolderOutput>> open() { return FolderOutput::open(disk_, "public", ".byline"); }

    Result<CommitReport> build(const Files& files) {
        auto output = open();
        if (!output) return fail(output.error());
        for (const auto& [path, bytes] : files) CHECK((*output)->put(path, bytes));
        return (*output)->commit();
    }

    Files published() const {
        Files found;
        for (const auto& [path, bytes] : disk_.files()) {
            if (path.starts_with("public/")) found.emplace(path.substr(7), bytes);
        }
        return found;
    }

    disk::MemoryDisk disk_;
};

}  // namespace byline::output
