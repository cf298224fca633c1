// SiteUrls turns URL paths of the plan into what stands in pages: percent-encoded, below the base path, or absolute.
// Immutable; safe from any thread.
#pragma once

#include <string>
#include <string_view>

namespace byline::publish {

class SiteUrls {
  public:
    // `base_url` is absolute and ends with a slash: "https://example.org/blog/".
    explicit SiteUrls(std::string base_url);

    // "/articles/dns/" becomes "/blog/articles/dns/".
    [[nodiscard]] std::string href(std::string_view url_path) const;
    // "/articles/dns/" becomes "https://example.org/blog/articles/dns/".
    [[nodiscard]] std::string absolute(std::string_view url_path) const;
    // What a writer put down: an external URL stays, a path from the root gets the base path, anything else stays.
    [[nodiscard]] std::string written(std::string_view url) const;
    // The same as an absolute URL; a relative path is taken from the root.
    [[nodiscard]] std::string written_absolute(std::string_view url) const;
    // Makes root-relative href= and src= of our own HTML absolute, for feeds.
    [[nodiscard]] std::string with_absolute_links(std::string_view html) const;

    [[nodiscard]] const std::string& base_url() const { return base_url_; }
    [[nodiscard]] const std::string& base_path() const { return base_path_; }  // "/blog/"

  private:
    std::string base_url_;
    std::string origin_;  // "https://example.org"
    std::string base_path_;
};

}  // namespace byline::publish
