// A PageSource is one state of a site as the preview shows it: URL path in, page out. Snapshot is one held in memory.
// Thread contract: find is called from several threads at once, and a source never changes after it was published.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "result/result.hpp"

namespace byline::server {

struct Page {
    std::shared_ptr<const std::string> bytes;  // shared: sent to any number of clients without a copy
    std::string content_type;                  // empty: by the extension of the path
    std::string digest;                        // becomes the ETag; empty: the browser asks again each time
};

class PageSource {
  public:
    PageSource() = default;
    PageSource(const PageSource&) = delete;
    PageSource& operator=(const PageSource&) = delete;
    virtual ~PageSource() = default;

    // `path` is a file of the output, decoded UTF-8, below the site's base path: "/articles/dns/index.html".
    // Nothing when there is no such page. May render when asked: then an error is shown in place of the page.
    [[nodiscard]] virtual Result<std::optional<Page>> find(std::string_view path) const = 0;
};

class Snapshot final : public PageSource {
  public:
    using Pages = std::map<std::string, Page, std::less<>>;

    explicit Snapshot(Pages pages) : pages_(std::move(pages)) {}

    [[nodiscard]] Result<std::optional<Page>> find(std::string_view path) const override {
        const auto found = pages_.find(path);
        if (found == pages_.end()) return std::optional<Page>();
        return std::optional<Page>(found->second);
    }

  private:
    Pages pages_;
};

}  // namespace byline::server
