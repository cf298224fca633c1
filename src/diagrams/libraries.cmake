find_package(fmt REQUIRED)
set(libraries fmt::fmt)
set(test_reads example/static/portrait.svg)
