find_package(fmt REQUIRED)
set(libraries fmt::fmt)
