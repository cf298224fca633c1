// What a Plan answers; plan.cpp is how it comes to be.
#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "site/plan.hpp"
#include "site/work_url.hpp"
#include "text/digest.hpp"

namespace byline::site {

std::string Page::first_url_path() const {
    if (number == 1) return url_path;
    const auto cut = url_path.rfind("page/");
    return url_path.substr(0, cut);
}

std::string Page::numbered_url_path(std::uint32_t wanted) const {
    const std::string first = first_url_path();
    return wanted == 1 ? first : fmt::format("{}page/{}/", first, wanted);
}

bool Plan::has_output(const std::string& path) const {
    return std::ranges::binary_search(output_digests, text::digest64_of(path));
}

bool Plan::has_url(std::string_view url_path) const {
    const std::string path(url_path.substr(std::min(url_path.find_first_not_of('/'), url_path.size())));
    if (has_output(path)) return true;
    return has_output(output_path_of("/" + path + (path.empty() || path.ends_with('/') ? "" : "/")));
}

std::unordered_map<std::string, AssetOutput> asset_outputs(const Theme& theme) {
    std::unordered_map<std::string, AssetOutput> outputs;
    constexpr std::string_view folder = "assets/";
    for (const std::string_view path : theme.paths_below(folder)) {
        const ThemeFile* file = theme.find(path);
        const std::string digest = text::hex_of(text::digest64_of(file->bytes)).substr(0, 8);
        const auto dot = path.find_last_of('.');
        const bool has_ending = dot != std::string_view::npos && dot > path.find_last_of('/');
        std::string output(path.substr(0, has_ending ? dot : path.size()));
        output += "." + digest;
        if (has_ending) output += path.substr(dot);
        outputs.emplace(path.substr(folder.size()), AssetOutput{std::move(output), file});
    }
    return outputs;
}

}  // namespace byline::site
