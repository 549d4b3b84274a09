"""The failures that the program reports: of the environment, and on the command line.

A failure of the environment is raised. Mistakes in files and on the command line are returned as
values: problems in files as `Diagnostic`, and a mistake on the command line as `UsageMistake`, so
that one run can report all of them. Neither is ever shown as a traceback.

An internal error is any other exception; `cli.main` asks for a report of it.
"""


class EnvironmentFailure(Exception):
    """The environment failed: no book, no git, no libyaml, a file that can't be read or written.

    The text is the one line to print after `agenda: `; the exit code is 3.
    """


class UsageMistake(str):
    """Why a command line makes no sense, as one line. A value to return; the exit code is 2."""

    __slots__ = ()
