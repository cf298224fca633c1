#include "cli/serve_options.hpp"

#include <algorithm>
#include <cstdlib>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <sys/resource.h>

#include "cli/comment_rules.hpp"
#include "cli/inherited_sockets.hpp"
#include "cli/mail_options.hpp"
#include "cli/mention_options.hpp"
#include "cli/site_build.hpp"
#include "database/address.hpp"
#include "output/output_places.hpp"
#include "publish/load_configuration.hpp"
#include "publish/site_urls.hpp"
#include "site/comment_settings.hpp"
#include "site/mail_settings.hpp"
#include "site/mention_settings.hpp"
#include "site/serve_settings.hpp"
#include "text/url.hpp"

namespace byline::cli {
namespace {

constexpr std::int64_t plain_port = 8080;
constexpr std::int64_t tls_port = 443;
constexpr std::uint64_t megabyte = std::uint64_t{1024} * 1024;
constexpr rlim_t other_descriptors = 512;  // files of the site, logs, databases

struct SiteFacts {
    site::ServeSettings settings;
    std::string base_url;
    std::string output_folder;
    site::CommentSettings comments;
    site::MailSettings mail;
    site::MentionSettings mentions;
    std::optional<site::Configuration> configuration;  // none without byline.toml
};

Result<SiteFacts> site_facts(const ServeCommand& command, const disk::Disk& disk, Diagnostics& diagnostics) {
    SiteFacts facts;
    if (!command.output.empty() && !disk.exists(inside(command.folder, "byline.toml"))) {
        facts.output_folder = command.output;
        return facts;
    }
    TRY(const site::ConfigurationReading reading, publish::load_configuration(command.folder, disk));
    TRY(const std::string bytes, disk.read(inside(command.folder, "byline.toml"), most_configuration_bytes));
    diagnostics = reading.diagnostics;
    Diagnostics told_already;
    facts.settings = site::read_serve_settings(bytes, "byline.toml", told_already);
    facts.comments = site::read_comment_settings(bytes, "byline.toml", told_already);
    facts.mail = site::read_mail_settings(bytes, "byline.toml", told_already);
    facts.mentions = site::read_mention_settings(bytes, "byline.toml", told_already);
    facts.base_url = reading.configuration.base_url;
    facts.output_folder =
        command.output.empty() ? inside(command.folder, reading.configuration.output_folder) : command.output;
    facts.configuration = reading.configuration;
    return facts;
}

void override_settings(site::ServeSettings& settings, const ServeCommand& command) {
    if (command.address) settings.address = *command.address;
    if (command.port) settings.port = *command.port;
    if (command.tls_certificate) settings.tls_certificate = *command.tls_certificate;
    if (command.tls_key) settings.tls_key = *command.tls_key;
    if (command.redirect_port) settings.redirect_port = *command.redirect_port;
    if (command.access_log) settings.access_log = *command.access_log;
    if (command.metrics_port) settings.metrics_port = *command.metrics_port;
    if (command.threads) settings.threads = *command.threads;
    if (command.ignores_changes) settings.watch = false;
    for (const std::string& network : command.trusted_proxies) settings.trusted_proxies.push_back({network, 0, 0});
}

Result<std::vector<http::IpNetwork>> networks_of(const site::ServeSettings& settings) {
    std::vector<http::IpNetwork> networks;
    for (const auto& written : settings.trusted_proxies) {
        const auto network = http::IpNetwork::from_text(written.value);
        if (!network) {
            const Place place = written.line == 0 ? Place() : Place{"byline.toml", written.line, written.column};
            Error error = usage_error(fmt::format("'{}' is neither an IP address nor a network", written.value),
                                      "write the proxy's address, such as \"127.0.0.1\" or \"10.0.0.0/8\"");
            error.place = place;
            return fail(std::move(error));
        }
        networks.push_back(*network);
    }
    return networks;
}

// Each connection takes a descriptor: as many as the system gives, and no connection more.
std::size_t allowed_connections(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, std::max<rlim_t>(limit.rlim_cur, wanted + other_descriptors));
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur >= wanted + other_descriptors) return wanted;
    return limit.rlim_cur > other_descriptors ? limit.rlim_cur - other_descriptors : limit.rlim_cur / 2;
}

