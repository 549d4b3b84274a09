"""Benchmarks that compare the program with bare libraries, with git and with its peers."""
