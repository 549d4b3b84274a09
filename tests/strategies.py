"""Hypothesis strategies for dates, visits, claims and reports.

A strategy that is made anew for each value costs more than the value, so each is made once.
"""

from datetime import date, timedelta
from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from agenda.model.country import Candidates, Country, NamedLocation, Zone
from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim, Report
from agenda.model.visit import (
    Confirmation,
    Host,
    Item,
    Kind,
    KnownState,
    MeetingStatus,
    PartialConfirmation,
    PartialHost,
    PartialVisitor,
    Person,
    Stage,
    State,
    Status,
    Visit,
    Visitor,
)

DAYS = st.dates(date(2024, 1, 30), date(2024, 4, 2)) | st.dates()
"""Mostly days within a few weeks, so that windows nest and overlap; otherwise any day."""

PRECISIONS = st.sampled_from([len("2024-06-19"), len("2024-06"), len("2024")])
"""The lengths of a day, a month and a year as text."""

QUALIFIERS = st.sampled_from(["", "?", "~", "%"])


def truncated_date(day: date, precision: int) -> str:
    """A day as text, cut to a day, a month or a year."""
    return day.isoformat()[:precision]


@st.composite
def date_points(draw: st.DrawFn, qualifiers: st.SearchStrategy[str] = QUALIFIERS) -> str:
    """The text of a day, a month or a year, possibly with a qualifier."""
    return truncated_date(draw(DAYS), draw(PRECISIONS)) + draw(qualifiers)


_FORMS = st.integers(0, 2) | st.integers(3, 6)


@st.composite
def date_texts(draw: st.DrawFn) -> str:
    """The text of a date, a stay or a window, some of them open on one side."""
    first_day = draw(DAYS)
    days_left = (date.max - first_day).days
    last_day = first_day + timedelta(days=draw(st.integers(0, min(days_left, 40))))
    precision = draw(PRECISIONS)
    first = truncated_date(first_day, precision)
    point = first + draw(QUALIFIERS)
    stay = f"{point}/{truncated_date(last_day, draw(PRECISIONS))}{draw(QUALIFIERS)}"
    window = f"[{first}..{truncated_date(last_day, precision)}]"
    open_texts = (f"{point}/..", f"../{point}", f"[{first}..]", f"[..{first}]")
    return (point, stay, window, *open_texts)[draw(_FORMS)]


VISITS = ("ru-kp", "ru-vn")
KEYS = ("energy", "military", "education")

known_dates = date_texts().map(When.parse)
dates = st.just(UNDATED) | known_dates
short_texts = st.sampled_from(["", "first", "second"])
items = st.builds(
    Item,
    title=short_texts,
    topic=st.just(""),
    status=st.sampled_from(get_args(Status)),
    date=dates,
    note=short_texts,
)
people = st.builds(
    Person,
    name=short_texts,
    country=st.just(Country("KP")),
    status=st.sampled_from(get_args(MeetingStatus)),
)
meets = st.dictionaries(st.sampled_from(["kim", "moon"]), people, max_size=2)
places = st.builds(
    NamedLocation,
    country=st.sampled_from([Country("VN"), Country("KP")]),
    city=st.sampled_from(["", "Hanoi"]),
)
open_hosts = st.lists(places, max_size=2).map(
    lambda named: PartialHost(candidates=Candidates(named))
)
vietnam = st.just(PartialHost(country=Country("VN")))
decided_hosts = places.map(lambda named: PartialHost(country=named.country, city=named.city))
agendas = st.dictionaries(st.sampled_from(KEYS), items, max_size=3)
retracts = st.lists(
    st.sampled_from(["dates", "confirmation", "confirmation.host", "agenda.energy", "kind"]),
    max_size=2,
    unique=True,
).map(tuple)


@cache
def values_of(annotation: Any) -> st.SearchStrategy[Any]:
    """A value of a literal type."""
    return st.sampled_from([str(value) for value in get_args(annotation)])


