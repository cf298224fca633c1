// Writes files of the same paths and sizes as those of a folder, and nothing else: the least that any generator must
// do.
//
//   write_floor FOLDER NEW_FOLDER THREADS
//
// Prints wall seconds, CPU seconds, files and bytes of the writing; listing the folder is not counted.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

struct PlannedFile {
    std::string path;
    std::size_t size;
};

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

[[noreturn]] void give_up(const std::string& path) {
    std::perror(path.c_str());
    std::exit(1);
}

void write_file(const PlannedFile& file, const std::string& bytes) {
    const int descriptor = ::open(file.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor < 0) give_up(file.path);
    std::size_t done = 0;
    while (done < file.size) {
        const ssize_t count = ::write(descriptor, bytes.data() + done, file.size - done);
        if (count <= 0) give_up(file.path);
        done += static_cast<std::size_t>(count);
    }
    if (::close(descriptor) != 0) give_up(file.path);
}

}  // namespace

int main(int count, char** words) {
    if (count != 4) {
        std::fputs("usage: write_floor FOLDER NEW_FOLDER THREADS\n", stderr);
        return 2;
    }
    const std::filesystem::path from = words[1];
    const std::filesystem::path to = words[2];
    std::vector<std::string> folders{to.string()};
    std::vector<PlannedFile> files;
    std::size_t most = 0;
    std::uint64_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(from)) {
        const std::string path = (to / entry.path().lexically_relative(from)).string();
        if (entry.is_directory()) {
            folders.push_back(path);
        } else {
            files.push_back({path, static_cast<std::size_t>(entry.file_size())});
            most = std::max(most, files.back().size);
            bytes += files.back().size;
        }
    }
    const std::string content(most, 'x');

    const auto began = std::chrono::steady_clock::now();
    const double cpu_began = cpu_seconds();
    for (const std::string& folder : folders) {
        if (::mkdir(folder.c_str(), 0755) != 0) give_up(folder);
    }
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t at = next++; at < files.size(); at = next++) write_file(files[at], content);
    };
    {
        std::vector<std::jthread> threads;
        for (long thread = std::atol(words[3]); thread > 1; --thread) threads.emplace_back(work);
        work();
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
    std::printf("%.6f %.6f %zu %llu\n", wall.count(), cpu_seconds() - cpu_began, files.size(),
                static_cast<unsigned long long>(bytes));
    return 0;
}
