// Runs one function for every index of a range on a few threads, and waits for all of them.
// The function is called from several threads at once, each index exactly once.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace byline::parallel {

// How many threads to use when nobody said: one a core, at least one.
[[nodiscard]] inline std::size_t default_thread_count() {
    return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

// Calls body(index, thread) for index in [0, count), thread in [0, threads). Indices are handed out in chunks in
// rising order, so early ones finish early. An exception in one call stops the rest and is thrown again here.
template <typename Body>
void for_each_index(std::size_t count, std::size_t threads, Body&& body) {
    threads = std::max<std::size_t>(1, std::min(threads, count));
    if (threads == 1) {
        for (std::size_t index = 0; index < count; ++index) body(index, std::size_t{0});
        return;
    }
    const std::size_t chunk = std::clamp<std::size_t>(count / (threads * 8), 1, 64);
    std::atomic<std::size_t> next{0};
    std::exception_ptr thrown;
    std::mutex thrown_mutex;
    const auto work = [&](std::size_t thread) {
        try {
            for (;;) {
                const std::size_t first = next.fetch_add(chunk);
                if (first >= count) return;
                const std::size_t last = std::min(count, first + chunk);
                for (std::size_t index = first; index < last; ++index) body(index, thread);
            }
        } catch (...) {
            const std::scoped_lock lock(thrown_mutex);
            if (!thrown) thrown = std::current_exception();
            next = count;
        }
    };
    {
        std::vector<std::jthread> others;
        others.reserve(threads - 1);
        for (std::size_t thread = 1; thread < threads; ++thread) others.emplace_back(work, thread);
        work(0);
    }
    if (thrown) std::rethrow_exception(thrown);
}

}  // namespace byline::parallel
