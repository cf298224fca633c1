#include "cli/page_addresses.hpp"

#include <algorithm>
#include <vector>

#include "discussion/page_place.hpp"
#include "text/url.hpp"

namespace byline::cli {
namespace {

constexpr std::int64_t most_page_bytes = std::int64_t{16} << 20U;

std::string without_suffix(std::string path, std::string_view suffix) {
    if (path.ends_with(suffix)) path.resize(path.size() - suffix.size());
    return path;
}

}  // namespace

PageAddress PageAddresses::of(std::string_view thread) {
    const auto known = known_.find(thread);
    if (known != known_.end()) return known->second;
    return known_.emplace(std::string(thread), find(thread)).first->second;
}

std::string PageAddresses::page_at(const std::string& address) const {
    const std::string decoded = text::percent_decode(address).value_or(address);
    const std::string file = decoded.substr(1) + (decoded.ends_with('/') ? "index.html" : "");
    if (!text::valid_output_path(file)) return {};
    const auto page = disk_.read(output_ + "/" + file, most_page_bytes);
    if (!page) return {};
    return discussion::next_address(*page, base_path_).value_or(decoded);
}

PageAddress PageAddresses::find(std::string_view thread) const {
    const text::UrlParts parts = text::split_url(thread);
    std::string path = text::remove_dot_segments(text::percent_encode_url(parts.path));
    if (path.empty() && parts.authority) path = "/";
    if (!path.starts_with('/')) return {};
    const bool below_base = base_path_.size() > 1 && path.starts_with(base_path_);
    if (below_base) path = path.substr(base_path_.size() - 1);
    const std::string folder = without_suffix(without_suffix(path, "index.html"), ".html");
    for (const std::string& tried : {path, path + "/", folder, folder + (folder.ends_with('/') ? "" : "/")}) {
        if (std::string found = page_at(tried); !found.empty()) return {found, true};
    }
    const std::string unbuilt = text::percent_decode(folder).value_or(folder);
    return {unbuilt.ends_with('/') ? unbuilt : unbuilt + "/", false};
}

}  // namespace byline::cli
