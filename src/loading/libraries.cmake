find_package(fmt REQUIRED)
set(libraries fmt::fmt ${CMAKE_DL_LIBS})