HOSTS = vietnam | open_hosts | decided_hosts
CLAIMED_HOSTS = st.just(PartialHost()) | open_hosts | decided_hosts
CLAIMED_VISITS = st.sampled_from(VISITS)
REJECTIONS = st.sampled_from(["", "", "", "An error."])


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    state = draw(values_of(KnownState))
    return Visit(
        visitor=Visitor(name="A", country=Country("RU")),
        host=Host(**structs.asdict(draw(HOSTS))),
        kind=draw(values_of(Kind)),
        dates=UNDATED if state == "postponed" else draw(dates),
        confirmation=Confirmation(
            state=state, visitor=draw(values_of(Stage)), host=draw(values_of(Stage))
        ),
        meets=draw(meets),
        agenda=draw(agendas),
        notes=draw(short_texts),
    )


@st.composite
def claims(draw: st.DrawFn, identity: bool = False) -> Claim:
    state = draw(values_of(State))
    return Claim(
        visit=draw(CLAIMED_VISITS),
        according_to="Somebody",
        visitor=PartialVisitor(name="A", country=Country("RU")) if identity else PartialVisitor(),
        host=PartialHost(country=Country("VN"), timezone=Zone())
        if identity
        else draw(CLAIMED_HOSTS),
        kind=draw(values_of(Kind)),
        dates=UNDATED if state == "postponed" else draw(dates),
        confirmation=PartialConfirmation(
            state=state, visitor=draw(values_of(Stage)), host=draw(values_of(Stage))
        ),
        meets=draw(meets),
        agenda=draw(agendas),
        notes=draw(short_texts),
        retracts=draw(retracts),
        rejected=draw(REJECTIONS),
    )


_LABEL_KINDS = st.sampled_from(["trip", "event"])
_LABELS = st.sampled_from(["", "", "first", "second"])


@st.composite
def labelled(draw: st.DrawFn, claims: st.SearchStrategy[Claim]) -> Claim:
    """A claim that may give its visit a label, or that may be on a label itself."""
    claim = draw(claims)
    kind = draw(_LABEL_KINDS)
    claim = replace(claim, **{kind: draw(_LABELS)})
    is_on_label = (claim.trip or claim.event) and draw(st.booleans())
    return replace(claim, visit="") if is_on_label else claim


_COUNTS = st.integers(0, 6)
_REPORT_DAYS = st.dates(date(2024, 6, 1), date(2024, 6, 4))


@st.composite
def reports_by_id(draw: st.DrawFn, with_labels: bool = False) -> dict[str, Report]:
    """Up to six reports on four days, by id; some cite others, and some open visits."""
    ids = [f"r{number}" for number in range(draw(_COUNTS))]
    return {
        report_id: Report(
            published=draw(_REPORT_DAYS),
            publisher="P",
            cites=tuple(draw(_citations(tuple(ids)))),
            claims=tuple(draw(_claim_lists(draw(st.booleans()), with_labels))),
        )
        for report_id in ids
    }


@cache
def _citations(ids: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(ids), max_size=2)


@cache
def _claim_lists(identity: bool, with_labels: bool) -> st.SearchStrategy[list[Claim]]:
    plain = claims(identity=identity)
    return st.lists(labelled(plain) if with_labels else plain, max_size=3)


_SOURCES = st.integers(0, 5)


@st.composite
def claim_pairs(draw: st.DrawFn) -> tuple[Claim, Claim]:
    """Two claims that rarely contradict each other.

    Neither retracts anything; the second repeats some fields of the first and omits most others.
    """
    first, different = (replace(draw(claims()), retracts=()) for _ in range(2))
    empty = Claim(visit=first.visit, according_to="Somebody")
    sources = (first, first, empty, empty, empty, different)
    fields = {name: getattr(sources[draw(_SOURCES)], name) for name in Claim.__struct_fields__}
    return first, Claim(**fields)
