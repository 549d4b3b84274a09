"""Searches for inputs that crash the program: `make fuzz`.

Hypothesis and, if it can be installed, atheris generate small books, which `tools.fuzz.check` runs
through all code that reads a book. Each kind gets the same share of the inputs; half of the kinds,
and more with atheris, are repeated fragments, many claims, and reports to apply. A failing input is
minimized, saved in `.fuzz/`, and printed with the command that runs it again.
"""
