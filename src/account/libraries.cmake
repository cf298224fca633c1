find_package(fmt REQUIRED)
set(libraries fmt::fmt)
set(test_seconds 5)
