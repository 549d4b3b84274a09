"""How the model's values are written for people: dates, places, statuses, changes."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from agenda.history.diff import Change, ChangedValue
from agenda.history.facts import (
    LISTED,
    facts,
    is_below,
    is_identity,
    items_with_details,
    retracted_paths,
)
from agenda.history.log import ClaimRelations, LogLine
from agenda.history.merge import ClaimedFact
from agenda.history.status import StatusRow
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import Qualifier, When
from agenda.model.report import Claim
from agenda.model.topics import Topic
from agenda.model.visit import STAGE_LADDER, Item, PartialHost, PartialVisitor, Person, Visit
from agenda.text.printable import escape_controls, one_line
from agenda.text.prose import before, beginning, count, day, days, ending
from agenda.text.slug import normalize_name

NOTHING = "—"
"""Printed where nothing is known."""


def when(dates: When) -> str:
    """Dates: `19–20 June 2024`, `between 10 June and 7 July 2024`, `possibly in June 2024`."""
    if dates.earliest_start is None or dates.latest_start is None or dates.earliest_end is None:
        return _open_dates(dates)
    start = _doubted(dates.start_qualifier, _point(dates.earliest_start, dates.latest_start))
    if dates.latest_end is None:
        return f"from {start.replace('in ', '')} on"
    ends = dates.earliest_end, dates.latest_end
    is_alike = dates.start_qualifier == dates.end_qualifier
    if is_alike and ends == (dates.earliest_start, dates.latest_start):
        return start
    is_plain = dates.start_qualifier is dates.end_qualifier is Qualifier.SURE
    if is_plain and dates.is_start_sure and dates.is_end_sure:
        return days(dates.earliest_start, dates.latest_end)
    return f"starts {start}, ends {_doubted(dates.end_qualifier, _point(*ends))}"


def _open_dates(dates: When) -> str:
    """Dates of which the first day or the last one is not known at all."""
    if dates.is_not_before and dates.earliest_start is not None:
        return f"not before {beginning(dates.earliest_start)}"
    if dates.latest_end is None:
        return NOTHING
    if dates.earliest_end is None:
        return f"not after {ending(dates.latest_end)}"
    end = _doubted(dates.end_qualifier, _point(dates.earliest_end, dates.latest_end))
    return f"until {end.removeprefix('in ')}"


def _doubted(qualifier: Qualifier, point: str) -> str:
    if Qualifier.APPROXIMATE in qualifier:
        point = f"around {point.removeprefix('in ')}"
    return f"possibly {point}" if Qualifier.UNCERTAIN in qualifier else point


def _point(first: date, last: date) -> str:
    if first == last:
        return day(first)
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return f"in {first.year}"
    is_one_month = (first.year, first.month) == (last.year, last.month)
    if is_one_month and (first.day, last.day) == (1, monthrange(last.year, last.month)[1]):
        return f"in {first:%B} {first.year}"
    return f"between {before(first, last)} and {day(last)}"


def who_where(visit: Visit) -> tuple[str, str]:
    """Who goes, and where to: `Vladimir Putin`, `Budapest, Hungary, to meet Donald Trump`."""
    people = to_meet(visit)
    return one_line(visit.visitor.name), location(visit.host) + (f", {people}" if people else "")


def location(host: PartialHost) -> str:
    """Where a visit takes place, or that it is not decided: `Hanoi, Vietnam`.

    Of a city with its country's name, as Singapore, only the country is named.
    """
    if host.candidates is not None:
        named = f"decided ({host.candidates})" if len(host.candidates) else "known"
        return one_line(f"place not {named}")
    country, city = host.country.name, host.city
    is_named_alike = normalize_name(city) == normalize_name(country)
    return one_line(f"{city}, {country}" if city and not is_named_alike else country)


def to_meet(visit: Visit) -> str:
    """Whom the visitor is to meet, or has met: `to meet Donald Trump`; empty if nobody."""
    people = [
        one_line(person.name or key)
        for key, person in visit.meets.items()
        if person.status != "dropped"
    ]
    if not people:
        return ""
    *first, last = people
    is_over = visit.confirmation.state == "completed"
    names = f"{', '.join(first)} and {last}" if first else last
    return f"{'with' if is_over else 'to meet'} {names}"


def visitor_text(visitor: PartialVisitor) -> str:
    """A visitor with the office: `Vladimir Putin, President (Russia)`."""
    name = ", ".join(filter(None, (visitor.name, visitor.role)))
    return one_line(f"{name} ({visitor.side})")


def person_text(person: Person, key: str) -> str:
    """A person whom the visitor meets: `Donald Trump, President (United States)`."""
    name = ", ".join(filter(None, (person.name or key, person.role)))
    side = person.country.name or person.organization
    return one_line(f"{name} ({side})" if side else name)


def dates_of(row: StatusRow) -> str:
    """The dates of a visit, with what is to know of them: not announced, or disputed."""
    return "; ".join((when(row.visit.dates), *notes_on_dates(row)))


def notes_on_dates(row: StatusRow) -> list[str]:
    """What is to know of the dates of a visit: that they are not announced, or disputed."""
    others = ["dates not announced"] if row.are_dates_announced is False else []
    return others + [
        f"{one_line(conflict.sourced.publisher)} says {when(conflict.value)}"
        for conflict in row.disputed
        if isinstance(conflict.value, When)
    ]


def state_of(row: StatusRow) -> str:
    """What is said beside the state: another source's, the reason for it, its condition."""
    return "".join(f"; {text}" for text in notes_on_state(row))


