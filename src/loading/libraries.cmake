find_package(fmt REQUIRED)
set(libraries fmt::fmt ${CMAKE_DL_LIBS})
# libcurl brings some twenty libraries: it is opened when the first request is made, and needed here by its headers alone.
find_path(CURL_INCLUDE_DIR curl/curl.h REQUIRED)
