// The AccessLog keeps one line a request, in the form that log analysers know or as JSON. No cookie and no body is ever
// written; addresses are shortened unless whole ones are asked for. Thread-safe.
#pragma once

#include <cstdint>
#include <ctime>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "http/ip_address.hpp"
#include "result/result.hpp"

namespace byline::server {

enum class LogForm : std::uint8_t { Combined, Json };
enum class LoggedAddress : std::uint8_t { Shortened, Whole, None };

struct LogOptions {
    std::string file;  // "-": standard output
    LogForm form = LogForm::Combined;
    LoggedAddress address = LoggedAddress::Shortened;
};

struct LoggedRequest {
    http::IpAddress address;
    std::time_t time = 0;
    std::string_view method;
    std::string_view target;  // as it was sent
    int status = 0;
    std::uint64_t body_bytes = 0;
    std::string_view referer;
    std::string_view user_agent;
};

class AccessLog {
  public:
    // Fails when the file cannot be opened to append to.
    [[nodiscard]] static Result<std::unique_ptr<AccessLog>> open(LogOptions options);
    AccessLog(const AccessLog&) = delete;
    AccessLog& operator=(const AccessLog&) = delete;
    ~AccessLog();

    void add(const LoggedRequest& request);
    void flush();
    // Another file of the same name: after the old one was moved away (logrotate).
    [[nodiscard]] Result<void> reopen();

  private:
    explicit AccessLog(LogOptions options) : options_(std::move(options)) {}
    void write_out();

    LogOptions options_;
    std::mutex mutex_;
    std::string buffer_;
    int file_ = -1;
    std::time_t shown_time_ = -1;
    std::string shown_;
};

// One line with its end. Control characters, quotes and backslashes are escaped: a request cannot forge a line.
void append_log_line(std::string& text, const LoggedRequest& request, const LogOptions& options,
                     std::string_view shown_time);

// "22/Nov/2026:21:00:00 +0000" and "2026-11-22T21:00:00Z".
[[nodiscard]] std::string log_time(std::time_t time, LogForm form);

}  // namespace byline::server
