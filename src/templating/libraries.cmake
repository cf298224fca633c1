find_package(ICU REQUIRED COMPONENTS uc)
set(libraries ICU::uc)
