find_package(ICU 72 REQUIRED COMPONENTS i18n uc data)
find_package(fmt REQUIRED)
set(libraries ICU::i18n ICU::uc ICU::data fmt::fmt)
set(test_seconds 4)
