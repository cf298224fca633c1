#include "loading/curl_functions.hpp"

#include "loading/late_library.hpp"

namespace byline::loading {
namespace {

Result<CurlFunctions> open_curl() {
    TRY(auto library, loading::LateLibrary::open("libcurl.so.4", "libcurl4"));
    CurlFunctions curl;
    library.find(curl.global_init, "curl_global_init");
    library.find(curl.easy_init, "curl_easy_init");
    library.find(curl.easy_cleanup, "curl_easy_cleanup");
    library.find(curl.easy_setopt, "curl_easy_setopt");
    library.find(curl.easy_perform, "curl_easy_perform");
    library.find(curl.easy_getinfo, "curl_easy_getinfo");
    library.find(curl.easy_strerror, "curl_easy_strerror");
    library.find(curl.slist_append, "curl_slist_append");
    library.find(curl.slist_free_all, "curl_slist_free_all");
    library.find(curl.url, "curl_url");
    library.find(curl.url_cleanup, "curl_url_cleanup");
    library.find(curl.url_get, "curl_url_get");
    library.find(curl.url_set, "curl_url_set");
    library.find(curl.url_strerror, "curl_url_strerror");
    library.find(curl.free, "curl_free");
    CHECK(library.whole());
    if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return fail(system_error("libcurl cannot be made ready", "install the Debian package libcurl4 again", {}));
    }
    return curl;
}

}  // namespace

const Result<CurlFunctions>& the_curl() {
    static const Result<CurlFunctions> curl = open_curl();
    return curl;
}

}  // namespace byline::loading
