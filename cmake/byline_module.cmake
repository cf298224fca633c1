# One folder under src/ is one library. This file turns tools/layers.txt into targets:
# `markdown` becomes byline_markdown, linked to the modules its line names and to the
# foreign libraries that src/markdown/libraries.cmake names (variable `libraries`, and
# `test_libraries` for its tests; `test_reads` are files of the project that its tests read,
# besides fixtures/markdown; `test_seconds` is said of tests that take long, so that they
# begin early). *_test.cpp become markdown_tests, *_bench.cpp markdown_bench, each
# *_fuzz.cpp a fuzzer of its own.

# Every test is called through it: `${BYLINE_RUN_TEST} NAME ${BYLINE_TESTED}/NAME READ... -- COMMAND...`; a test sees of the
# project what stands there as READ, and nothing else.
set(BYLINE_TESTED "${CMAKE_BINARY_DIR}/tested")
set(BYLINE_RUN_TEST /usr/bin/python3 -B "${CMAKE_SOURCE_DIR}/tools/run_test.py")

function(byline_global_options)
  add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                      -Wnon-virtual-dtor -Wold-style-cast -Werror -fno-omit-frame-pointer)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 reports these falsely in the standard library's own inlined code.
    add_compile_options(-Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds
                        -Wno-dangling-pointer)
  endif()
  if(BYLINE_SANITIZE)
    add_compile_options(-fsanitize=${BYLINE_SANITIZE} -fno-sanitize-recover=all)
    add_compile_definitions(BYLINE_SANITIZED)
    add_link_options(-fsanitize=${BYLINE_SANITIZE})
  endif()
  if(BYLINE_FUZZERS)
    # The libraries count what they cover too: without it the fuzzers search blindly.
    add_compile_options(-fsanitize=fuzzer-no-link)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # A parsed header holds the time of its sources otherwise, and no cache finds it again.
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  endif()
  find_program(BYLINE_CCACHE ccache)
  if(BYLINE_CCACHE)
    # Objects are the same wherever the project lies, so one cache serves every clone.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros "${BYLINE_CCACHE}" PARENT_SCOPE)
  endif()
  find_program(BYLINE_MOLD mold)
  if(BYLINE_MOLD)
    add_link_options(-fuse-ld=mold)
  endif()
endfunction()

