byline_embed_files(generated_sources "${CMAKE_SOURCE_DIR}/themes/default" embedded_theme byline::site)

# toml++ is headers only, included by one file here.
find_library(YAML_LIBRARY yaml REQUIRED)
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)
find_package(fmt REQUIRED)
set(libraries "${YAML_LIBRARY}" fmt::fmt)
set(test_reads example fixtures/configuration fixtures/data_files fixtures/front_matter themes/default)
set(test_seconds 6)
