find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
set(libraries CLI11::CLI11 fmt::fmt)
