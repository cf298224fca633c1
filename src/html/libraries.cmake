# Gumbo is small: it becomes part of the program, so that it costs a start nothing.
find_library(GUMBO_ARCHIVE libgumbo.a REQUIRED)
set(libraries "${GUMBO_ARCHIVE}")
