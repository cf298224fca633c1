#include "publish/load_configuration.hpp"

#include <fmt/format.h>

namespace byline::publish {
namespace {

constexpr std::int64_t most_configuration_bytes = 1 << 20;

std::string configuration_path(const std::string& site_folder) {
    return site_folder + "/byline.toml";
}

}  // namespace

Result<site::ConfigurationReading> load_configuration(const std::string& site_folder, const disk::Disk& disk) {
    const std::string path = configuration_path(site_folder);
    if (!disk.exists(path)) {
        constexpr std::string_view remedy = "go to the folder of a site, or make one: byline new site DIR";
        if (!disk.exists(site_folder))
            return fail(usage_error(fmt::format("there is no folder '{}'", site_folder), std::string(remedy)));
        const std::string where = site_folder == "." ? "this folder" : fmt::format("'{}'", site_folder);
        return fail(usage_error(fmt::format("{} is not a site: it has no byline.toml", where), std::string(remedy)));
    }
    TRY(const std::string bytes, disk.read(path, most_configuration_bytes));
    return site::read_configuration(bytes, "byline.toml");
}

Result<text::Digest> configuration_digest(const std::string& site_folder, const disk::Disk& disk) {
    TRY(const std::string bytes, disk.read(configuration_path(site_folder), most_configuration_bytes));
    return text::digest_of(bytes);
}

}  // namespace byline::publish
