# Asio and Beast are used as headers only, Beast in connection.cpp alone, which takes half a minute to compile.
find_package(Boost 1.81 REQUIRED)
find_package(Threads REQUIRED)
# OpenSSL by its headers alone: tls_library.cpp opens it when the first certificate is loaded.
find_package(OpenSSL 3 REQUIRED)
set(libraries Boost::headers Threads::Threads)
if(BYLINE_SANITIZE MATCHES "thread")
  # ThreadSanitizer does not follow fences; Asio's own locks order everything that ours relies on.
  set_source_files_properties("${CMAKE_CURRENT_LIST_DIR}/connection.cpp" "${CMAKE_CURRENT_LIST_DIR}/listener.cpp"
                              PROPERTIES COMPILE_DEFINITIONS BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