Result<void> check_tls(const site::ServeSettings& settings) {
    if (settings.tls_certificate.empty() == settings.tls_key.empty()) return {};
    return fail(usage_error("TLS needs both a certificate and its key", "give --tls-certificate and --tls-key"));
}

// "https://example.org" of the site's address, when it is one of https.
std::string https_origin_of(const std::string& base_url) {
    const text::UrlParts parts = text::split_url(base_url);
    if (parts.scheme != "https" || !parts.authority) return {};
    return "https://" + std::string(*parts.authority);
}

Result<void> plan_endpoints(const site::ServeSettings& settings, const std::string& base_url,
                            server::SiteServerOptions& options) {
    const bool has_tls = !settings.tls_certificate.empty();
    const auto port = static_cast<std::uint16_t>(settings.port != 0 ? settings.port : has_tls ? tls_port : plain_port);
    const std::string address = !settings.address.empty() ? settings.address : has_tls ? "0.0.0.0" : "127.0.0.1";
    options.web.endpoints.push_back({address, port, has_tls ? http::Transport::Tls : http::Transport::Plain});
    if (has_tls) {
        options.tls = server::TlsFiles{settings.tls_certificate, settings.tls_key};
    }
    if (settings.redirect_port == 0) return {};
    options.https_origin = https_origin_of(base_url);
    if (!has_tls || options.https_origin.empty()) {
        return fail(usage_error("plain requests can only be sent on to a site with TLS and an address of https",
                                "set tls_certificate and tls_key, and base_url = \"https://…\", or leave out "
                                "redirect_port"));
    }
    options.plain_endpoint = options.web.endpoints.size();
    options.web.endpoints.push_back(
        {address, static_cast<std::uint16_t>(settings.redirect_port), http::Transport::Plain});
    return {};
}

server::LogOptions log_options(const site::ServeSettings& settings) {
    server::LogOptions log;
    log.file = settings.access_log;
    log.form = settings.access_log_form == "json" ? server::LogForm::Json : server::LogForm::Combined;
    if (settings.access_log_addresses == "whole") log.address = server::LoggedAddress::Whole;
    if (settings.access_log_addresses == "none") log.address = server::LoggedAddress::None;
    return log;
}

// "https://example.org" of an address.
std::string origin_of_url(const std::string& url) {
    const text::UrlParts parts = text::split_url(url);
    if (!parts.scheme || !parts.authority) return {};
    return std::string(*parts.scheme) + "://" + std::string(*parts.authority);
}

studio::StudioOptions studio_options(const site::Configuration& configuration, const std::string& site_path) {
    const site::Language& language = configuration.language_named(configuration.language);
    const auto first_said = [](const std::string& first, const std::string& second) {
        return first.empty() ? second : first;
    };
    studio::StudioOptions options;
    options.pages = {.site_path = site_path,
                     .site_title = first_said(language.title, configuration.title),
                     .language = configuration.language,
                     .utc_offset_seconds = configuration.utc_offset_seconds};
    options.author_name = first_said(language.author.name, configuration.author.name);
    options.author_url = first_said(language.author.url, configuration.author.url);
    if (!text::is_web_url(options.author_url)) options.author_url = configuration.base_url;
    return options;
}

