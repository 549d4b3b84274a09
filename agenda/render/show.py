"""The page of `agenda show`: one visit, and all that was said of it."""

from collections.abc import Iterable, Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from agenda.domain.claims import Said, facts
from agenda.domain.outlook import Row
from agenda.domain.topics import Topic
from agenda.render import words
from agenda.render.screen import Screen
from agenda.render.status import STATE_STYLES

Line = tuple[str, Text]


def print_visit(screen: Screen, row: Row, said: Sequence[Said], topics: dict[str, Topic]) -> None:
    """Print a visit: its facts, its agenda, then each claim on it in the order of the reports."""
    visit = row.visit
    screen.print(Text(" → ".join(words.who_where(visit)), "bold"), Text(row.id, "dim"), Text())
    screen.print(_pairs(_facts(row)))
    if visit.agenda:
        screen.print(Text(), Text("On the agenda", "bold"), _agenda(row, topics))
    if visit.notes:
        screen.print(
            Text(), Text("Notes", "bold"), Padding(Text(visit.notes.strip()), (0, 0, 0, 2))
        )
    screen.print(Text(), Text("Who says so", "bold"))
    if not said:
        screen.print(Text("  No report speaks of this visit."))
    for one in said:
        screen.print(*_claim(one))


def _facts(row: Row) -> Iterable[Line]:
    visit = row.visit
    role = f", {visit.visitor.role}" if visit.visitor.role else ""
    yield "visitor", Text(f"{visit.visitor.name}{role} ({visit.visitor.country.name})")
    place = ", ".join(filter(None, (visit.host.city, visit.host.country.name)))
    yield "host", Text(f"{place} ({visit.host.zone or 'no time zone given'})")
    if visit.kind:
        yield "kind", Text(visit.kind.replace("-", " "))
    if visit.occasion:
        yield "occasion", Text(visit.occasion)
    if visit.trip:
        yield "trip", Text(visit.trip)
    written = f"  {visit.dates}" if visit.dates else ""
    yield "dates", Text.assemble(words.when(visit.dates), (written, "dim"))
    yield "countdown", Text(row.countdown.text, "bold")
    state = visit.confirmation.state
    yield (
        "confirmation",
        Text.assemble((state, STATE_STYLES[state]), f" ({', '.join(words.sides(visit))})"),
    )


def _pairs(lines: Iterable[Line]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for name, value in lines:
        grid.add_row(Text(f"  {name}"), value)
    return grid


def _agenda(row: Row, topics: dict[str, Topic]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column()
    for key, item in row.visit.agenda.items():
        note = f". {item.note}" if item.note else ""
        grid.add_row(
            Text(f"  {item.status or words.NOTHING}"),
            Text(key, "dim"),
            Text.assemble(item.title_of(key, topics), (note, "dim")),
        )
    return grid


def _claim(said: Said) -> Iterable[Text | Padding]:
    claim = said.claim
    grade = f" [{claim.grade}]" if claim.grade else ""
    head = f"  {words.day(said.published)}  {said.publisher}: {claim.according_to}{grade}"
    yield Text(head, "dim" if claim.rejected else "")
    told = ", ".join(_told(said))
    if told:
        yield Padding(Text(told), (0, 0, 0, 4))
    if claim.wording:
        yield Padding(Text(f"“{claim.wording}”", "italic"), (0, 0, 0, 4))
    if claim.rejected:
        yield Padding(Text(f"rejected: {claim.rejected}"), (0, 0, 0, 4))


def _told(said: Said) -> Iterable[str]:
    """What a claim says but for the identity, in a few words."""
    items: dict[str, str] = {}
    for route, value in facts(said.claim).items():
        if route[0] == "agenda":
            key = str(route[1])
            items.setdefault(key, "")
            if route[2:] == ("status",):
                items[key] = f" {value}"
        elif route[0] not in {"visitor", "host", "trip", "notes"}:
            yield f"{'.'.join(map(str, route))} {value}"
    for path in said.claim.retracts:
        yield f"takes back {path}"
    for key, status in items.items():
        yield f"{key}{status}"
