"""The `agenda` command. Each subcommand has a module, which is imported when it is needed."""

import gc
import importlib
import os
import sys
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click
from click.exceptions import NoArgsIsHelpError

from agenda import __version__
from agenda.cli import terminal_io
from agenda.cli.options import COMMON, OutputClosed
from agenda.cli.warnings import warn, wrapped
from agenda.text.printable import escape_controls

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

GROUPS: Final = {
    "Read": {
        "brief": "Show what is ahead, what has changed, and what to check.",
        "status": "Show what is coming, how certain it is, and how long until then.",
        "calendar": "Show the months ahead, with a letter on each day of a visit.",
        "countdown": "Count down to the next visit, or to a given one.",
        "show": "Show one visit, with the claims for and against each fact.",
        "log": "Show the book's history, report by report, the newest first.",
        "diff": "Show what changed, and which reports say so.",
    },
    "Share": {
        "export": "Export visits as a calendar, or as tables for a spreadsheet.",
        "site": "Write the book as a static site into a folder.",
    },
    "Write": {
        "new": "Start the file of a new report or visit.",
        "apply": "Write a report's claims into the visits' files.",
        "edit": "Edit a visit or a report in your editor, and check it.",
    },
    "Check": {
        "validate": "Check the book's files and list all problems.",
        "explain": "Explain a rule, or list all rules.",
    },
    "Set up": {
        "init": "Create a new book, with settings and checks for CI.",
        "setup-git": "Set git up to show changes of visits and reports.",
        "completion": "Print the completion script for a shell.",
        "schema": "Print the JSON Schema of a kind of file, for editors.",
    },
    "Help": {
        "help": "Show a page of the documentation, or the help of a command.",
        "doctor": "Print versions and settings, for a bug report.",
    },
}
"""The commands by group, the daily ones first, each with the first line of its help.

The lines are here too so that `agenda --help` need not import the commands' modules.
"""

HIDDEN: Final = {
    "git-driver": "Show the changes of one file; git calls this as its diff driver.",
}
"""Commands that only other programs call."""

COMMANDS: Final = {
    name: line for group in (*GROUPS.values(), HIDDEN) for name, line in group.items()
}
"""Each is the function of that name in the module of that name in `agenda.cli.commands`."""

COMPLETE: Final = "_AGENDA_COMPLETE"
"""The variable with which a shell asks for completions, whatever the program's name."""


_WIDTH_IN_A_PIPE: Final = 78
"""How wide click makes a help page in a pipe."""


class LazyGroup(click.Group):
    """A group that imports a subcommand only once it is needed."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """The context of a run, with the width of a help page where that needs no terminal."""
        # To ask for the width, click imports shutil, which takes a twentieth of a start.
        if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
            extra.setdefault("terminal_width", _WIDTH_IN_A_PIPE)
        return super().make_context(info_name, args, parent, **extra)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """The names of the subcommands."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the subcommands into the help, by group."""
        widest = max(map(len, COMMANDS))
        for title, commands in GROUPS.items():
            with formatter.section(title):
                rows = [(name.ljust(widest), line) for name, line in commands.items()]
                formatter.write_dl(rows)

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
        """The subcommand of a name; if there is none, an error with a suggestion."""
        if args[0] in COMMANDS or args[0].startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        raise click.UsageError(f"no command `{args[0]}`; {_suggestion(ctx, args[0])}", ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """The subcommands or options that complete a word, without importing a subcommand."""
        from click.shell_completion import CompletionItem

        names = [name for name in COMMANDS if name.startswith(incomplete) and name not in HIDDEN]
        items = [CompletionItem(name, help=COMMANDS[name]) for name in names]
        return items + click.Command.shell_complete(self, ctx, incomplete)


def _suggestion(context: click.Context, word: str) -> str:
    """What a word that is not a command may mean: a command, or a visit."""
    import shlex

    from agenda.cli.completion import book_folder
    from agenda.store.layout import VISITS, ids
    from agenda.text.suggest import closest, did_you_mean

    root = book_folder(context)
    visits = ids(root, VISITS) if root else []
    visit = word if word in visits else ""
    if not visit and (command := did_you_mean(word, COMMANDS)):
        return command
    if visit := visit or closest(word, visits):
        return f"did you mean `agenda show {shlex.quote(visit)}`?"
    visible = (name for name in COMMANDS if name not in HIDDEN)
    return f"the commands are {', '.join(visible)}"


@click.group(
    cls=LazyGroup,
    params=COMMON,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="agenda")
@click.pass_context
def agenda(context: click.Context, /, **_: object) -> int:
    """Follow leaders' planned visits: what is coming, how certain it is, and who says so.

    A book is a folder with a file for each visit in `agendas/` and one for each report in `seeds/`.

    Without a command, it shows the beginning of `agenda brief`.

    Example: agenda status --as-of 2024-06-12
    """
    if context.invoked_subcommand is not None:
        return 0
    from agenda.cli.brief import start

    return start(context)


def main() -> NoReturn:
    """Run the command line. Exits with 0, 1 (problems), 2 (usage), 3 (environment) or 130."""
    # What is read is kept until the end, and frozen types form no cycles, so there is hardly any
    # garbage; collecting it every 700 objects would take a twentieth of the time.
    gc.set_threshold(100_000)
    terminal_io.set_up_streams()
    if COMPLETE in os.environ:
        from agenda.cli.shells import register

        register()
    try:
        code = agenda(standalone_mode=False, complete_var=COMPLETE)
        sys.stdout.flush()
    except click.ClickException as error:
        _show(error)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort) as error:
        if text := str(error):
            warn(text)
        code = 130
    except (BrokenPipeError, OutputClosed):
        terminal_io.drop_output()  # the reader left early
        code = 0
    except Exception as error:  # noqa: BLE001  a user never sees a traceback
        code = _failed(error)
    sys.exit(code or 0)


def _show(error: click.ClickException) -> None:
    try:
        _printable(error).show()
    except OSError:
        terminal_io.drop_messages()


def _printable(error: click.ClickException) -> click.ClickException:
    """An error on one line, without suggestions that are not like the option that was typed."""
    if isinstance(error, NoArgsIsHelpError):  # its message is the help
        return error
    message = error.format_message()
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        from agenda.text.suggest import closest

        known = [option.lstrip("-") for option in error.possibilities]
        if not closest(error.option_name.lstrip("-"), known):
            message = error.message
    message = wrapped(escape_controls(message), len("Error: "))
    if isinstance(error, click.UsageError):
        return click.UsageError(message, ctx=error.ctx)
    return click.ClickException(message)


def _failed(error: Exception) -> int:
    from agenda.errors import EnvironmentFailure

    if "AGENDA_TRACEBACK" in os.environ:
        raise error
    if isinstance(error, EnvironmentFailure):
        warn(str(error))
    elif isinstance(error, OSError):
        terminal_io.drop_output()
        where = f"{error.filename}: " if error.filename else ""
        warn(f"{where}{error.strerror or error}")
    else:
        warn(
            f"internal error ({type(error).__name__}: {error}); "
            "run it again with AGENDA_TRACEBACK=1 and report the output"
        )
    return 3
