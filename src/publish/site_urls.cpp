#include "publish/site_urls.hpp"

#include <algorithm>
#include <utility>

#include "text/url.hpp"

namespace byline::publish {

SiteUrls::SiteUrls(std::string base_url) : base_url_(std::move(base_url)) {
    const auto authority = base_url_.find("://");
    const auto path = base_url_.find('/', authority == std::string::npos ? 0 : authority + 3);
    origin_ = base_url_.substr(0, path);
    base_path_ = path == std::string::npos ? "/" : base_url_.substr(path);
}

std::string SiteUrls::href(std::string_view url_path) const {
    if (url_path.starts_with('/')) url_path.remove_prefix(1);
    return base_path_ + text::percent_encode_path(url_path);
}

std::string SiteUrls::absolute(std::string_view url_path) const {
    return origin_ + href(url_path);
}

std::string SiteUrls::written(std::string_view url) const {
    if (text::is_external(url) || !url.starts_with('/')) return text::percent_encode_url(url);
    return base_path_ + text::percent_encode_url(url.substr(1));
}

std::string SiteUrls::written_absolute(std::string_view url) const {
    if (text::is_external(url)) return text::percent_encode_url(url);
    if (url.starts_with('/')) url.remove_prefix(1);
    return base_url_ + text::percent_encode_url(url);
}

std::string SiteUrls::with_absolute_links(std::string_view html) const {
    std::string out;
    out.reserve(html.size() + html.size() / 16);
    std::size_t copied = 0;
    for (std::size_t at = html.find("=\"/"); at != std::string_view::npos; at = html.find("=\"/", at + 1)) {
        const std::string_view before = html.substr(copied, at - copied);
        const bool is_link = before.ends_with(" href") || before.ends_with(" src") || before.ends_with(" poster");
        if (before.ends_with(" srcset")) {
            const std::size_t end = std::min(html.find('"', at + 2), html.size());
            for (std::size_t url = at + 2; url < end;) {
                out.append(html, copied, url - copied);
                out += origin_;
                copied = url;
                const std::size_t next = html.find(", /", url);
                url = next < end ? next + 2 : end;
            }
            continue;
        }
        const bool names_host = html.substr(at + 2).starts_with("//");
        if (!is_link || names_host) continue;
        out.append(html, copied, at + 2 - copied);
        out += origin_;
        copied = at + 2;
    }
    out.append(html, copied);
    return out;
}

}  // namespace byline::publish
