"""The options of `agenda new visit` for the fields of a visit, and what their values mean."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agenda.cli import completion
from agenda.cli.options import Function, Invocation
from agenda.text.printable import escape_controls

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from agenda.model.diagnostic import FieldPath
    from agenda.store.serialize import Values
    from agenda.yamlio.quoting import Value

DETAILS: Final[Mapping[str, tuple["FieldPath", str]]] = {
    "name": (("visitor", "name"), "The visitor's name."),
    "role": (("visitor", "role"), "The visitor's office, as in `President`."),
    "organization": (("visitor", "organization"), "In place of VISITOR-COUNTRY, as in `NATO`."),
    "city": (("host", "city"), "The city."),
    "timezone": (("host", "timezone"), "The time zone of the place, as in `Asia/Tokyo`."),
    "kind": (("kind",), "The kind of visit: state, official, working and so on."),
    "occasion": (("occasion",), "A named summit or anniversary."),
    "trip": (("trip",), "A short name that all visits of a trip share."),
    "event": (("event",), "A short name that all visits to a summit share."),
    "instead-of": (("instead_of",), "The id of the visit that it takes the place of."),
    "dates": (("dates",), "The dates, also as people write them: `19-20 June 2024`."),
    "state": (("confirmation", "state"), "How certain the visit is. Default: rumoured."),
    "visitor-side": (("confirmation", "visitor"), "What the visitor's side has said."),
    "host-side": (("confirmation", "host"), "What the host's side has said."),
    "because": (("confirmation", "because"), "The reason given for the state or the dates."),
    "condition": (("confirmation", "condition"), "What the visit depends on."),
    "notes": (("notes",), "Free text about the visit."),
}
"""The options of a visit's fields, each with its path and its help."""


def with_details(function: Function) -> Function:
    """A command with an option for each field of a visit."""
    for name, (path, text) in reversed(list(DETAILS.items())):
        completer = _values_of_field(path)
        option = click.option(f"--{name}", default="", help=text, shell_complete=completer)
        function = option(function)
    return function


def _values_of_field(path: "FieldPath") -> completion.Completer:
    """A completer for a visit's field: its few possible values, or those of the book."""

    def complete(
        context: click.Context, parameter: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        from agenda.cli.commands.new_fields import CHOICES
        from agenda.history.facts import value_of

        if path in CHOICES:
            return completion.choices(CHOICES[path])(context, parameter, incomplete)
        in_book = completion.names_of_visits(lambda visit: [str(value_of(visit, path))])
        return in_book(context, parameter, incomplete)

    return complete


def values_of_options(
    invocation: Invocation,
    root: Path,
    visitor: str | None,
    host: str | None,
    details: Mapping[str, str],
    several: Mapping[str, Sequence[str]],
) -> "Values":
    """The values that the command line gives; prints how it understands those that differ.

    ``several`` are the values of the options `candidate`, `meets` and `topic`.
    """
    from agenda.cli.commands.new_fields import (
        AGENDA,
        CANDIDATES,
        HOST_COUNTRY,
        MEETS,
        VISITOR_COUNTRY,
        FieldReader,
        InvalidText,
        understood,
    )
    from agenda.store.book import settings_of

    reader = FieldReader(settings_of(root), invocation.today)
    given = [("VISITOR-COUNTRY", VISITOR_COUNTRY, visitor), ("HOST-COUNTRY", HOST_COUNTRY, host)]
    for option, (field, _) in DETAILS.items():
        given.append((f"--{option}", field, details[option.replace("-", "_")] or None))
    values: dict[FieldPath, Value] = {}
    name = ""
    try:
        for name, path, text in given:
            if text is not None:
                require_text(invocation, name, text)
                value = values[path] = reader.read(path, text)
                if (meaning := understood(path, value)) and value.lower() != text.lower():
                    print_hint(f"{name}: {meaning}")
        for name, path, text in (
            (f"--{option}", path, text)
            for option, path in (("candidate", CANDIDATES), ("meets", MEETS), ("topic", AGENDA))
            for text in several[option]
        ):
            require_text(invocation, name, text)
            reader.add(path, text, values)
    except InvalidText as error:
        is_country = name == "VISITOR-COUNTRY"
        more = "; an organization is named with --organization" if is_country else ""
        invocation.refuse(f"{name}: {error}{more}")
    if visitor and values.get(VISITOR_COUNTRY) == values.get(HOST_COUNTRY):
        country = understood(VISITOR_COUNTRY, str(values[VISITOR_COUNTRY])).partition(" (")[0]
        invocation.refuse(f"{country} can't visit itself; name two countries")
    return values


def sides(
    invocation: Invocation, visitor: str | None, host: str | None, *, has_organization: bool
) -> tuple[str | None, str | None]:
    """The visitor's country and the host's; with an organization, the host's is the only one."""
    if has_organization and host is not None:
        invocation.refuse("--organization takes the place of VISITOR-COUNTRY; name only the host's")
    return (None, visitor) if has_organization else (visitor, host)


def require_text(invocation: Invocation, name: str, text: str) -> None:
    """End with a usage error for a text that no file of a book may contain."""
    from agenda.cli.commands.new_fields import why_forbidden

    if why := why_forbidden(text):
        invocation.refuse(f"{name} {why}")


def print_hint(*lines: str) -> None:
    """Print a hint for people, on standard error."""
    for line in lines:
        click.echo(escape_controls(line), err=True)
