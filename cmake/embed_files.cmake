# Turns a folder into one C++ source that carries every file in it, so that the program needs no files beside it.
#
#   byline_embed_files(generated_sources "${CMAKE_SOURCE_DIR}/themes/default" embedded_theme byline::site)
#
# makes a source that defines `std::span<const EmbeddedFile> byline::site::embedded_theme()` as its header
# (src/site/embedded_theme.hpp) declares it, and appends its path to the list `generated_sources`.
# Paths are relative to the folder and sorted by bytes; equal folders make equal sources. Names that begin with a dot
# are left out. The same file runs as a script when the build calls it.

function(byline_embed_files out_var folder symbol namespace)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS LIST_DIRECTORIES false "${folder}/*")
    set(source "${CMAKE_BINARY_DIR}/embedded/${symbol}.cpp")
    string(REPLACE "::" "/" header_folder "${namespace}")
    string(REGEX REPLACE "^byline/" "" header_folder "${header_folder}")
    add_custom_command(
        OUTPUT "${source}"
        COMMAND "${CMAKE_COMMAND}" "-DFOLDER=${folder}" "-DSYMBOL=${symbol}" "-DNAMESPACE=${namespace}"
                "-DHEADER=${header_folder}/${symbol}.hpp" "-DOUTPUT=${source}" -P "${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake"
        DEPENDS ${files} "${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake"
        COMMENT "embedding ${symbol}"
        VERBATIM)
    # Clang counts the 65536 bytes that C promises for one literal; both compilers take far more.
    set_source_files_properties("${source}" PROPERTIES COMPILE_OPTIONS "-Wno-overlength-strings;-g0")
    set(${out_var} ${${out_var}} "${source}" PARENT_SCOPE)
endfunction()

function(byline_write_embedded_source)
    file(GLOB_RECURSE names LIST_DIRECTORIES false RELATIVE "${FOLDER}" "${FOLDER}/*")
    list(FILTER names EXCLUDE REGEX "(^|/)\\.")
    list(SORT names COMPARE STRING)
    set(table "")
    set(count 0)
    foreach(name IN LISTS names)
        file(READ "${FOLDER}/${name}" hex HEX)
        string(LENGTH "${hex}" digits)
        math(EXPR size "${digits} / 2")
        # Every byte is written as an escape, so none can join with the one after it.
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${hex}")
        string(APPEND table "    EmbeddedFile{\"${name}\", std::string_view(\"${bytes}\", ${size})},\n")
        math(EXPR count "${count} + 1")
    endforeach()
    set(text "// Made by cmake/embed_files.cmake; not edited.\n#include \"${HEADER}\"\n\n#include <array>\n\n")
    string(APPEND text "namespace ${NAMESPACE} {\n\nnamespace {\n\n")
    string(APPEND text "constexpr std::array<EmbeddedFile, ${count}> files = {\n${table}};\n\n}  // namespace\n\n")
    string(APPEND text "std::span<const EmbeddedFile> ${SYMBOL}() { return files; }\n\n}  // namespace ${NAMESPACE}\n")
    file(WRITE "${OUTPUT}" "${text}")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
    byline_write_embedded_source()
endif()
