find_package(ICU 72 REQUIRED COMPONENTS i18n uc data)
find_library(XXHASH_LIBRARY xxhash REQUIRED)
set(libraries ICU::i18n ICU::uc ICU::data "${XXHASH_LIBRARY}")

# The readings of Han characters come from ICU at build time, see romanization.hpp.
add_executable(byline_generate_romanization "${folder}/romanization/generate.cpp")
target_link_libraries(byline_generate_romanization PRIVATE ICU::i18n ICU::uc ICU::data)
set(romanization_tables "${CMAKE_BINARY_DIR}/generated/text/romanization_tables.cpp")
file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/generated/text")
add_custom_command(
  OUTPUT "${romanization_tables}"
  COMMAND byline_generate_romanization "${folder}/romanization/polyphones.txt" "${romanization_tables}"
  DEPENDS byline_generate_romanization "${folder}/romanization/polyphones.txt"
  VERBATIM)
set(generated_sources "${romanization_tables}")
# Where tests spend their time, the sanitizers' code is worth optimising.
set(sanitized_options -O1)
set(test_seconds 5)