function(byline_add_module name dependencies)
  set(folder "${CMAKE_SOURCE_DIR}/src/${name}")
  set(libraries "")
  set(test_libraries "")
  set(bench_libraries "")
  set(generated_sources "")
  set(sanitized_options "")
  set(not_sanitized "")
  set(test_reads "")
  set(test_seconds 1)
  include("${folder}/libraries.cmake" OPTIONAL)
  file(GLOB all_sources CONFIGURE_DEPENDS "${folder}/*.cpp")
  file(GLOB headers CONFIGURE_DEPENDS "${folder}/*.hpp")
  set(sources ${all_sources})
  list(FILTER sources EXCLUDE REGEX "_(test|bench|fuzz)\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  set(tests ${all_sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  set(benches ${all_sources})
  list(FILTER benches INCLUDE REGEX "_bench\\.cpp$")
  set(fuzzers ${all_sources})
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")

  set(linked "")
  foreach(dependency IN LISTS dependencies)
    list(APPEND linked "byline_${dependency}")
  endforeach()

  if(sources OR generated_sources)
    set(scope PUBLIC)
    add_library(byline_${name} STATIC ${sources} ${generated_sources} ${headers})
    set_source_files_properties(${generated_sources} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    byline_unity(byline_${name} all)
    byline_standard_headers(byline_${name} "${generated_sources}" "${sanitized_options}")
    if(BYLINE_SANITIZE)
      target_compile_options(byline_${name} PRIVATE ${sanitized_options})
    endif()
  else()
    set(scope INTERFACE)
    add_library(byline_${name} INTERFACE)
  endif()
  target_include_directories(byline_${name} ${scope} "${CMAKE_SOURCE_DIR}/src")
  target_link_libraries(byline_${name} ${scope} ${linked} ${libraries})

  if(EXISTS "${folder}/main.cpp")
    add_executable(byline "${folder}/main.cpp")
    target_link_libraries(byline PRIVATE byline_${name})
    if(NOT BYLINE_SANITIZE)
      # Its malloc() stands before the C library's; sanitizers bring their own.
      find_library(MIMALLOC_LIBRARY mimalloc REQUIRED)
      target_link_libraries(byline PRIVATE "${MIMALLOC_LIBRARY}")
    endif()
    set_target_properties(byline PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
  endif()

  if(BYLINE_TESTS AND tests)
    find_package(GTest REQUIRED)
    add_executable(${name}_tests ${tests})
    target_link_libraries(${name}_tests PRIVATE byline_${name} ${test_libraries} GTest::gmock GTest::gtest_main)
    byline_unity(${name}_tests tests all)
    # What is tested is optimised; the cases themselves need not be, and compile a third faster.
    target_compile_options(${name}_tests PRIVATE -O0)
    target_compile_definitions(${name}_tests PRIVATE BYLINE_ROOT=".")
    if(BYLINE_PRECOMPILED)
      byline_test_headers()
      target_precompile_headers(${name}_tests REUSE_FROM byline_test_headers)
    endif()
    set(filter "")
    if(not_sanitized AND BYLINE_SANITIZE)
      list(JOIN not_sanitized ":" cases)
      set(filter "--gtest_filter=-${cases}")
    endif()
    if(EXISTS "${CMAKE_SOURCE_DIR}/fixtures/${name}")
      list(APPEND test_reads "fixtures/${name}")
    endif()
    add_test(NAME ${name} COMMAND ${BYLINE_RUN_TEST} ${name}_tests "${BYLINE_TESTED}/${name}_tests" ${test_reads} -- $<TARGET_FILE:${name}_tests> ${filter}
             WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
    # Where a block was allocated: some frames say it, and collecting thirty takes a tenth of the time.
    set_tests_properties(${name} PROPERTIES COST ${test_seconds} ENVIRONMENT
      "ASAN_OPTIONS=malloc_context_size=8;LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tools/leaks_of_others.txt:print_suppressions=0")
  endif()
  if(BYLINE_BENCHES AND benches)
    find_package(benchmark REQUIRED)
    add_executable(${name}_bench ${benches})
    target_link_libraries(${name}_bench PRIVATE byline_${name} ${bench_libraries} benchmark::benchmark_main)
    target_compile_definitions(${name}_bench PRIVATE BYLINE_ROOT=".")
  endif()
  if(BYLINE_FUZZERS)
    foreach(fuzzer IN LISTS fuzzers)
      get_filename_component(target "${fuzzer}" NAME_WE)
      add_executable(${name}_${target} "${fuzzer}")
      target_link_libraries(${name}_${target} PRIVATE byline_${name} ${test_libraries})
      target_compile_options(${name}_${target} PRIVATE -fsanitize=fuzzer)
      target_link_options(${name}_${target} PRIVATE -fsanitize=fuzzer)
    endforeach()
  endif()
endfunction()

# Headers cost more than sources do: eight sources together compile in a fraction of the time, at the price that a changed one
# compiles with its neighbours. `./dev build` compiles the library source by source, which also shows that each includes what it uses.
function(byline_unity target)
  if(BYLINE_UNITY IN_LIST ARGN)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16)
    # GCC takes the sources for headers then, in which unnamed namespaces would be a fault.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
endfunction()

# What most sources include is parsed once for all modules where sources are compiled together: half of what their compilation
# costs. Each still includes what it uses: clang-tidy and the check of headers see no headers but theirs, nor does `./dev build`.
function(byline_standard_headers target generated own_options)
  if(NOT BYLINE_PRECOMPILED OR NOT BYLINE_UNITY STREQUAL "all" OR (BYLINE_SANITIZE AND "${own_options}" MATCHES "-O"))
    return()
  endif()
  if(NOT TARGET byline_standard_headers)
    find_package(Threads REQUIRED)
    find_package(fmt REQUIRED)
    file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/standard_headers.cpp" CONTENT "")
    add_library(byline_standard_headers OBJECT "${CMAKE_BINARY_DIR}/standard_headers.cpp")
    target_link_libraries(byline_standard_headers PRIVATE fmt::fmt Threads::Threads)
    target_precompile_headers(byline_standard_headers PRIVATE
      <algorithm> <array> <atomic> <charconv> <chrono> <deque> <functional> <map> <memory> <mutex> <optional> <set>
      <span> <string> <string_view> <thread> <unordered_map> <utility> <variant> <vector> <fmt/format.h>)
  endif()
  target_precompile_headers(${target} REUSE_FROM byline_standard_headers)
  # The same for all, or the parsed headers are not taken.
  target_compile_definitions(${target} PRIVATE $<TARGET_PROPERTY:fmt::fmt,INTERFACE_COMPILE_DEFINITIONS>)
  set_source_files_properties(${generated} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()

# GoogleTest's headers are longer than most tests: parsed once for all of them, with the flags of all of them.
function(byline_test_headers)
  if(TARGET byline_test_headers)
    return()
  endif()
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/test_headers.cpp" CONTENT "")
  add_library(byline_test_headers OBJECT "${CMAKE_BINARY_DIR}/test_headers.cpp")
  target_link_libraries(byline_test_headers PRIVATE GTest::gmock GTest::gtest_main)
  target_compile_options(byline_test_headers PRIVATE -O0)
  target_compile_definitions(byline_test_headers PRIVATE BYLINE_ROOT=".")
  target_precompile_headers(byline_test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
endfunction()

# Modules are made in the file's order, so an edge to a module below it in the file fails at once.
function(byline_modules_from_layers layers_file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${layers_file}")
  file(STRINGS "${layers_file}" lines REGEX "^[0-9]")
  foreach(line IN LISTS lines)
    string(REGEX MATCH "^[0-9]+ ([a-z_]+):(.*)$" matched "${line}")
    if(NOT matched)
      message(FATAL_ERROR "${layers_file}: not understood: ${line}")
    endif()
    set(name "${CMAKE_MATCH_1}")
    string(STRIP "${CMAKE_MATCH_2}" dependencies)
    string(REPLACE " " ";" dependencies "${dependencies}")
    byline_add_module("${name}" "${dependencies}")
  endforeach()
endfunction()
