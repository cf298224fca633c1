# Expat is small: it becomes part of the program, so that it costs a start nothing. SQLite is opened late
# (sqlite_library.cpp), and needed here by its header alone.
find_library(EXPAT_ARCHIVE libexpat.a REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)
set(libraries "${EXPAT_ARCHIVE}" ZLIB::ZLIB fmt::fmt)
# The tests make databases.
find_library(SQLITE_LIBRARY sqlite3 REQUIRED)
set(test_libraries "${SQLITE_LIBRARY}")
