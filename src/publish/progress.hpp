// Progress is told what a build is doing.
// phase() is called by the building thread, advance() by any.
#pragma once

#include <cstddef>
#include <string_view>

namespace byline::publish {

class Progress {
  public:
    Progress() = default;
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    virtual ~Progress() = default;
    virtual void phase(std::string_view name, std::size_t steps) = 0;  // "read", "render" ...; steps may be 0
    virtual void advance() = 0;
};

// For whoever does not want to be told.
class SilentProgress final : public Progress {
  public:
    void phase(std::string_view, std::size_t) override {}
    void advance() override {}
};

}  // namespace byline::publish
