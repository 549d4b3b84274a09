"""What the user did not do: no book, no libyaml, a file that can't be read."""


class BrokenSurroundings(Exception):
    """The surroundings failed; the text is the one line to print, and the exit code is 3."""
