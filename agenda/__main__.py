"""Starts the program, as `agenda` and as `python -m agenda`.

It imports the rest late, so that ctrl-C during start-up ends the program without a traceback. Only
the program itself should import this module, as it changes how the process takes ctrl-C.
"""

import signal
import sys

INTERRUPTED = 130
"""The exit code of a program that ctrl-C ended."""

_HANDLER = signal.getsignal(signal.SIGINT)
if _HANDLER is signal.default_int_handler:
    # It would print a traceback in the code between this module and main(), which pip writes.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def main() -> None:
    """Run the command line."""
    try:
        from agenda.cli.main import main as run

        signal.signal(signal.SIGINT, _HANDLER)
        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
