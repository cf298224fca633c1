// try_each() is a loop on threads whose steps may fail.
// Called by one thread; the steps run on several.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

#include "parallel/for_each_index.hpp"
#include "result/result.hpp"

namespace byline::publish {

// Runs `step(i, thread)`, a Result<void>, for all i below `count`. The first error that is met ends the loop.
template <typename Step>
[[nodiscard]] Result<void> try_each(std::size_t count, std::size_t threads, Step&& step) {
    std::optional<Error> stopped;
    std::mutex mutex;
    std::atomic<bool> is_stopped{false};
    parallel::for_each_index(count, threads, [&](std::size_t i, std::size_t thread) {
        if (is_stopped) return;
        Result<void> done = step(i, thread);
        if (done) return;
        const std::scoped_lock lock(mutex);
        if (!stopped) stopped = std::move(done).error();
        is_stopped = true;
    });
    if (stopped) return fail(std::move(*stopped));
    return {};
}

}  // namespace byline::publish
