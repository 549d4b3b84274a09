"""The options that every command has, before its name or after it."""

import os
import sys
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar, cast

import click

from agenda.cli import completion
from agenda.cli.terminal_io import paged_output, print_in_utf8
from agenda.output.ci import is_for_programs

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from agenda.output.terminal import Colour, Output
    from agenda.services.grouping import LabelledVisits
    from agenda.services.snapshot import Snapshot

Function = TypeVar("Function", bound=Callable[..., Any])


class FilePath(click.ParamType["Path"]):
    """A file or a folder, whether or not it exists: a missing file is not a usage error."""

    name = "path"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,  # noqa: ARG002  click's signature
        ctx: click.Context | None,  # noqa: ARG002
    ) -> "Path":
        """The path that a text means."""
        from pathlib import Path  # importing it costs as much as a whole completion

        return Path(str(value))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        """Any file."""
        return completion.any_file(ctx, param, incomplete)


PATH: Final = FilePath()


def _one_day(text: object, today: date, hint: str = "") -> str:
    """What to write in place of a text that is not one day."""
    from agenda.model.edtf import ONE_DAY, of_this_year
    from agenda.model.written_dates import read_day

    known = read_day(str(text), today).hint or hint
    return known or f"{of_this_year(ONE_DAY, today)}, yesterday, monday, -3d or +2w"


class Day(click.ParamType[date]):
    """A day, written as 2024-06-10 or 10 June 2024, or from today: `yesterday`, `-3d`, `monday`.

    Today is the day of --as-of, if it is given. A weekday is the last one, or the next one if the
    option is about days ahead.
    """

    name = "day"

    def __init__(self, *, is_ahead: bool = False) -> None:
        self._is_ahead = is_ahead

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day that a text means."""
        if isinstance(value, date):
            return value
        from agenda.model.edtf import FORMS, BadDate, When
        from agenda.model.written_dates import read_day
        from agenda.text.relative_days import relative_day

        text = str(value)
        try:
            when = When.parse(text)
        except BadDate as error:
            if day := relative_day(text, _today(ctx), is_ahead=self._is_ahead):
                return day
            if written := read_day(text, _today(ctx)).certain:
                return date.fromisoformat(written)
            hint = error.hint.removeprefix(f"write {FORMS}")
            self.fail(f"{error}; {_one_day(value, _today(ctx), hint)}", param, ctx)
        if when.earliest_start is None or when.earliest_start != when.latest_end:
            self.fail(f"`{value}` is not one day; {_one_day(value, _today(ctx))}", param, ctx)
        return when.earliest_start

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        """The days of the book's reports, and the words that name a day."""
        return completion.days(ctx, param, incomplete)


class Month(click.ParamType[date]):
    """A month, written as 2024-06 or from today: `next`, `december`. Its value is its first day."""

    name = "month"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The first day of the month that a text means."""
        if isinstance(value, date):
            return value
        from agenda.text.relative_days import month_of, relative_month

        text = str(value)
        month = relative_month(text, _today(ctx)) or month_of(text)
        if month is None:
            hint = "write 2024-06, june, this, next or last"
            self.fail(f"`{text}` is not one month; {hint}", param, ctx)
        return month

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        """The words that name a month."""
        from agenda.text.relative_days import MONTH_NAMES

        return completion.choices(MONTH_NAMES)(ctx, param, incomplete)


def _today(context: click.Context | None) -> date:
    """The day of --as-of, if it has been read already, or today's date here."""
    from agenda.cli.clock import Clock

    while context is not None:
        # While click reads the command line, an option that it has not reached is no date.
        if isinstance(as_of := context.params.get("as_of"), date):
            return as_of
        context = context.parent
    return Clock().today_here()


COMMON: Final[list[click.Parameter]] = [
    click.Option(
        ["--book"],
        metavar="DIR",
        type=PATH,
        shell_complete=completion.folders,
        help="The folder with `agendas/`. Default: $AGENDA_BOOK, or the nearest one upward.",
    ),
    click.Option(
        ["--as-of"],
        metavar="DAY",
        type=Day(),
        is_eager=True,  # other days are counted from it
        help="Show the book as it was known on a day, and count from that day.",
    ),
    click.Option(
        ["--format"],
        metavar="FORMAT",
        shell_complete=completion.choices(("json",)),
        help="The output format; each command lists its own.",
    ),
    click.Option(
        ["--color"],
        type=click.Choice(["auto", "always", "never"]),
        help="When to use colour. Default: auto, on a terminal without NO_COLOR.",
    ),
]


