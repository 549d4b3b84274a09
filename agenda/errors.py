"""The exception for failures that the user did not cause by what they typed or wrote.

Mistakes in files and on the command line are returned as values, not raised.
"""


class EnvironmentFailure(Exception):
    """The environment failed: no book, no git, no libyaml, a file that can't be read or written.

    The text is the one line to print after `agenda: `; the exit code is 3.
    """


class UsageMistake(str):
    """Why a command line makes no sense, as one line. A value to return; the exit code is 2."""

    __slots__ = ()
