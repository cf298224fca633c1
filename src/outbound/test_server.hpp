// A TestServer answers on the loopback interface with the bytes that a test gave it, over TCP or TLS.
// Belongs to the test's thread; it serves in one of its own.
#pragma once

#include <atomic>
#include <csignal>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace byline::outbound {

// One end of a connection: `read` and `write` give what went through, not above 0 at the end.
struct TestConnection {
    int socket = -1;
    SSL* tls = nullptr;

    [[nodiscard]] long read(char* to, std::size_t size) const {
        return tls != nullptr ? SSL_read(tls, to, static_cast<int>(size)) : ::recv(socket, to, size, 0);
    }
    [[nodiscard]] long write(std::string_view bytes) const {
        if (tls != nullptr) return SSL_write(tls, bytes.data(), static_cast<int>(bytes.size()));
        return ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }
};

// A certificate for "tls.test" that nobody but its own file vouches for.
struct TestCertificate {
    TestCertificate() : key(EVP_EC_gen("P-256")), certificate(X509_new()) {
        X509_set_version(certificate, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, key);
        X509_NAME* name = X509_get_subject_name(certificate);
        const auto* host = reinterpret_cast<const unsigned char*>("tls.test");
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0);
        X509_set_issuer_name(certificate, name);
        X509_sign(certificate, key, EVP_sha256());
    }
    TestCertificate(const TestCertificate&) = delete;
    TestCertificate& operator=(const TestCertificate&) = delete;
    TestCertificate(TestCertificate&&) = delete;
    TestCertificate& operator=(TestCertificate&&) = delete;
    ~TestCertificate() {
        X509_free(certificate);
        EVP_PKEY_free(key);
    }

    void write_to(const std::string& path) const {
        FILE* file = std::fopen(path.c_str(), "we");
        PEM_write_X509(file, certificate);
        static_cast<void>(std::fclose(file));
    }

    EVP_PKEY* key;
    X509* certificate;
};

class TestServer {
  public:
    using Serve = std::function<void(const TestConnection&, const std::string& head)>;

    explicit TestServer(Serve serve, const TestCertificate* certificate = nullptr)
        : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), serve_(std::move(serve)) {
        std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to clients that have gone
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0) std::abort();
        if (::getsockname(listener_, generic, &size) != 0) std::abort();
        port_ = ntohs(address.sin_port);
        if (certificate != nullptr) {
            tls_.reset(SSL_CTX_new(TLS_server_method()));
            SSL_CTX_use_certificate(tls_.get(), certificate->certificate);
            SSL_CTX_use_PrivateKey(tls_.get(), certificate->key);
        }
        thread_ = std::thread([this] { run(); });
    }
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;
    TestServer(TestServer&&) = delete;
    TestServer& operator=(TestServer&&) = delete;
    ~TestServer() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::string url(std::string_view path, std::string_view host = "127.0.0.1") const {
        const std::string_view scheme = tls_ ? "https://" : "http://";
        return std::string(scheme).append(host).append(":").append(std::to_string(port_)).append(path);
    }
    [[nodiscard]] int connections() const { return connections_; }

  private:
    struct FreeContext {
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    };

    void run() {
        for (int socket = ::accept(listener_, nullptr, nullptr); socket >= 0;
             socket = ::accept(listener_, nullptr, nullptr)) {
            ++connections_;
            serve_one({socket, nullptr});
            ::close(socket);
        }
    }

    void serve_one(TestConnection connection) {
        if (tls_) {
            connection.tls = SSL_new(tls_.get());
            SSL_set_fd(connection.tls, connection.socket);
        }
        if (!tls_ || SSL_accept(connection.tls) == 1) serve_(connection, head_from(connection));
        SSL_free(connection.tls);
    }

    // The request up to its empty line, and what came with it.
    static std::string head_from(const TestConnection& connection) {
        std::string head;
        char piece[4096];  // NOLINT(*-avoid-c-arrays)
        while (head.find("\r\n\r\n") == std::string::npos) {
            const long got = connection.read(piece, sizeof piece);
            if (got <= 0) break;
            head.append(piece, static_cast<std::size_t>(got));
        }
        return head;
    }

    int listener_;
    std::uint16_t port_ = 0;
    std::unique_ptr<SSL_CTX, FreeContext> tls_;
    Serve serve_;
    std::atomic<int> connections_{0};
    std::thread thread_;
};

}  // namespace byline::outbound
