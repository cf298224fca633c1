// LazyWorks are the works of a site that are only made when somebody asks for them: a build that looks at a few of a
// million need not hold the others.
// Any number of threads may ask; replace() not while they do.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "site/work.hpp"

namespace byline::site {

class LazyWorks {
  public:
    struct Source {
        std::size_t count = 0;
        std::function<Work(WorkId)> make;              // the same each time
        std::function<std::string_view(WorkId)> path;  // of the work, without making it; rising
    };

    explicit LazyWorks(Source source)
        : source_(std::move(source)), slots_(std::make_unique<std::atomic<const Work*>[]>(source_.count)) {}
    LazyWorks(const LazyWorks&) = delete;
    LazyWorks& operator=(const LazyWorks&) = delete;
    ~LazyWorks() = default;

    [[nodiscard]] std::size_t size() const { return source_.count; }

    // Stays where it is until it is replaced.
    [[nodiscard]] const Work& get(WorkId id) const {
        const Work* const made = slots_[id].load(std::memory_order_acquire);
        return made == nullptr ? make(id) : *made;
    }

    // Made all of them, side by side: for who has to see every one. They are others than those of get(), and equal.
    [[nodiscard]] std::span<const Work> all() const {
        const std::scoped_lock lock(mutex_);
        if (all_.empty()) {
            all_.reserve(source_.count);
            for (WorkId id = 0; id < source_.count; ++id) {
                const Work* const made = slots_[id].load(std::memory_order_acquire);
                all_.push_back(made == nullptr ? source_.make(id) : *made);
            }
        }
        return all_;
    }

    // The first whose path is not before this one; size() when there is none.
    [[nodiscard]] WorkId first_from(std::string_view path) const {
        WorkId first = 0;
        for (auto count = static_cast<WorkId>(source_.count); count > 0;) {
            const WorkId half = count / 2;
            if (source_.path(first + half) < path) {
                first += half + 1;
                count -= half + 1;
            } else {
                count = half;
            }
        }
        return first;
    }
    // no_work when there is none.
    [[nodiscard]] WorkId find_path(std::string_view path) const {
        const WorkId found = first_from(path);
        return found < source_.count && source_.path(found) == path ? found : no_work;
    }

    void replace(WorkId id, Work work) {
        const std::scoped_lock lock(mutex_);
        made_.push_back(std::make_unique<const Work>(std::move(work)));
        slots_[id].store(made_.back().get(), std::memory_order_release);
        all_.clear();
    }

  private:
    const Work& make(WorkId id) const {
        auto work = std::make_unique<const Work>(source_.make(id));
        const std::scoped_lock lock(mutex_);
        if (const Work* const made = slots_[id].load(std::memory_order_acquire)) return *made;  // by another thread
        made_.push_back(std::move(work));
        slots_[id].store(made_.back().get(), std::memory_order_release);
        return *made_.back();
    }

    const Source source_;
    const std::unique_ptr<std::atomic<const Work*>[]> slots_;  // null until it is made
    mutable std::mutex mutex_;                                 // guards what follows
    mutable std::vector<std::unique_ptr<const Work>> made_;
    mutable std::vector<Work> all_;
};

}  // namespace byline::site
