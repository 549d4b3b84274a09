"""`agenda git-driver`: what git runs to show how a visit or a report differs."""

import click

from agenda.cli.options import Invocation, command


@command("text")
@click.argument("arguments", metavar="PATH OLD OLD-HEX OLD-MODE NEW NEW-HEX NEW-MODE", nargs=-1)
def git_driver(invocation: Invocation, arguments: tuple[str, ...]) -> int:
    """Show one file's changes to git, which calls this with its own seven arguments.

    Set up with `agenda setup-git`, plain `git diff` and `git log -p --ext-diff` print what changed
    in the words of the trade. It always exits with 0, as git wants.

    Example: agenda git-driver agendas/a.yaml /dev/null . . agendas/a.yaml 1f2e 100644
    """
    from agenda.output.git_driver import print_difference
    from agenda.output.terminal import Screen
    from agenda.store.git_process import wants_colour

    asked = invocation.colour
    screen = Screen("always" if asked == "auto" and wants_colour() else asked)
    try:
        print_difference(screen, arguments)
    except BrokenPipeError:
        raise  # whoever reads git's output has seen enough
    except OSError as error:  # git would stop at the first file that is not shown
        click.echo(f"agenda: can't read {error.filename}: {error.strerror}", err=True)
    return 0
