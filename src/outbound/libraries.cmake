# libcurl brings some twenty libraries: it is opened when the first request is made, and needed here by its headers alone.
find_path(CURL_INCLUDE_DIR curl/curl.h REQUIRED)
set(libraries "")
# The tests serve what is packed, and over TLS.
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED)
set(test_libraries ZLIB::ZLIB OpenSSL::SSL)
