"""The options that every command has, before its name or after it."""

from collections.abc import Callable
from datetime import date, datetime
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from agenda.book.book import Book
    from agenda.domain.outlook import Today
    from agenda.domain.visit import Visit
    from agenda.render.screen import Screen

Function = TypeVar("Function", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day, written as 2024-06-12."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day that a text means."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            return self.fail(f"`{value}` is not a day; write it as 2024-06-12", param, ctx)


COMMON: Final[list[click.Parameter]] = [
    click.Option(
        ["--book"],
        metavar="DIR",
        type=click.Path(path_type=Path),
        envvar="AGENDA_BOOK",
        help="The folder with `agendas/`. Default: the nearest one upward, or $AGENDA_BOOK.",
    ),
    click.Option(
        ["--as-of"],
        metavar="DAY",
        type=Day(),
        help="Show the book as it was known on a day, counted from that day.",
    ),
    click.Option(["--format"], metavar="FORMAT", help="How to print; `json` works everywhere."),
    click.Option(
        ["--color"],
        type=click.Choice(["auto", "always", "never"]),
        help="When to colour. Default: auto, on a terminal without NO_COLOR.",
    ),
]


class Invocation:
    """What a command was asked, and what it works on."""

    def __init__(self, context: click.Context, formats: tuple[str, ...]) -> None:
        self._context = context
        self.as_of: date | None = self._option("as_of")
        self.format: str = self._format(formats)

    def _option(self, name: str) -> Any:
        """An option's value: given after the command, before it, or not at all."""
        above = self._context.parent
        own = self._context.params.get(name)
        return own if own is not None or above is None else above.params.get(name)

    def _format(self, formats: tuple[str, ...]) -> str:
        asked = self._option("format")
        if asked is None:
            return formats[0]
        if asked not in formats:
            self.refuse(f"no format `{asked}` here; the formats are {', '.join(formats)}")
        return str(asked)

    def refuse(self, why: str) -> None:
        """End with a usage error."""
        raise click.UsageError(why, self._context)

    def book(self) -> "Book":
        """The book, read whole."""
        from agenda.book.book import find, load, named

        given: Path | None = self._option("book")
        return load(named(given) if given else find(Path.cwd()))

    def screen(self) -> "Screen":
        """Standard output."""
        from agenda.render.screen import Screen

        return Screen(self._option("color") or "auto")

    def today(self) -> "Today":
        """What day it is at a visit's host: the day of `--as-of`, or now by the host's clocks."""
        as_of = self.as_of
        if as_of is not None:
            return lambda _: as_of
        import pendulum

        def at_host(visit: "Visit") -> date:
            now = pendulum.now(visit.host.zone or None).date()
            return date(now.year, now.month, now.day)

        return at_host

    def day(self) -> date:
        """The day of `--as-of`, or today here."""
        return self.as_of or date.today()  # noqa: DTZ011  here is where the user is


def command(*formats: str) -> Callable[[Function], click.Command]:
    """Make a command of a function, with the common options; the first format is the default.

    The function gets an :class:`Invocation` and its own parameters, and gives the exit code.
    """

    def made(function: Function) -> click.Command:
        @click.pass_context
        def run(context: click.Context, /, **parameters: object) -> int | None:
            own = {name: value for name, value in parameters.items() if name not in names}
            code: int | None = function(Invocation(context, formats), **own)
            return code

        names = {option.name for option in COMMON}
        own_parameters = getattr(function, "__click_params__", [])
        made = click.command(context_settings={"help_option_names": ["-h", "--help"]})(
            update_wrapper(run, function)
        )
        made.params = [*reversed(own_parameters), *_with_formats(formats)]
        return made

    return made


def _with_formats(formats: tuple[str, ...]) -> list[click.Parameter]:
    shown = click.Option(["--format"], metavar="|".join(formats), help="How to print.")
    return [shown if option.name == "format" else option for option in COMMON]
