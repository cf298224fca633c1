find_package(fmt REQUIRED)
set(libraries fmt::fmt)
# What these look at is a number of pages, and the search for a failure: no memory that other cases do not touch.
set(not_sanitized BuildTest.SplitsTheSitemapAtTheProtocolsBound IncrementalProperty.*)
set(test_reads fixtures/media/pictures)
# Sanitized, they take a minute and a half, and would be the last to end: two cores share them.
set(sanitized_shards 2)
set(test_seconds 60)
