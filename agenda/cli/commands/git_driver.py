"""`agenda git-driver`: what git runs to show how a visit or a report differs."""

import click

from agenda.cli.options import Invocation, command
from agenda.cli.warnings import warn


@command("text")
@click.argument("arguments", metavar="PATH OLD OLD-HEX OLD-MODE NEW NEW-HEX NEW-MODE", nargs=-1)
def git_driver(invocation: Invocation, arguments: tuple[str, ...]) -> int:
    """Show the changes of one file; git calls this as its diff driver.

    Git passes seven arguments. The exit code is always 0, as git requires. `agenda setup-git` sets
    this up.

    Example: agenda git-driver agendas/a.yaml /dev/null . . agendas/a.yaml 1f2e 100644
    """
    from agenda.output.git_driver import print_difference
    from agenda.output.terminal import Output
    from agenda.store.git_process import wants_colour

    asked = invocation.colour
    output = Output("always" if asked == "auto" and wants_colour() else asked)
    try:
        print_difference(output, arguments)
    except BrokenPipeError:
        raise  # the reader of git's output has closed it
    except OSError as error:  # git would stop at the first file that is not shown
        warn(f"can't read {error.filename}: {error.strerror}")
    return 0
