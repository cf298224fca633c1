find_package(fmt REQUIRED)
set(libraries fmt::fmt)
# What these look at is a number of pages, and the search for a failure: no memory that other cases do not touch.
set(not_sanitized BuildTest.SplitsTheSitemapAtTheProtocolsBound IncrementalProperty.*)
set(test_reads fixtures/media/pictures)
set(test_seconds 60)
