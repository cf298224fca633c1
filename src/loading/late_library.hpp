// A LateLibrary is a shared library that is opened when its first function is needed, not when the program starts:
// libvips alone brings a hundred others, which cost each start 27 milliseconds, and most builds make no picture.
// A value; it is never closed again, because what these libraries leave to the threads' ends needs their code.
#pragma once

#include <string>
#include <string_view>

#include "result/result.hpp"

namespace byline::loading {

class LateLibrary {
  public:
    // `package` is Debian's, for the remedy.
    [[nodiscard]] static Result<LateLibrary> open(const char* file_name, std::string_view package);

    // Sets `function` to the one of that name, of this library or of one that it brings. What is missing is told by
    // whole(), once all have been looked for.
    template <typename Function>
    void find(Function*& function, const char* name) {
        function = reinterpret_cast<Function*>(address_of(name));
    }
    [[nodiscard]] Result<void> whole() const;

  private:
    [[nodiscard]] void* address_of(const char* name);

    void* handle_ = nullptr;
    std::string file_name_;
    std::string package_;
    std::string missing_;  // the first
};

}  // namespace byline::loading
