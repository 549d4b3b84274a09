"""The options that every command has, before its name or after it."""

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar, cast

import click

from agenda.cli import completion
from agenda.cli.streams import print_data

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from agenda.output.terminal import Colour, Screen
    from agenda.store.book import Book

Function = TypeVar("Function", bound=Callable[..., Any])


class FilePath(click.ParamType["Path"]):
    """A file or a folder, whether or not it is there: the surroundings' matter is not usage."""

    name = "path"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,  # noqa: ARG002  click's signature
        ctx: click.Context | None,  # noqa: ARG002
    ) -> "Path":
        """The path that a text means."""
        from pathlib import Path  # as costly as all of ours that a completion needs

        return Path(str(value))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        """Any file."""
        return completion.any_file(ctx, param, incomplete)


PATH: Final = FilePath()


_ONE_DAY: Final = "write one day, as in 2024-06-12"


class Day(click.ParamType[date]):
    """A day, written as 2024-06-12."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day that a text means."""
        if isinstance(value, date):
            return value
        from agenda.model.edtf import FORMS, BadDate, When

        try:
            when = When.parse(str(value))
        except BadDate as why:
            hint = why.hint.removeprefix(f"write {FORMS}") or _ONE_DAY
            self.fail(f"{why}; {hint}", param, ctx)
        if when.earliest_start is None or when.earliest_start != when.latest_end:
            self.fail(f"`{value}` is not one day; {_ONE_DAY}", param, ctx)
        return when.earliest_start

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        """The days of the book's reports."""
        return completion.days(ctx, param, incomplete)


COMMON: Final[list[click.Parameter]] = [
    click.Option(
        ["--book"],
        metavar="DIR",
        type=PATH,
        shell_complete=completion.folders,
        help="The folder with `agendas/`. Default: the nearest one upward, or $AGENDA_BOOK.",
    ),
    click.Option(
        ["--as-of"],
        metavar="DAY",
        type=Day(),
        help="Show the book as it was known on a day, counted from that day.",
    ),
    click.Option(
        ["--format"],
        metavar="FORMAT",
        shell_complete=completion.one_of(("json",)),
        help="How to print; `json` works everywhere.",
    ),
    click.Option(
        ["--color"],
        type=click.Choice(["auto", "always", "never"]),
        help="When to colour. Default: auto, on a terminal without NO_COLOR.",
    ),
]


_FOR_PROGRAMS: Final = ("json", "gitlab", "sarif", "junit")
"""The formats that are read by programs, and so are UTF-8 in any locale."""


_LONG: Final = ("diff", "explain", "log", "show", "status", "validate")
"""The commands whose answers may be longer than a screen. None of them asks anything."""


class ReaderGone(Exception):
    """Whoever was reading our output has seen enough."""


class Invocation:
    """What a command was asked, and what it works on."""

    def __init__(self, context: click.Context, formats: tuple[str, ...]) -> None:
        self._context = context
        self.as_of: date | None = self._option("as_of")
        self.format: str = self._format(formats)

    def _option(self, name: str) -> Any:
        """An option's value: given after the command, before it, or not at all."""
        context: click.Context | None = self._context
        while context is not None:
            if (value := context.params.get(name)) is not None:
                return value
            context = context.parent
        return None

    def _format(self, formats: tuple[str, ...]) -> str:
        asked = self._option("format")
        if asked is None:
            return formats[0]
        if asked not in formats:
            self.refuse(f"no format `{asked}` here; the formats are {', '.join(formats)}")
        return str(asked)

    def refuse(self, why: str) -> NoReturn:
        """End with a usage error."""
        raise click.UsageError(why, self._context)

    @property
    def named_book(self) -> "Path | None":
        """The folder that --book names."""
        given: Path | None = self._option("book")
        return given

    def root(self, near: "Path | None" = None) -> "Path":
        """The book's folder: the one that is named, or else the one that a path or we are in."""
        from pathlib import Path

        from agenda.store.book import find, named

        given = self.named_book
        if given is None and (name := os.environ.get("AGENDA_BOOK")):
            given = Path(name)
        if given is not None:
            return named(given)
        start = near or Path.cwd()
        return find(start if start.is_dir() else start.parent)

    def book(self) -> "Book":
        """The book, read whole."""
        from agenda.store.book import load

        return load(self.root())

    @property
    def colour(self) -> "Colour":
        """When to colour."""
        return cast("Colour", self._option("color") or "auto")

    def screen(self) -> "Screen":
        """Standard output."""
        from agenda.output.terminal import Screen

        return Screen(self.colour)


at_revision = click.option(
    "--at",
    metavar="REV",
    shell_complete=completion.revisions,
    help="Show the book as it is committed at a git revision.",
)


def command(*formats: str) -> Callable[[Function], click.Command]:
    """Make a command of a function, with the common options; the first format is the default.

    The function gets an :class:`Invocation` and its own parameters, and gives the exit code.
    """

    def made(function: Function) -> click.Command:
        @click.pass_context
        def run(context: click.Context, /, **parameters: object) -> int | None:
            own = {name: value for name, value in parameters.items() if name not in names}
            invocation = Invocation(context, formats)
            if invocation.format in _FOR_PROGRAMS:
                print_data()
            try:
                with _shown_whole(function.__name__):
                    code: int | None = function(invocation, **own)
                sys.stdout.flush()
            except BrokenPipeError as error:
                raise ReaderGone from error  # click would end with 1, which says "problems"
            return code

        names = {option.name for option in COMMON}
        own_parameters = getattr(function, "__click_params__", [])
        made = click.command(context_settings={"help_option_names": ["-h", "--help"]})(
            update_wrapper(run, function)
        )
        made.params = [*reversed(own_parameters), *_with_formats(formats)]
        return made

    return made


def _shown_whole(name: str) -> AbstractContextManager[None]:
    """What holds a long answer back until it can be shown page by page, on a terminal."""
    if name not in _LONG or not sys.stdout.isatty():
        return nullcontext()
    from agenda.cli.paging import held

    return held()


def _with_formats(formats: tuple[str, ...]) -> list[click.Parameter]:
    shown = click.Option(
        ["--format"],
        metavar="|".join(formats),
        shell_complete=completion.one_of(formats),
        help="How to print.",
    )
    return [shown if option.name == "format" else option for option in COMMON]