Result<void> plan_discussion(const ServeCommand& command, SiteFacts& facts, const disk::Disk& disk, ServePlan& plan,
                             Diagnostics& diagnostics) {
    if (!facts.comments.is_enabled || !facts.configuration) return {};
    site::Theme::Reading reading = site::Theme::load(disk, command.folder, *facts.configuration);
    diagnostics.insert(diagnostics.end(), reading.diagnostics.begin(), reading.diagnostics.end());
    plan.discussion.emplace();
    plan.discussion->theme = std::move(reading.theme);
    discussion::DiscussionOptions& options = plan.discussion->options;
    const char* const environment = std::getenv("BYLINE_STORE");
    options.database = database::address_in_site(
        command.folder, environment != nullptr ? std::string_view(environment) : facts.settings.database);
    options.site_path = plan.options.site.base_path;
    options.origin = origin_of_url(facts.base_url.empty() ? plan.shown_url : facts.base_url);
    TRY(options.rules, comment_rules(facts.comments, command.folder, disk));
    const bool is_wrong = std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
        return diagnostic.severity == Severity::Error;
    });
    if (!is_wrong) {
        TRY(options.mail, plan_mail(facts.mail, *facts.configuration, command.folder, disk));
    }
    if (facts.mentions.receives || facts.mentions.sends) {
        const std::string why_not = why_not_asked(facts.base_url);
        options.mentions.emplace();
        options.mentions->client = mention_client(facts.base_url);
        options.mentions->is_received = facts.mentions.receives;
        const bool sends = facts.mentions.sends && why_not.empty();
        options.mentions->telling = sends ? discussion::Telling::Yes : discussion::Telling::No;
        if (facts.mentions.sends && !sends) {
            diagnostics.push_back(
                {Severity::Warning,
                 content_error("no webmentions are sent: nobody else can ask for '" + facts.base_url + "', " + why_not,
                               "set base_url to the address where readers find the site", {"byline.toml", 0, 0})});
        }
    }
    options.site_names[""] = facts.configuration->title;
    for (const site::Language& language : facts.configuration->languages) {
        if (!language.title.empty()) options.site_names[language.code] = language.title;
    }
    plan.discussion->studio = studio_options(*facts.configuration, options.site_path);
    for (const std::string& url : {facts.base_url, plan.shown_url}) {
        if (std::string origin = origin_of_url(url); !origin.empty()) {
            plan.discussion->origins.push_back(std::move(origin));
        }
    }
    return {};
}

}  // namespace

Result<ServePlan> plan_serving(const ServeCommand& command, const disk::Disk& disk, Diagnostics& diagnostics) {
    TRY(SiteFacts facts, site_facts(command, disk, diagnostics));
    site::ServeSettings& settings = facts.settings;
    override_settings(settings, command);
    CHECK(check_tls(settings));
    ServePlan plan;
    server::SiteServerOptions& options = plan.options;
    if (!disk.exists(facts.output_folder)) {
        return fail(usage_error(fmt::format("there is no built site in '{}'", facts.output_folder),
                                "build it first: byline build"));
    }
    CHECK(plan_endpoints(settings, facts.base_url, options));
    CHECK(take_inherited_sockets(options.web.endpoints));
    TRY(options.web.proxies, networks_of(settings));
    options.web.threads = settings.threads != 0 ? static_cast<unsigned>(settings.threads)
                                                : std::max(1U, std::thread::hardware_concurrency());
    options.web.connections_max = allowed_connections(static_cast<std::size_t>(settings.connections));
    options.web.connections_of_network_max = static_cast<std::size_t>(settings.connections_per_network);
    options.site.folder = facts.output_folder;
    options.site.base_path = facts.base_url.empty() ? "/" : publish::SiteUrls(facts.base_url).base_path();
    options.site.memory_bytes_max = static_cast<std::uint64_t>(settings.memory_mb) * megabyte;
    options.compressed_bytes_max = options.site.memory_bytes_max / 2;
    options.content_policy = settings.content_security_policy;
    if (!settings.access_log.empty()) options.log = log_options(settings);
    if (settings.metrics_port != 0) options.metrics_port = static_cast<std::uint16_t>(settings.metrics_port);
    plan.watches = settings.watch;
    const output::OutputPlaces places =
        output::output_places(disk, facts.output_folder, inside(command.folder, ".byline"));
    plan.commit_journal = places.journal();
    plan.build_record = places.record();
    const http::Endpoint& endpoint = options.web.endpoints.front();
    const bool has_tls = endpoint.transport == http::Transport::Tls;
    const std::string host =
        endpoint.address.find(':') == std::string::npos ? endpoint.address : "[" + endpoint.address + "]";
    plan.shown_url =
        fmt::format("{}://{}:{}{}", has_tls ? "https" : "http", host, endpoint.port, options.site.base_path);
    CHECK(plan_discussion(command, facts, disk, plan, diagnostics));
    return plan;
}

}  // namespace byline::cli
