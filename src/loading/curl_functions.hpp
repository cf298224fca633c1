// CurlFunctions are those of libcurl that requests and letters need, opened when the first one is made.
// Any number of threads may call them, each with handles of its own.
#pragma once

#include <memory>
#include <string>

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#include "result/result.hpp"

namespace byline::loading {

struct CurlFunctions {
    decltype(&::curl_global_init) global_init = nullptr;
    decltype(&::curl_easy_init) easy_init = nullptr;
    decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
    decltype(&::curl_easy_setopt) easy_setopt = nullptr;
    decltype(&::curl_easy_perform) easy_perform = nullptr;
    decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
    decltype(&::curl_easy_strerror) easy_strerror = nullptr;
    decltype(&::curl_slist_append) slist_append = nullptr;
    decltype(&::curl_slist_free_all) slist_free_all = nullptr;
    decltype(&::curl_url) url = nullptr;
    decltype(&::curl_url_cleanup) url_cleanup = nullptr;
    decltype(&::curl_url_get) url_get = nullptr;
    decltype(&::curl_url_set) url_set = nullptr;
    decltype(&::curl_url_strerror) url_strerror = nullptr;
    decltype(&::curl_free) free = nullptr;
};

[[nodiscard]] const Result<CurlFunctions>& the_curl();

template <typename Handle>
using CurlOwned = std::unique_ptr<Handle, void (*)(Handle*)>;

}  // namespace byline::loading
