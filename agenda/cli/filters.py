"""The options that select visits, the same for all commands that list them."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from agenda.cli import completion
from agenda.cli.options import Day

if TYPE_CHECKING:
    from agenda.history.status import StatusRow
    from agenda.services.snapshot import Snapshot
    from agenda.services.visit_filter import VisitFilter

Function = TypeVar("Function", bound=Callable[..., Any])

_STATES: Final = (
    "rumoured", "tentative", "announced", "confirmed",
    "doubtful", "postponed", "cancelled", "completed",
)  # fmt: skip

_HELP: Final = {
    "country": "Only visits from or to a country: its code, or part of its name.",
    "visitor": "Only visits by a person, by part of the name, or from a country.",
    "host": "Only visits to a city or a country, by part of its name, or its code.",
    "topic": "Only visits with a topic or an item on the agenda, by part of its name.",
    "trip": "Only the legs of a trip, by part of its name.",
    "event": "Only the visits to an event, by part of its name.",
    "meets": "Only visits to meet a person, by part of name, office or organization, or country.",
}
_VALUES: Final = {
    "country": completion.countries,
    "visitor": completion.names_of_visits(lambda visit: [visit.visitor.name]),
    "host": completion.names_of_visits(
        lambda visit: [
            name for named in visit.host.places for name in (named.city, named.country.name)
        ]
    ),
    "topic": completion.topics,
    "trip": completion.names_of_visits(lambda visit: [visit.trip]),
    "event": completion.names_of_visits(lambda visit: [visit.event]),
    "meets": completion.names_of_visits(
        lambda visit: [person.name or key for key, person in visit.meets.items()]
    ),
}


def _options(last: Sequence[str]) -> list[Callable[[Function], Function]]:
    """The options of a filter; ``last`` are the names of the one for the last day."""
    named = [
        click.option(f"--{name}", multiple=True, help=text, shell_complete=_VALUES[name])
        for name, text in _HELP.items()
    ]
    return [
        *named,
        click.option(
            "--state",
            multiple=True,
            type=click.Choice(_STATES),
            metavar="STATE",
            help="Only visits in a state, as in `announced`.",
        ),
        click.option(
            "--from",
            "first",
            metavar="DAY",
            type=Day(is_ahead=True),
            help="Only visits that may be under way on this day or later.",
        ),
        click.option(
            *last,
            "last",
            metavar="DAY",
            type=Day(is_ahead=True),
            help="Only visits that may be under way on this day or earlier.",
        ),
        click.option(
            "--changed-since",
            metavar="DAY",
            type=Day(),
            help="Only visits that a report of this day or a later one has changed.",
        ),
    ]


def filtered(*last: str) -> Callable[[Function], Function]:
    """Give a command the options of a filter; its function gets them as `visit_filter`.

    ``last`` are the names of the option for the last day, if they are not `--until` and `--to`.
    """

    def decorate(function: Function) -> Function:
        @wraps(function)
        def with_filter(*arguments: Any, **parameters: Any) -> Any:
            from agenda.services.visit_filter import VisitFilter

            values = {name: parameters.pop(name) for name in VisitFilter.__struct_fields__}
            return function(*arguments, visit_filter=VisitFilter(**values), **parameters)

        decorated = cast("Function", with_filter)
        for option in reversed(_options(last or ("--until", "--to"))):
            decorated = option(decorated)
        return decorated

    return decorate


def ordered(default: str) -> Callable[[Function], Function]:
    """Give a command the option for the order of visits, which is ``default`` without it."""
    return click.option(
        "--sort",
        type=click.Choice(["start", "updated", "id"]),
        help=f"The order of the visits. Default: {default}.",
    )


def listed(function: Function) -> Function:
    """Give a command the options for the order of visits and their groups."""
    sort = ordered("by their first day")
    group = click.option(
        "--group",
        type=click.Choice(["week", "month", "country", "trip", "event", "none"]),
        help="The groups of visits. Default: by week, or none if sorted otherwise.",
    )

    @wraps(function)
    def with_group(*arguments: Any, **parameters: Any) -> Any:
        parameters["sort"] = parameters["sort"] or "start"
        default = "week" if parameters["sort"] == "start" else "none"
        parameters["group"] = parameters["group"] or default
        return function(*arguments, **parameters)

    return cast("Function", group(sort(with_group)))


def rows_of(
    snapshot: "Snapshot", visit_filter: "VisitFilter", ids: Sequence[str] = ()
) -> "list[StatusRow]":
    """The rows of a snapshot that a filter matches; with ids, only those."""
    rows = visit_filter.rows(snapshot)
    return [row for row in rows if row.id in ids] if ids else rows
