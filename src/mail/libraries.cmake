# libcurl is opened when the first message is sent, and needed here by its headers alone.
find_path(CURL_INCLUDE_DIR curl/curl.h REQUIRED)
set(libraries "")
