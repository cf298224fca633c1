set(test_reads tests/microformats.mjs)
