#include "mail/smtp_sender.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "loading/curl_functions.hpp"
#include "text/ascii.hpp"

namespace byline::mail {
namespace {

bool is_host(std::string_view host) {
    constexpr std::size_t max_host_bytes = 253;
    return !host.empty() && host.size() <= max_host_bytes && std::all_of(host.begin(), host.end(), [](char c) {
        return text::is_ascii_letter(c) || text::is_ascii_digit(c) || c == '-' || c == '.' || c == ':';
    });
}

bool is_this_machine(std::string_view host) {
    return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

std::string url_of(const ServerSettings& settings) {
    std::string url = settings.security == Security::Tls ? "smtps://" : "smtp://";
    const bool v6 = settings.host.find(':') != std::string::npos;
    url += v6 ? "[" + settings.host + "]" : settings.host;
    return url + ":" + std::to_string(settings.port) + "/" + settings.own_name;
}

std::size_t give_bytes(char* to, std::size_t one, std::size_t count, void* from) {
    auto& rest = *static_cast<std::string_view*>(from);
    const std::size_t length = std::min(one * count, rest.size());
    std::memcpy(to, rest.data(), length);
    rest.remove_prefix(length);
    return length;
}

// Called about once a second, whatever the server does.
int break_off(void* is_stopped, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<const std::atomic<bool>*>(is_stopped)->load() ? 1 : 0;
}

std::size_t ignore_bytes(char*, std::size_t one, std::size_t count, void*) {
    return one * count;
}

// Those that say that our log-in is wrong or missing (RFC 4954, section 6): the owner mends it, and the message goes
// then.
bool is_about_log_in(int code) {
    return code == 530 || code == 534 || code == 535 || code == 538;
}

// libcurl says at which command of SMTP it met the refusal in words alone.
bool is_about_reader(std::string_view told) {
    return told.starts_with("RCPT failed");
}

SendResult failure(const loading::CurlFunctions& curl, const ServerSettings& settings, CURLcode code, int server_code,
                   std::string_view told) {
    SendResult result;
    const bool refused = server_code >= 500 && server_code < 600 && !is_about_log_in(server_code) &&
                         code != CURLE_LOGIN_DENIED && code != CURLE_USE_SSL_FAILED;
    result.delivery = !refused ? Delivery::Temporary : is_about_reader(told) ? Delivery::NoReader : Delivery::Permanent;
    result.server_code = server_code;
    std::string said = server_code == 0 ? "" : " (its last reply was " + std::to_string(server_code) + ")";
    std::string remedy = refused ? "look whether the address of the reader is right"
                                 : "look at [mail] in byline.toml; it is tried again";
    result.error = system_error("the mail server '" + settings.host + "' did not take a message: " +
                                    (told.empty() ? curl.easy_strerror(code) : std::string(told)) + said,
                                std::move(remedy), {});
    return result;
}

void set_server(const loading::CurlFunctions& curl, const ServerSettings& settings, CURL* handle) {
    const auto set = curl.easy_setopt;
    set(handle, CURLOPT_URL, url_of(settings).c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(handle, CURLOPT_PROXY, "");
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_limit.count()));
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.whole_limit.count()));
    set(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, std::max(1L, static_cast<long>(settings.whole_limit.count() / 1000)));
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (settings.security != Security::None) set(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    if (!settings.authorities_file.empty()) set(handle, CURLOPT_CAINFO, settings.authorities_file.c_str());
    if (!settings.user.empty()) {
        set(handle, CURLOPT_USERNAME, settings.user.c_str());
        set(handle, CURLOPT_PASSWORD, settings.password.c_str());
    }
}

}  // namespace

Result<std::unique_ptr<SmtpSender>> SmtpSender::make(ServerSettings settings) {
    if (!is_host(settings.host) || !is_host(settings.own_name)) {
        return fail(content_error("'" + settings.host + "' is no name of a mail server",
                                  "write one like mail.example.org", {}));
    }
    if (settings.security == Security::None && !settings.user.empty() && !is_this_machine(settings.host)) {
        return fail(content_error("the password for '" + settings.host + "' would go over the network in the clear",
                                  "use STARTTLS or TLS", {}));
    }
    return std::unique_ptr<SmtpSender>(new SmtpSender(std::move(settings)));
}

SendResult SmtpSender::send(const Message& message) {
    const Result<loading::CurlFunctions>& curl = loading::the_curl();
    if (!curl) return {Delivery::Temporary, 0, curl.error()};
    const std::unique_ptr<CURL, void (*)(CURL*)> handle{curl->easy_init(), curl->easy_cleanup};
    if (handle == nullptr)
        return {Delivery::Temporary, 0, system_error("libcurl has no memory left", "it is tried again", {})};
    const std::string bytes = compose(message);
    std::string_view rest = bytes;
    const std::string from = "<" + message.from.mailbox() + ">";
    const std::unique_ptr<curl_slist, void (*)(curl_slist*)> readers{
        curl->slist_append(nullptr, ("<" + message.to.mailbox() + ">").c_str()), curl->slist_free_all};
    set_server(*curl, settings_, handle.get());
    const auto set = curl->easy_setopt;
    set(handle.get(), CURLOPT_MAIL_FROM, from.c_str());
    set(handle.get(), CURLOPT_MAIL_RCPT, readers.get());
    set(handle.get(), CURLOPT_UPLOAD, 1L);
    set(handle.get(), CURLOPT_READFUNCTION, &give_bytes);
    set(handle.get(), CURLOPT_READDATA, &rest);
    set(handle.get(), CURLOPT_WRITEFUNCTION, &ignore_bytes);
    set(handle.get(), CURLOPT_NOPROGRESS, 0L);
    set(handle.get(), CURLOPT_XFERINFOFUNCTION, &break_off);
    set(handle.get(), CURLOPT_XFERINFODATA, &is_stopped_);
    std::array<char, CURL_ERROR_SIZE> told{};
    set(handle.get(), CURLOPT_ERRORBUFFER, told.data());
    const CURLcode code = curl->easy_perform(handle.get());
    long server_code = 0;
    curl->easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &server_code);
    if (code != CURLE_OK) return failure(*curl, settings_, code, static_cast<int>(server_code), told.data());
    return {Delivery::Accepted, static_cast<int>(server_code), {}};
}

}  // namespace byline::mail