def notes_on_state(row: StatusRow, *, has_reason: bool = True) -> list[str]:
    """What is to know of the state of a visit: another source's, the reason, the condition."""
    confirmation = row.visit.confirmation
    others = [
        f"{one_line(conflict.sourced.publisher)} says {value_text(conflict.value)}"
        for conflict in row.disputed
        if conflict.path == ("confirmation", "state")
    ]
    has_reason = has_reason and bool(confirmation.because)
    because = [f"because: {one_line(confirmation.because)}"] if has_reason else []
    condition = [one_line(confirmation.condition)] if confirmation.condition else []
    return [*others, *because, *condition, *related_visits_of(row)]


def sides_that_refuse(visit: Visit) -> list[str]:
    """The sides that have denied, declined or called off a visit: `Russia cancelled`."""
    stages = (visit.confirmation.visitor, visit.confirmation.host)
    return [
        text
        for text, stage in zip(sides(visit), stages, strict=True)
        if stage and stage not in STAGE_LADDER
    ]


def sides(visit: Visit) -> tuple[str, str]:
    """Each side's stage: `Russia preparing`, `Vietnam no comment`."""
    stages = visit.confirmation
    visitor, host = one_line(visit.visitor.side), visit.host.country.name or "host"
    return f"{visitor} {stage_text(stages.visitor)}", f"{host} {stage_text(stages.host)}"


def stage_text(stage: str) -> str:
    """A side's stage in words: `no comment`."""
    return stage.replace("-", " ") or NOTHING


def agenda(visit: Visit, topics: dict[str, Topic]) -> list[str]:
    """What is on the agenda, a text for each status: `expected: Energy, Education`."""
    titles: dict[str, list[str]] = {}
    for key, item in visit.agenda.items():
        titles.setdefault(item.status, []).append(one_line(item.title_of(key, topics)))
    return [
        f"{status}: {', '.join(names)}" if status else ", ".join(names)
        for status, names in titles.items()
    ]


def related_visits_of(row: StatusRow) -> list[str]:
    """What other visits are to this one: `in place of us-my-2013, cancelled`."""
    texts = []
    if name := row.visit.instead_of:
        replaced = row.related.replaced.get(name)
        state = f", {replaced.confirmation.state}" if replaced else ""
        texts.append(f"in place of {escape_controls(name)}{state}")
    texts += [
        f"{one_line(visit.visitor.name)} goes in place ({escape_controls(name)})"
        for name, visit in row.related.stand_ins.items()
    ]
    if event := one_line(row.visit.event):
        others = count(row.related.others, "other")
        texts += [f"with {others} at {event}"] if row.related.others else []
        state = row.related.state_of_event
        texts += [f"the event {event} is {state}"] if state else []
    return texts


def when_and_where(item: Item) -> str:
    """The day and the place of an agenda item: `20 May 2023, Hiroshima`; empty if not known."""
    return ", ".join(filter(None, (when(item.date) if item.date else "", one_line(item.place))))


def last_report(row: StatusRow) -> tuple[str, ...]:
    """Who reported last, and when: `Reuters`, `10 June 2024`."""
    return (one_line(row.last.publisher), day(row.last.published)) if row.last else (NOTHING,)


