#include "cli/face_fetcher.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "cli/site_build.hpp"
#include "media/derive.hpp"
#include "media/picture.hpp"
#include "parallel/for_each_index.hpp"
#include "text/digest.hpp"
#include "text/url.hpp"

namespace byline::cli {
namespace {

constexpr std::uint32_t face_width = 96;  // shown at 36 pixels; screens have up to three for one
constexpr std::size_t fetched_at_once = 8;
constexpr std::int64_t most_face_bytes = 1 << 20;
constexpr std::size_t name_digits = 16;
constexpr media::PictureLimits face_limits{.pixels = 25'000'000, .side = 10'000, .bytes = most_face_bytes};

}  // namespace

FaceFetcher::FaceFetcher(outbound::Client& client, disk::Disk& disk, std::string site_folder, std::string_view beside)
    : client_(client), disk_(disk), site_folder_(std::move(site_folder)) {
    const std::size_t slash = beside.rfind('/');
    folder_ = slash == std::string_view::npos ? "." : std::string(beside.substr(0, slash));
}

Result<std::string> FaceFetcher::bytes_of(const std::string& address) const {
    if (!text::is_web_url(address)) {
        // A page that was saved whole has its pictures beside it.
        std::string path = text::percent_decode(address).value_or("");
        if (path.starts_with("./")) path.erase(0, 2);
        CHECK(text::valid_output_path(path));
        return disk_.read(folder_ + "/" + path, most_face_bytes);
    }
    outbound::Reply reply = client_.fetch({.url = address, .accept = "image/webp, image/png, image/jpeg, image/gif"});
    if (auto* const obstacle = std::get_if<outbound::Obstacle>(&reply)) return fail(std::move(obstacle->error));
    auto& answer = std::get<outbound::Answer>(reply);
    if (answer.status == 200) return std::move(answer.body);
    return fail(system_error(fmt::format("the server answers with {}", answer.status),
                             "the face is drawn from the name instead", {}));
}

Result<std::string> FaceFetcher::made(const std::string& address) const {
    TRY(const std::string bytes, bytes_of(address));
    TRY(const media::PictureInfo info, media::inspect(bytes, "face", face_limits));
    if (info.format == media::PictureFormat::Svg || info.is_animated) {
        return fail(
            content_error("a drawing or an animation is no face", "the face is drawn from the name instead", {}));
    }
    TRY(std::string small,
        media::derive(bytes, "face", info, {.width = std::min(face_width, info.width), .quality = 80}));
    return small;
}

Result<std::string> FaceFetcher::kept(Result<std::string> small) {
    if (!small) return small;
    std::string path = "/faces/" + text::digest_of(*small).hex().substr(0, name_digits) + ".webp";
    CHECK(disk_.write(inside(site_folder_, "static" + path), *small));
    return path;
}

void FaceFetcher::fetch(const std::vector<std::string>& addresses, Diagnostics& diagnostics) {
    std::vector<std::string> wanted;
    for (const std::string& address : addresses) {
        if (wanted.size() < most_faces && paths_.try_emplace(address).second) wanted.push_back(address);
    }
    std::vector<Result<std::string>> outcomes(wanted.size(), Result<std::string>(std::string()));
    parallel::for_each_index(wanted.size(), fetched_at_once,
                             [&](std::size_t index, std::size_t) { outcomes[index] = made(wanted[index]); });
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        Result<std::string> path = kept(std::move(outcomes[index]));
        if (path) {
            paths_[wanted[index]] = std::move(*path);
            continue;
        }
        Error error = std::move(path).error();
        error.message = fmt::format("no face from '{}': {}", wanted[index], error.message);
        diagnostics.push_back({Severity::Warning, std::move(error)});
    }
}

std::string_view FaceFetcher::path_of(const std::string& address) const {
    const auto found = paths_.find(address);
    return found == paths_.end() ? std::string_view() : std::string_view(found->second);
}

std::size_t FaceFetcher::fetched() const {
    return static_cast<std::size_t>(
        std::count_if(paths_.begin(), paths_.end(), [](const auto& one) { return !one.second.empty(); }));
}

}  // namespace byline::cli
