#include "server/access_log.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "server/json_text.hpp"

namespace byline::server {

namespace {

constexpr std::size_t buffer_bytes_max = std::size_t{64} * 1024;
constexpr std::string_view standard_output = "-";
constexpr std::size_t field_bytes_max = 2048;

void append_escaped(std::string& text, std::string_view field) {
    static constexpr std::string_view hex = "0123456789abcdef";
    if (field.empty()) {
        text.push_back('-');
        return;
    }
    for (const char c : field.substr(0, field_bytes_max)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F && c != '"' && c != '\\') {
            text.push_back(c);
            continue;
        }
        text += "\\x";
        text.push_back(hex[byte >> 4U]);
        text.push_back(hex[byte & 15U]);
    }
}

std::string shown_address(const http::IpAddress& address, LoggedAddress how) {
    switch (how) {
        case LoggedAddress::Whole: return address.text();
        case LoggedAddress::Shortened: return address.shortened().text();
        case LoggedAddress::None: return "-";
    }
    return "-";
}

}  // namespace

std::string log_time(std::time_t time, LogForm form) {
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 64> text{};
    const char* const pattern = form == LogForm::Json ? "%Y-%m-%dT%H:%M:%SZ" : "%d/%b/%Y:%H:%M:%S +0000";
    return {text.data(), std::strftime(text.data(), text.size(), pattern, &parts)};
}

void append_log_line(std::string& text, const LoggedRequest& request, const LogOptions& options,
                     std::string_view shown_time) {
    const std::string address = shown_address(request.address, options.address);
    if (options.form == LogForm::Json) {
        text += R"({"time":")";
        text += shown_time;
        text += R"(","address":)" + json_string(address);
        text += R"(,"method":)" + json_string(request.method);
        text += R"(,"target":)" + json_string(request.target.substr(0, field_bytes_max));
        text += R"(,"status":)" + std::to_string(request.status);
        text += R"(,"bytes":)" + std::to_string(request.body_bytes);
        text += R"(,"referer":)" + json_string(request.referer.substr(0, field_bytes_max));
        text += R"(,"user_agent":)" + json_string(request.user_agent.substr(0, field_bytes_max)) + "}\n";
        return;
    }
    text += address;
    text += " - - [";
    text += shown_time;
    text += "] \"";
    if (request.method.empty()) {
        text.push_back('-');
    } else {
        append_escaped(text, request.method);
        text.push_back(' ');
        append_escaped(text, request.target);
        text += " HTTP/1.1";
    }
    text += "\" ";
    text += std::to_string(request.status);
    text.push_back(' ');
    text += std::to_string(request.body_bytes);
    text += " \"";
    append_escaped(text, request.referer);
    text += "\" \"";
    append_escaped(text, request.user_agent);
    text += "\"\n";
}

Result<std::unique_ptr<AccessLog>> AccessLog::open(LogOptions options) {
    std::unique_ptr<AccessLog> log(new AccessLog(std::move(options)));
    CHECK(log->reopen());
    return log;
}

AccessLog::~AccessLog() {
    write_out();
    if (file_ >= 0) ::close(file_);
}

Result<void> AccessLog::reopen() {
    constexpr mode_t mode = 0640;
    const int file = options_.file == standard_output
                         ? ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
                         : ::open(options_.file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, mode);
    if (file < 0) {
        return fail(system_error("cannot write the access log " + options_.file + ": " + std::strerror(errno),
                                 "make its folder, with the right to write there for the user that serves the site",
                                 {options_.file, 0, 0}));
    }
    const std::lock_guard lock(mutex_);
    write_out();
    if (file_ >= 0) ::close(file_);
    file_ = file;
    return {};
}

void AccessLog::add(const LoggedRequest& request) {
    const std::lock_guard lock(mutex_);
    if (request.time != shown_time_) {
        shown_time_ = request.time;
        shown_ = log_time(request.time, options_.form);
    }
    append_log_line(buffer_, request, options_, shown_);
    if (buffer_.size() < buffer_bytes_max) return;
    write_out();
}

void AccessLog::flush() {
    const std::lock_guard lock(mutex_);
    write_out();
}

// A log that cannot be written (a full disk) must not stop the site: those lines are lost.
void AccessLog::write_out() {
    std::string_view rest = buffer_;
    while (!rest.empty() && file_ >= 0) {
        const auto count = ::write(file_, rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    buffer_.clear();
}

}  // namespace byline::server
