"""The `agenda` command. Each subcommand has a module, which is imported once it is asked for."""

import gc
import importlib
import os
import sys
from typing import TYPE_CHECKING, Final, NoReturn

import click

from agenda import __version__
from agenda.cli import streams
from agenda.cli.options import COMMON, ReaderGone

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS: Final = {
    "apply": "Write a report's claims into the visits, after showing what that changes.",
    "completion": "Print what lets a shell complete commands, visits, reports, days and revisions.",
    "countdown": "Count down to the next visit, or to one, by the host's calendar.",
    "diff": "Show what changed: dates firmed or moved, states raised, items added, and why.",
    "explain": "Explain a rule: what it wants, why, and an example of each kind; or list them all.",
    "git-driver": "Show one file's changes to git, which calls this with its own seven arguments.",
    "init": "Make a new book: its folders, its settings, and checks for GitHub and pre-commit.",
    "log": "Tell the book's history, report by report, the newest first.",
    "new": "Start the file of a report or of a visit, with comments on what goes where.",
    "schema": "Print the JSON Schema of a kind of file, for editors.",
    "setup-git": "Let git show what changed: two lines of its config, and one file of attributes.",
    "show": "Show everything on one visit, and under each fact who says so.",
    "status": "Show what is coming, how sure it is, and how long until then.",
    "validate": "Check every file of the book, or some of them, and list all problems at once.",
}
"""Each is the function of that name in the module of that name, whose help begins with this line.

It stands here too so that `agenda --help` need not import them all.
"""


COMPLETE: Final = "_AGENDA_COMPLETE"
"""The variable by which a shell asks for completions, however the program is called."""


class LazyGroup(click.Group):
    """A group that imports a subcommand only once it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """The names of the subcommands."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of subcommands in the help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The subcommand of a name."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        module = importlib.import_module(f"agenda.cli.commands.{name}")
        command: click.Command = getattr(module, name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The subcommand that was asked for; if there is none, the one that may be meant."""
        if args[0] in COMMANDS or args[0].startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        raise click.UsageError(f"no command `{args[0]}`; {_meant(ctx, args[0])}", ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """The subcommands that begin so, or the options, without an import of any of them."""
        from click.shell_completion import CompletionItem

        begun = [name for name in COMMANDS if name.startswith(incomplete)]
        items = [CompletionItem(name, help=COMMANDS[name]) for name in begun]
        return items + click.Command.shell_complete(self, ctx, incomplete)


def _meant(context: click.Context, word: str) -> str:
    """What may have been meant by a word that is no command: one, or a visit."""
    from agenda.cli.completion import book_folder
    from agenda.store.layout import VISITS, ids
    from agenda.text.suggest import closest, did_you_mean

    root = book_folder(context)
    visits = ids(root, VISITS) if root else []
    visit = word if word in visits else ""
    if not visit and (command := did_you_mean(word, COMMANDS)):
        return command
    if visit := visit or closest(word, visits):
        return f"did you mean `agenda show {visit}`?"
    return f"the commands are {', '.join(COMMANDS)}"


@click.group(
    cls=LazyGroup,
    params=COMMON,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="agenda")
@click.pass_context
def agenda(context: click.Context, /, **_: object) -> None:
    """Follow leaders' planned visits: what is coming, how sure it is, and who says so.

    A book is a folder with a file for each visit in `agendas/` and one for each report in `seeds/`.

    Example: agenda status --as-of 2024-06-12
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> NoReturn:
    """Run the command line. Exits with 0, 1 (problems), 2 (usage), 3 (surroundings) or 130."""
    # What is read stays until the end, and frozen types lie in no circle: there is next to no
    # garbage, and looking for it every 700 objects takes a twentieth of the time.
    gc.set_threshold(100_000)
    streams.set_up()
    try:
        code = agenda(standalone_mode=False, complete_var=COMPLETE)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        code = 130
    except (BrokenPipeError, ReaderGone):
        streams.drop_output()  # the reader has seen enough
        code = 0
    except Exception as error:  # noqa: BLE001  a user never meets a traceback
        code = _failed(error)
    sys.exit(code or 0)


def _failed(error: Exception) -> int:
    from agenda.errors import BrokenSurroundings

    if "AGENDA_TRACEBACK" in os.environ:
        raise error
    if isinstance(error, BrokenSurroundings):
        click.echo(f"agenda: {error}", err=True)
    elif isinstance(error, OSError):
        streams.drop_output()
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"agenda: {where}{error.strerror or error}", err=True)
    else:
        click.echo(
            f"agenda: this is a fault of the program, not yours ({type(error).__name__}: {error}); "
            "run it again with AGENDA_TRACEBACK=1 and report what it prints",
            err=True,
        )
    return 3
