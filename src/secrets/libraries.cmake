find_library(SODIUM_LIBRARY sodium REQUIRED)
set(libraries "${SODIUM_LIBRARY}")
