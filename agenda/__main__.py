"""Starts the program, as `agenda` and as `python -m agenda`.

It imports the rest only once an interrupt while starting ends it quietly.
"""

import sys
from typing import NoReturn

INTERRUPTED = 130
"""The exit code of a program that ctrl-C ended."""


def main() -> NoReturn:
    """Run the command line."""
    try:
        from agenda.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