def field_name(path: FieldPath) -> str:
    """A fact as people name it: `dates`, `confirmation`, `host`, `energy status`."""
    match path:
        case ("confirmation", "state"):
            return "confirmation"
        case ("confirmation", str(side)):
            return side
        case ("agenda", str(key)):
            return escape_controls(key)
        case ("meets", str(key), *fields):
            return escape_controls(" ".join(("meets", key, *map(str, fields))))
        case ("agenda", str(key), str(field)):
            return escape_controls(f"{key} {field}")
        case _:
            return escape_controls(".".join(map(str, path)))


def change_text(change: Change) -> str:
    """The value before and after a change: `tentative → announced`."""
    after = value_text(change.after)
    if isinstance(change.after, Struct):
        return after
    if change.after == "":
        return f"was {value_text(change.before)}"
    before = value_text(change.before) if change.before else ""
    if before == after:
        return f"{after} (only its spaces and line ends)"
    return f"{before} → {after}" if before else after


def value_text(value: ChangedValue) -> str:
    """A value on one line; an item by its status and title."""
    if isinstance(value, Item):
        parts = value.status, one_line(value.title), when_and_where(value)
        return ", ".join(filter(None, parts)) or "on the agenda"
    if isinstance(value, Person):
        return ", ".join(filter(None, (value.status, person_text(value, "")))) or "to meet"
    return "on the agenda" if value == LISTED else one_line(str(value))


def claimed_text(fact: ClaimedFact) -> str:
    """The value that a claim gives to a fact."""
    if fact.value == LISTED and fact.path[0] == "meets":
        return "to meet"
    return value_text(fact.value) if fact.value else "retracted"


def line_text(line: LogLine) -> str:
    """The change of a line, or the values that were claimed and changed nothing."""
    if line.change is not None:
        return change_text(line.change)
    return "; ".join(dict.fromkeys(claimed_text(fact) for _, fact in line.claims))


def relations_text(line: LogLine) -> str:
    """What the claims of a line add, and whose they are: `refines (Reuters: “in July”)`."""
    sources: dict[str, dict[str, dict[str, None]]] = {}
    for sourced, fact in line.claims:
        source = one_line(sourced.claim.according_to)
        hedges = sources.setdefault(fact.relation, {}).setdefault(source, {})
        if hedge := hedge_of(sourced.claim, fact.path):
            hedges[hedge] = None
    return "; ".join(
        f"{relation} ({', '.join(_hedged(source, hedges) for source, hedges in names.items())})"
        for relation, names in sources.items()
    )


def _hedged(source: str, hedges: Iterable[str]) -> str:
    return ": ".join(filter(None, (source, ", ".join(hedges))))


def rejected_text(relations: ClaimRelations) -> str:
    """A rejected claim, and why it is rejected: `X: dates 2024-07, which is new. An error`."""
    claim = relations.sourced.claim
    texts = []
    for fact in relations.facts:
        value = " ".join(filter(None, (claimed_text(fact), hedge_of(claim, fact.path))))
        verb = "is new" if fact.relation == "new" else fact.relation
        texts.append(f"{field_name(fact.path)} {value}, which {verb}")
    claimed = ": ".join(filter(None, (one_line(claim.according_to), ", ".join(texts))))
    return f"{claimed}. {one_line(claim.rejected)}"


def hedge_of(claim: Claim, path: FieldPath) -> str:
    """A claim's wording in quotation marks, if it hedges the fact at a path or above it."""
    if claim.wording and is_below(path, hedged_path(claim)):
        return f"“{one_line(claim.wording)}”"
    return ""


def hedged_path(claim: Claim) -> FieldPath:
    """The fact that a claim's wording hedges: its dates, or else its state, or else its first one.

    A claim that gives no other fact hedges the place, or what it retracts. If there is nothing to
    hedge, the path is that of the wording itself, which is not a fact.
    """
    if claim.dates:
        return ("dates",)
    if claim.confirmation.state:
        return "confirmation", "state"
    # Of a long agenda, only the first item can be the first fact.
    claimed = facts(replace(claim, agenda=dict(islice(claim.agenda.items(), 1))))
    detailed = items_with_details(claimed)
    given = [path for path in claimed if not (is_identity(path) or path in detailed)]
    of_host = [path[:1] for path in claimed if path[0] == "host"]
    return next(iter([*given, *of_host, *retracted_paths(claim)]), ("wording",))
