// A PageWriter makes the studio's pages of values: templates, words in the writer's language, and the headers that
// every answer of the studio has. Immutable once it was made; safe from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/response.hpp"
#include "result/result.hpp"
#include "templating/environment.hpp"
#include "templating/value_map.hpp"

namespace byline::studio {

inline constexpr std::int64_t ms_of_second = 1000;

struct PageSetup {
    std::string site_path = "/";  // with both slashes
    std::string site_title;
    std::string language = "en";  // words are there for en and zh
    std::int32_t utc_offset_seconds = 0;
};

class PageWriter {
  public:
    // Fails when a template or the words are wrong, which tests find.
    [[nodiscard]] static Result<std::unique_ptr<PageWriter>> make(PageSetup setup);

    // `values` has what the template asks for; what all of them ask for is added.
    [[nodiscard]] http::Response page(int status, std::string_view template_name, templating::ValueMap values) const;
    // One of the files beside the pages, by the name that pages call it; nothing for another name.
    [[nodiscard]] std::optional<http::Response> file(std::string_view name) const;

    // {name} is replaced by the value of that name.
    [[nodiscard]] std::string phrase(std::string_view key, const templating::ValueMap& values = {}) const;
    [[nodiscard]] bool has_phrase(std::string_view key) const;
    [[nodiscard]] templating::Value time(std::int64_t time_ms) const;

    [[nodiscard]] const PageSetup& setup() const { return setup_; }
    // "/studio/"
    [[nodiscard]] std::string prefix() const;

  private:
    explicit PageWriter(PageSetup setup);
    Result<void> read_words();

    PageSetup setup_;
    templating::Value words_;
    std::string style_name_;
    std::string script_name_;
    std::unique_ptr<templating::Environment> environment_;
};

// What every answer of the studio says to browsers: keep nothing, frame nothing, run nothing of others.
void add_studio_headers(http::Response& response);

// Below the site's path.
inline constexpr std::string_view studio_folder = "studio/";

}  // namespace byline::studio
