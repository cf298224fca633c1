find_package(PkgConfig REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(BROTLI REQUIRED IMPORTED_TARGET libbrotlienc)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
set(libraries PkgConfig::BROTLI PkgConfig::SODIUM ZLIB::ZLIB)
# reload.js is written as a file of its own and becomes a string of the program.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/reload.js")
file(READ "${CMAKE_CURRENT_LIST_DIR}/reload.js" reload_js)
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/server/reload_script.cpp" @ONLY CONTENT
"#include \"server/reload_script.hpp\"

namespace byline::server {

std::string_view reload_script() {
    return R\"reload_js(@reload_js@)reload_js\";
}

}  // namespace byline::server
")
set(generated_sources "${CMAKE_BINARY_DIR}/generated/server/reload_script.cpp")
