// TlsContext is a certificate with its key, ready for connections; TlsSession is TLS on one connection (OpenSSL 3).
// Thread contract: a context is immutable and shared by all threads; a session belongs to one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "result/result.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace byline::http {

enum class IoState : std::uint8_t { Done, WantsRead, WantsWrite, Closed };

struct IoResult {
    IoState state = IoState::Done;
    std::size_t bytes = 0;
};

class TlsContext {
  public:
    // PEM files; the certificate with its chain. TLS 1.2 with forward secrecy and authenticated encryption, or 1.3.
    // Fails with the file and a remedy when one cannot be read, or the two do not belong together.
    [[nodiscard]] static Result<std::shared_ptr<TlsContext>> load(const std::string& certificate_file,
                                                                  const std::string& key_file);
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;
    ~TlsContext();

    [[nodiscard]] ssl_ctx_st* get() const { return context_; }

  private:
    explicit TlsContext(ssl_ctx_st* context) : context_(context) {}
    ssl_ctx_st* context_;
};

class TlsSession {
  public:
    // Null when there is no memory for one. `socket` stays the caller's, and does not block.
    [[nodiscard]] static std::unique_ptr<TlsSession> accept(const TlsContext& context, int socket);
    TlsSession(const TlsSession&) = delete;
    TlsSession& operator=(const TlsSession&) = delete;
    ~TlsSession();

    [[nodiscard]] IoState handshake();
    [[nodiscard]] IoResult read(char* bytes, std::size_t size);
    [[nodiscard]] IoResult write(const char* bytes, std::size_t size);
    [[nodiscard]] bool has_pending() const;  // read, but not yet asked for
    void say_goodbye();

  private:
    explicit TlsSession(ssl_st* session) : session_(session) {}
    [[nodiscard]] IoState state_of(int result) const;

    ssl_st* session_;
};

}  // namespace byline::http
