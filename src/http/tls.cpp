#include "http/tls.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "http/tls_library.hpp"

namespace byline::http {

namespace {

// Forward secrecy and authenticated encryption; TLS 1.3 has nothing else.
constexpr const char* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr std::array<unsigned char, 6> session_id_context = {'b', 'y', 'l', 'i', 'n', 'e'};
constexpr std::string_view http_protocol = "\x08http/1.1";

// Asking for a password on the terminal would let a server hang that nobody looks at.
int no_password(char* /*buffer*/, int /*size*/, int /*is_writing*/, void* /*data*/) {
    return 0;
}

// The only protocol there is, where the client offers it; otherwise none is agreed on (RFC 7301).
int select_protocol(SSL* /*session*/, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void* /*data*/) {
    for (unsigned index = 0; index < offered_size; index += 1U + offered[index]) {
        const unsigned size = offered[index];
        if (index + size >= offered_size) break;
        const std::string_view name(reinterpret_cast<const char*>(offered + index), size + 1U);
        if (name != http_protocol) continue;
        *chosen = offered + index + 1;
        *chosen_size = static_cast<unsigned char>(size);
        return SSL_TLSEXT_ERR_OK;
    }
    return SSL_TLSEXT_ERR_NOACK;
}

std::string reason_for(const TlsLibrary& library) {
    const unsigned long code = library.next_error();
    const char* reason = code == 0 ? nullptr : library.reason_of(code);
    library.clear_errors();
    return reason == nullptr ? "it is not what it should be" : reason;
}

Result<void> check_readable(const std::string& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return fail(system_error("cannot read " + file + ": " + std::strerror(errno),
                                 "give the user that serves the site the right to read it", {file, 0, 0}));
    }
    ::close(descriptor);
    return {};
}

// Sessions and contexts exist only after the library was loaded.
const TlsLibrary& loaded() {
    return *TlsLibrary::get().value();
}

}  // namespace

Result<std::shared_ptr<TlsContext>> TlsContext::load(const std::string& certificate_file, const std::string& key_file) {
    TRY(const TlsLibrary* library, TlsLibrary::get());
    CHECK(check_readable(certificate_file));
    CHECK(check_readable(key_file));
    library->clear_errors();
    SSL_CTX* raw = library->context_new(library->server_method());
    if (raw == nullptr) return fail(system_error("no memory for TLS", "start again", {}));
    // shared: every session is made of it, and the server may have another one meanwhile
    std::shared_ptr<TlsContext> context(new TlsContext(raw));
    library->context_control(raw, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, nullptr);
    library->context_control(
        raw, SSL_CTRL_MODE,
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS, nullptr);
    library->set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    library->set_cipher_list(raw, ciphers);
    library->set_password_callback(raw, no_password);
    library->set_alpn_select(raw, select_protocol, nullptr);
    library->set_session_id_context(raw, session_id_context.data(), session_id_context.size());
    if (library->use_certificate(raw, certificate_file.c_str()) != 1) {
        return fail(system_error(certificate_file + " is no certificate: " + reason_for(*library),
                                 "name a PEM file with the certificate and its chain (fullchain.pem)",
                                 {certificate_file, 0, 0}));
    }
    // This compares it with the certificate, too.
    if (library->use_key(raw, key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
        return fail(system_error(key_file + " is not the key of the certificate: " + reason_for(*library),
                                 "name the PEM file of the private key, without a password (privkey.pem)",
                                 {key_file, 0, 0}));
    }
    return context;
}

TlsContext::~TlsContext() {
    loaded().context_free(context_);
}

std::unique_ptr<TlsSession> TlsSession::accept(const TlsContext& context, int socket) {
    SSL* raw = loaded().session_new(context.get());
    if (raw == nullptr) return nullptr;
    std::unique_ptr<TlsSession> session(new TlsSession(raw));
    if (loaded().set_socket(raw, socket) != 1) return nullptr;
    loaded().set_accept_state(raw);
    return session;
}

TlsSession::~TlsSession() {
    loaded().session_free(session_);
}

IoState TlsSession::state_of(int result) const {
    switch (loaded().get_error(session_, result)) {
        case SSL_ERROR_NONE: return IoState::Done;
        case SSL_ERROR_WANT_READ: return IoState::WantsRead;
        case SSL_ERROR_WANT_WRITE: return IoState::WantsWrite;
        default: return IoState::Closed;
    }
}

IoState TlsSession::handshake() {
    loaded().clear_errors();
    return state_of(loaded().do_handshake(session_));
}

IoResult TlsSession::read(char* bytes, std::size_t size) {
    loaded().clear_errors();
    std::size_t count = 0;
    const int result = loaded().read(session_, bytes, size, &count);
    if (result == 1) return {IoState::Done, count};
    return {state_of(result), 0};
}

IoResult TlsSession::write(const char* bytes, std::size_t size) {
    loaded().clear_errors();
    std::size_t count = 0;
    const int result = loaded().write(session_, bytes, size, &count);
    if (result == 1) return {IoState::Done, count};
    return {state_of(result), 0};
}

bool TlsSession::has_pending() const {
    return loaded().has_pending(session_) == 1;
}

void TlsSession::say_goodbye() {
    loaded().clear_errors();
    loaded().shutdown(session_);
    loaded().clear_errors();
}

}  // namespace byline::http
