byline_embed_files(generated_sources "${CMAKE_SOURCE_DIR}/languages" embedded_languages byline::highlighting)

find_package(fmt REQUIRED)
set(libraries fmt::fmt)
# Where tests spend their time, the sanitizers' code is worth optimising.
set(sanitized_options -O1)
set(test_reads languages)
