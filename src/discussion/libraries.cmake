find_package(fmt REQUIRED)
set(libraries fmt::fmt)
# The tests' own servers speak TLS where they are asked to.
find_package(OpenSSL REQUIRED)
set(test_libraries OpenSSL::SSL)
set(test_seconds 15)
