"""Proves that no input crashes agenda: `make fuzz`.

Hypothesis and, where it can be installed, atheris make up inputs, each a small book; `judge` takes
it through all that reads one. A failure is shrunk, saved in `.fuzz/`, and told with how to run it
again.
"""
