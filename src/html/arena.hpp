// An Arena is the memory of one run of gumbo: bounded, and freed as a whole. Gumbo cannot be told that there is no more
// memory, and it frees trees by recursion; so what exceeds the bound leaves gumbo by longjmp, and nothing is freed
// singly. Belongs to one thread.
#pragma once

#include <csetjmp>
#include <cstddef>
#include <memory>
#include <vector>

namespace byline::html {

class Arena {
  public:
    explicit Arena(std::size_t limit) : left_(limit) {}

    // Never null: jumps to `exhausted` instead, which the caller has set.
    [[nodiscard]] void* allocate(std::size_t size);

    std::jmp_buf exhausted{};

  private:
    std::vector<std::unique_ptr<std::byte[]>> blocks_;
    std::byte* next_ = nullptr;
    std::size_t in_block_ = 0;
    std::size_t left_;
};

}  // namespace byline::html
