# libvips, Pango and Cairo are opened when they are needed (late_library.hpp); of them the build needs the headers, in one
# file each.
find_package(fmt REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(VIPS REQUIRED vips)
pkg_check_modules(PANGOCAIRO REQUIRED pangocairo)
find_library(DEFLATE_LIBRARY deflate REQUIRED)
set(libraries fmt::fmt "${DEFLATE_LIBRARY}")
foreach(foreign VIPS PANGOCAIRO)
  list(TRANSFORM ${foreign}_INCLUDE_DIRS PREPEND "-isystem" OUTPUT_VARIABLE ${foreign}_OPTIONS)
endforeach()
set_source_files_properties("${folder}/derive.cpp" PROPERTIES COMPILE_OPTIONS "${VIPS_OPTIONS}")
set_source_files_properties("${folder}/card.cpp" PROPERTIES COMPILE_OPTIONS "${PANGOCAIRO_OPTIONS}")
# The tests look at pixels, and are linked to libvips.
set(test_libraries ${VIPS_LINK_LIBRARIES})
set_source_files_properties("${folder}/derive_test.cpp" PROPERTIES COMPILE_OPTIONS "${VIPS_OPTIONS}")
