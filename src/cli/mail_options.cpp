#include "cli/mail_options.hpp"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "mail/smtp_sender.hpp"

namespace byline::cli {
namespace {

constexpr std::int64_t most_password_bytes = 4096;
constexpr std::int64_t starttls_port = 587;
constexpr std::int64_t smtps_port = 465;
constexpr std::int64_t smtp_port = 25;
constexpr std::int64_t minute_ms = 60'000;

Failure wrong(Error error, const site::Placed<std::string>& setting) {
    error.place = {"byline.toml", setting.line, setting.column};
    return fail(std::move(error));
}

Result<mail::Address> address_of(const site::Placed<std::string>& setting, std::string_view name = {}) {
    auto address = mail::Address::parse(setting.value, name);
    if (!address) return wrong(address.error(), setting);
    return *address;
}

// Of the file that only its owner reads, or of the environment; empty when neither is there.
Result<std::string> password_of(const site::MailSettings& settings, const std::string& site_folder,
                                const disk::Disk& disk) {
    if (settings.password_file.value.empty()) {
        const char* const environment = std::getenv("BYLINE_MAIL_PASSWORD");
        return std::string(environment != nullptr ? environment : "");
    }
    using std::filesystem::perms;
    const std::string path = inside(site_folder, settings.password_file.value);
    std::error_code unknown;
    const perms allowed = std::filesystem::status(path, unknown).permissions();
    constexpr perms others = perms::group_all | perms::others_all;
    if (!unknown && (allowed & others) != perms::none) {
        return wrong(content_error(fmt::format("others than its owner may read the password in '{}'", path),
                                   fmt::format("chmod 600 {}", path), {}),
                     settings.password_file);
    }
    auto password = disk.read(path, most_password_bytes);
    if (!password) return wrong(password.error(), settings.password_file);
    while (password->ends_with('\n') || password->ends_with('\r')) password->pop_back();
    return std::move(*password);
}

mail::Security security_named(const std::string& name) {
    if (name == "tls") return mail::Security::Tls;
    return name == "none" ? mail::Security::None : mail::Security::StartTls;
}

std::int64_t usual_port(mail::Security security) {
    switch (security) {
        case mail::Security::None: return smtp_port;
        case mail::Security::StartTls: return starttls_port;
        case mail::Security::Tls: return smtps_port;
    }
    return starttls_port;
}

}  // namespace

Result<std::optional<discussion::MailOptions>> plan_mail(const site::MailSettings& settings,
                                                         const site::Configuration& configuration,
                                                         const std::string& site_folder, const disk::Disk& disk) {
    if (settings.server.value.empty()) return std::optional<discussion::MailOptions>();
    TRY(const mail::Address from,
        address_of(settings.from, settings.from_name.empty() ? configuration.title : settings.from_name));
    mail::ServerSettings server;
    server.host = settings.server.value;
    server.security = security_named(settings.security);
    server.port = static_cast<std::uint16_t>(settings.port != 0 ? settings.port : usual_port(server.security));
    server.user = settings.user;
    if (!settings.user.empty()) {
        TRY(server.password, password_of(settings, site_folder, disk));
        if (server.password.empty()) {
            return wrong(content_error(fmt::format("there is no password for '{}'", settings.user),
                                       "put it into a file that only you may read, and name that as password_file; or "
                                       "set BYLINE_MAIL_PASSWORD",
                                       {}),
                         settings.server);
        }
    }
    server.own_name = from.mailbox().substr(from.mailbox().rfind('@') + 1);
    if (!settings.authorities_file.empty()) server.authorities_file = inside(site_folder, settings.authorities_file);
    auto sender = mail::SmtpSender::make(std::move(server));
    if (!sender) return wrong(sender.error(), settings.server);

    discussion::MailOptions options{.sender = std::move(*sender), .from = from};
    if (!settings.reply_to.value.empty()) {
        TRY(options.reply_to, address_of(settings.reply_to));
    }
    const bool has_own = !settings.author.value.empty();
    options.author_address = has_own ? settings.author.value : configuration.author.email;
    if (has_own) CHECK(address_of(settings.author));
    if (settings.author_minutes == 0) options.author_address.clear();
    options.author_rest_ms = settings.author_minutes * minute_ms;
    options.author_language = configuration.language;
    options.tell = [](const Error& error) { print_error(fmt::format("Mail: {}; {}\n", error.message, error.remedy)); };
    return std::optional(std::move(options));
}

}  // namespace byline::cli
