set(libraries "")
# The tests serve what is packed, and over TLS.
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED)
set(test_libraries ZLIB::ZLIB OpenSSL::SSL)
