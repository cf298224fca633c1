find_package(ICU 72 REQUIRED COMPONENTS i18n uc data)
find_library(XXHASH_LIBRARY xxhash REQUIRED)
set(libraries ICU::i18n ICU::uc ICU::data "${XXHASH_LIBRARY}")
