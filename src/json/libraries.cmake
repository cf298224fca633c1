# Boost.JSON is used as headers only, all of it compiled in parse.cpp and nowhere else.
find_package(Boost 1.81 REQUIRED)
set(libraries Boost::headers)
