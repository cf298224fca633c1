find_package(ICU 72 REQUIRED COMPONENTS uc data)
find_library(DEFLATE_LIBRARY deflate REQUIRED)
set(libraries ICU::uc ICU::data "${DEFLATE_LIBRARY}")
byline_embed_files(generated_sources "${folder}/served" embedded_client byline::search)

# The stemmer's oracle; the test of it says so and passes where it is not installed.
find_library(STEMMER_LIBRARY stemmer)
if(STEMMER_LIBRARY)
  set(test_libraries "${STEMMER_LIBRARY}")
endif()

# A program that only developers see: tests and benchmarks make an index with it, without a site.
if(BYLINE_TESTS OR BYLINE_BENCHES)
  add_executable(byline_search_index "${folder}/driver/index_documents.cpp")
  target_link_libraries(byline_search_index PRIVATE byline_search)
endif()
