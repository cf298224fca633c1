// TlsLibrary is OpenSSL's libssl, opened when the first certificate is loaded and not when the program starts: most
// runs of `byline` need none, and its start would cost each of them some milliseconds. Only tls.cpp includes this.
// Immutable after loading; safe from any thread.
#pragma once

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "result/result.hpp"

namespace byline::http {

struct TlsLibrary {
    decltype(&::TLS_server_method) server_method = nullptr;
    decltype(&::SSL_CTX_new) context_new = nullptr;
    decltype(&::SSL_CTX_free) context_free = nullptr;
    decltype(&::SSL_CTX_ctrl) context_control = nullptr;
    decltype(&::SSL_CTX_set_options) set_options = nullptr;
    decltype(&::SSL_CTX_set_cipher_list) set_cipher_list = nullptr;
    decltype(&::SSL_CTX_set_alpn_select_cb) set_alpn_select = nullptr;
    decltype(&::SSL_CTX_set_session_id_context) set_session_id_context = nullptr;
    decltype(&::SSL_CTX_set_default_passwd_cb) set_password_callback = nullptr;
    decltype(&::SSL_CTX_use_certificate_chain_file) use_certificate = nullptr;
    decltype(&::SSL_CTX_use_PrivateKey_file) use_key = nullptr;
    decltype(&::SSL_new) session_new = nullptr;
    decltype(&::SSL_free) session_free = nullptr;
    decltype(&::SSL_set_fd) set_socket = nullptr;
    decltype(&::SSL_set_accept_state) set_accept_state = nullptr;
    decltype(&::SSL_do_handshake) do_handshake = nullptr;
    decltype(&::SSL_read_ex) read = nullptr;
    decltype(&::SSL_write_ex) write = nullptr;
    decltype(&::SSL_get_error) get_error = nullptr;
    decltype(&::SSL_has_pending) has_pending = nullptr;
    decltype(&::SSL_shutdown) shutdown = nullptr;
    decltype(&::ERR_clear_error) clear_errors = nullptr;
    decltype(&::ERR_get_error) next_error = nullptr;
    decltype(&::ERR_reason_error_string) reason_of = nullptr;

    // The one of the program; it is never closed again. Fails with the package to install.
    [[nodiscard]] static Result<const TlsLibrary*> get();
};

}  // namespace byline::http
