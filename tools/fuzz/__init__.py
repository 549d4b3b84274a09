"""Searches for inputs that crash the program: `make fuzz`.

Hypothesis and, if it can be installed, atheris generate small books, which `tools.fuzz.check` runs
through all code that reads a book. A failing input is minimized, saved in `.fuzz/`, and printed
with the command that runs it again.
"""
