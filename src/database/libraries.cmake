# SOCI's core is linked; its backends, and with them SQLite and libpq, are opened when a store is. Of those, one file needs
# the headers.
byline_embed_files(generated_sources "${CMAKE_SOURCE_DIR}/sql" embedded_sql byline::database)
find_package(fmt REQUIRED)
find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_path(LIBPQ_INCLUDE_DIR libpq-fe.h PATH_SUFFIXES postgresql REQUIRED)
set(libraries fmt::fmt "${SOCI_CORE_LIBRARY}")
set_source_files_properties("${folder}/connection.cpp" PROPERTIES COMPILE_OPTIONS "-isystem${LIBPQ_INCLUDE_DIR}")
# SOCI's backends are opened late: the type information that UBSan would look at is not linked.
set(sanitized_options -fno-sanitize=vptr)
set(test_seconds 5)
