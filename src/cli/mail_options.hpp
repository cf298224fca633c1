// What [mail] of byline.toml means for `byline serve`: a sender, checked as far as it can be without sending.
// Reads the file of the password; used by the main thread.
#pragma once

#include <optional>
#include <string>

#include "discussion/discussion.hpp"
#include "disk/disk.hpp"
#include "result/result.hpp"
#include "site/configuration.hpp"
#include "site/mail_settings.hpp"

namespace byline::cli {

// Nothing when no mail server is named.
[[nodiscard]] Result<std::optional<discussion::MailOptions>> plan_mail(const site::MailSettings& settings,
                                                                       const site::Configuration& configuration,
                                                                       const std::string& site_folder,
                                                                       const disk::Disk& disk);

}  // namespace byline::cli
