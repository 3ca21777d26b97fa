"""The benchmarks can be run, and measure what they say."""
