# Temml, rewritten for Duktape, becomes a string of the program. What the script is made of comes from npm, at the
# versions that package-lock.json pins; ./dev installs it.
find_library(DUKTAPE_LIBRARY duktape REQUIRED)
find_program(NODE_PROGRAM NAMES node nodejs REQUIRED)
set(libraries "${DUKTAPE_LIBRARY}")

set(engine_script "${CMAKE_BINARY_DIR}/generated/math/engine_script.cpp")
set(node_modules "${CMAKE_SOURCE_DIR}/node_modules")
if(NOT EXISTS "${node_modules}/temml" OR NOT EXISTS "${node_modules}/typescript")
  message(FATAL_ERROR "what is built from npm is missing; run ./dev build, or npm ci --omit=dev")
endif()
add_custom_command(
  OUTPUT "${engine_script}"
  COMMAND "${NODE_PROGRAM}" "${folder}/engine/transpile.mjs" "${node_modules}" "${engine_script}"
  DEPENDS "${folder}/engine/transpile.mjs" "${folder}/engine/missing.js" "${folder}/engine/render.js"
          "${node_modules}/temml/package.json" "${node_modules}/typescript/package.json"
  COMMENT "rewriting Temml for Duktape"
  VERBATIM)
# Clang counts the 65536 bytes that C promises for one literal; both compilers take far more.
set_source_files_properties("${engine_script}" PROPERTIES COMPILE_OPTIONS "-Wno-overlength-strings;-g0")
set(generated_sources "${engine_script}")
