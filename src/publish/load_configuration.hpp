// The configuration of a site as it lies on disk: SITE/byline.toml.
// Pure but for the reading.
#pragma once

#include <string>

#include "disk/disk.hpp"
#include "result/result.hpp"
#include "site/configuration.hpp"
#include "text/digest.hpp"

namespace byline::publish {

// A folder that is not there, or is no site, is a usage error with what to do; what is wrong in the file is in the
// reading.
[[nodiscard]] Result<site::ConfigurationReading> load_configuration(const std::string& site_folder,
                                                                    const disk::Disk& disk);

// Of the bytes: tells whether it is still the same.
[[nodiscard]] Result<text::Digest> configuration_digest(const std::string& site_folder, const disk::Disk& disk);

}  // namespace byline::publish
