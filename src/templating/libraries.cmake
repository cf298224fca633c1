find_package(ICU REQUIRED COMPONENTS uc)
set(libraries ICU::uc)
# The tests read their contexts with Boost.JSON, which is headers only here.
find_package(Boost 1.81 REQUIRED)
set(test_libraries Boost::headers)
# Where tests spend their time, the sanitizers' code is worth optimising.
set(sanitized_options -O1)
set(test_reads src/templating/jinja_oracle.py)
set(test_seconds 5)
