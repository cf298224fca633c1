# The two C parsers are oracles of the tests and fuzzers, and peers of the benchmark; the library needs neither.
set(test_libraries cmark-gfm-extensions cmark-gfm md4c-html md4c)
set(bench_libraries ${test_libraries})
# Where tests spend their time, the sanitizers' code is worth optimising.
set(sanitized_options -O1)
set(test_seconds 10)