_PAGED: Final = (
    "brief", "calendar", "diff", "explain", "help", "log", "show", "status", "validate",
)  # fmt: skip
"""The commands whose output may be longer than a screen. None of them asks questions."""


class OutputClosed(Exception):
    """The reader of standard output, a pager or `head`, has closed it."""


class Invocation:
    """The common options of a command that was called, and the book that it works on."""

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

    def refuse(self, message: str) -> NoReturn:
        """End with a usage error."""
        raise click.UsageError(message, self._context)

    @property
    def named_book(self) -> "Path | None":
        """The folder that --book names."""
        given: Path | None = self._option("book")
        return given

    def root(self, near: "Path | None" = None) -> "Path":
        """The book's folder: the one that an option or variable names, or the nearest one."""
        from pathlib import Path

        from agenda.store.book import find_book, open_book

        given = self.named_book
        if given is None and (name := os.environ.get("AGENDA_BOOK")):
            given = Path(name)
        if given is not None:
            return open_book(given)
        start = near or Path.cwd()
        return find_book(start if start.is_dir() else start.parent)

    @property
    def today(self) -> date:
        """The day of --as-of, or else today's date where the program runs."""
        from agenda.cli.clock import Clock

        return Clock(self.as_of).today_here()

    def snapshot(
        self,
        revision: str | None = None,
        *,
        is_replayed: bool = False,
        visits: Collection[str] = (),
    ) -> "Snapshot":
        """The snapshot of the book that --as-of and a revision ask for; see `load_snapshot`."""
        from agenda.cli.clock import Clock
        from agenda.services.snapshot import load_snapshot

        clock = Clock(self.as_of)
        return load_snapshot(
            self.root(),
            self.as_of,
            clock.today,
            revision or "",
            is_replayed=is_replayed,
            visits=visits,
            with_last_day=self.format == "json",
        )

    def require(self, snapshot: "Snapshot", ids: Sequence[str]) -> None:
        """End with a usage error if one of these visits is not in the snapshot."""
        missing = [name for name in ids if name not in snapshot.visits]
        if missing:
            from agenda.output.snapshot import why_missing

            self.refuse(why_missing(snapshot, missing[0]))

    def labelled(self, snapshot: "Snapshot", kind: str, name: str) -> "LabelledVisits":
        """A trip or an event with its visits; ends with a usage error if there is none."""
        if name not in snapshot.names_of(kind):
            from agenda.output.snapshot import why_no_label

            self.refuse(why_no_label(snapshot, kind, name))
        from agenda.cli.clock import Clock

        return snapshot.labelled((kind, name), Clock(self.as_of).today)

    @property
    def colour(self) -> "Colour":
        """When to colour."""
        return cast("Colour", self._option("color") or "auto")

    def output(self) -> "Output":
        """Standard output, as a terminal or a pipe."""
        from agenda.output.terminal import Output

        return Output(self.colour)


at_revision = click.option(
    "--at",
    metavar="REV",
    shell_complete=completion.revisions,
    help="Show the book as committed at a git revision.",
)


def command(*formats: str) -> Callable[[Function], click.Command]:
    """Make a command of a function, with the common options; the first format is the default.

    The function gets an :class:`Invocation` and its own parameters, and returns the exit code.
    """

    def decorate(function: Function) -> click.Command:
        @click.pass_context
        def run(context: click.Context, /, **parameters: object) -> int | None:
            own = {name: value for name, value in parameters.items() if name not in names}
            invocation = Invocation(context, formats)
            if is_for_programs(invocation.format):
                print_in_utf8()
            try:
                with _paged(function.__name__):
                    code: int | None = function(invocation, **own)
                sys.stdout.flush()
            except BrokenPipeError as error:
                raise OutputClosed from error  # click would exit with 1, for problems
            return code

        names = {option.name for option in COMMON}
        own_parameters = getattr(function, "__click_params__", [])
        decorated = click.command(context_settings={"help_option_names": ["-h", "--help"]})(
            update_wrapper(run, function)
        )
        decorated.params = [*reversed(own_parameters), *_with_formats(formats)]
        return decorated

    return decorate


def _paged(name: str) -> AbstractContextManager[None]:
    """Shows the output of a command in a pager, on a terminal, if it is long."""
    return paged_output() if name in _PAGED and sys.stdout.isatty() else nullcontext()


def _with_formats(formats: tuple[str, ...]) -> list[click.Parameter]:
    format_option = click.Option(
        ["--format"],
        metavar="|".join(formats),
        shell_complete=completion.choices(formats),
        help="The output format.",
    )
    return [format_option if option.name == "format" else option for option in COMMON]
