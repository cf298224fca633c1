#include "http/tls_library.hpp"

#include "loading/late_library.hpp"

namespace byline::http {

namespace {

Result<TlsLibrary> load_tls_library() {
    TRY(loading::LateLibrary library, loading::LateLibrary::open("libssl.so.3", "libssl3"));
    TlsLibrary to;
    library.find(to.server_method, "TLS_server_method");
    library.find(to.context_new, "SSL_CTX_new");
    library.find(to.context_free, "SSL_CTX_free");
    library.find(to.context_control, "SSL_CTX_ctrl");
    library.find(to.set_options, "SSL_CTX_set_options");
    library.find(to.set_cipher_list, "SSL_CTX_set_cipher_list");
    library.find(to.set_alpn_select, "SSL_CTX_set_alpn_select_cb");
    library.find(to.set_session_id_context, "SSL_CTX_set_session_id_context");
    library.find(to.set_password_callback, "SSL_CTX_set_default_passwd_cb");
    library.find(to.use_certificate, "SSL_CTX_use_certificate_chain_file");
    library.find(to.use_key, "SSL_CTX_use_PrivateKey_file");
    library.find(to.session_new, "SSL_new");
    library.find(to.session_free, "SSL_free");
    library.find(to.set_socket, "SSL_set_fd");
    library.find(to.set_accept_state, "SSL_set_accept_state");
    library.find(to.do_handshake, "SSL_do_handshake");
    library.find(to.read, "SSL_read_ex");
    library.find(to.write, "SSL_write_ex");
    library.find(to.get_error, "SSL_get_error");
    library.find(to.has_pending, "SSL_has_pending");
    library.find(to.shutdown, "SSL_shutdown");
    library.find(to.clear_errors, "ERR_clear_error");
    library.find(to.next_error, "ERR_get_error");
    library.find(to.reason_of, "ERR_reason_error_string");
    CHECK(library.whole());
    return to;
}

}  // namespace

Result<const TlsLibrary*> TlsLibrary::get() {
    static const Result<TlsLibrary> loaded = load_tls_library();
    if (!loaded) return fail(loaded.error());
    return &loaded.value();
}

}  // namespace byline::http
