// A TestClient speaks raw bytes to a listener on this machine; for tests only, so that nothing is hidden by a library.
// Used by one thread. Reading waits for what it asks for, and throws when nothing comes for a long time.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace byline::http {

struct RawResponse {
    std::string head;  // with the empty line
    std::string body;

    [[nodiscard]] int status() const { return std::stoi(head.substr(9, 3)); }

    // The value of a header spelled exactly so; empty when there is none.
    [[nodiscard]] std::string header(const std::string& name) const {
        const std::size_t start = head.find("\r\n" + name + ": ");
        if (start == std::string::npos) return {};
        const std::size_t value = start + name.size() + 4;
        return head.substr(value, head.find("\r\n", value) - value);
    }
};

class TestClient {
  public:
    explicit TestClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{.tv_sec = 60, .tv_usec = 0};  // only ever reached by a failing test
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        sockaddr generic{};
        static_assert(sizeof generic == sizeof address);
        std::char_traits<char>::copy(reinterpret_cast<char*>(&generic), reinterpret_cast<const char*>(&address),
                                     sizeof address);
        if (::connect(socket_, &generic, sizeof generic) != 0) throw std::runtime_error("cannot connect");
    }
    TestClient(const TestClient&) = delete;
    TestClient& operator=(const TestClient&) = delete;
    ~TestClient() { ::close(socket_); }

    void send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;  // the other side closed: the test looks at what it answered
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    void stop_sending() const { ::shutdown(socket_, SHUT_WR); }

    // Everything up to and including `end`, which must come before the connection closes.
    std::string read_until(std::string_view end) {
        std::size_t found = buffer_.find(end);
        while (found == std::string::npos) {
            if (!receive()) throw std::runtime_error("closed after: " + buffer_);
            found = buffer_.find(end);
        }
        return take(found + end.size());
    }

    std::string read_bytes(std::size_t count) {
        while (buffer_.size() < count) {
            if (!receive()) throw std::runtime_error("closed after: " + buffer_);
        }
        return take(count);
    }

    // Everything until the other side closes.
    std::string read_to_end() {
        while (receive()) {
        }
        return take(buffer_.size());
    }

    RawResponse read_response() {
        RawResponse response;
        response.head = read_until("\r\n\r\n");
        const std::string length = response.header("Content-Length");
        if (!length.empty()) response.body = read_bytes(std::stoul(length));
        return response;
    }

    RawResponse read_head() { return {read_until("\r\n\r\n"), {}}; }

    // `headers` are whole lines, each ended by CR LF.
    RawResponse get(std::string_view path, std::string_view headers = {}) {
        send("GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) + "\r\n");
        return read_response();
    }

  private:
    bool receive() {
        char bytes[65536];
        const auto received = ::recv(socket_, bytes, sizeof bytes, 0);
        if (received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) throw std::runtime_error("nothing came");
        if (received <= 0) return false;
        buffer_.append(bytes, static_cast<std::size_t>(received));
        return true;
    }

    std::string take(std::size_t count) {
        std::string taken = buffer_.substr(0, count);
        buffer_.erase(0, count);
        return taken;
    }

    int socket_;
    std::string buffer_;
};

}  // namespace byline::http
