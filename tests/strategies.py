"""Visits, claims and reports made up by Hypothesis."""

from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import strategies as st
from msgspec.structs import replace

from agenda.model.country import Country, Zone
from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim, Report
from agenda.model.visit import (
    Confirmation,
    Host,
    Item,
    Kind,
    KnownState,
    PartialConfirmation,
    PartialHost,
    PartialVisitor,
    Stage,
    State,
    Status,
    Visit,
    Visitor,
)

DAYS = st.dates(date(2024, 1, 30), date(2024, 4, 2)) | st.dates()
"""Mostly of a few weeks, so that windows nest and overlap, and of all that a calendar has."""

PRECISIONS = st.sampled_from([len("2024-06-19"), len("2024-06"), len("2024")])

MARKS = st.sampled_from(["", "?", "~", "%"])


def written(day: date, precision: int) -> str:
    """A day as text, cut to a month or a year by how many characters are kept."""
    return day.isoformat()[:precision]


@st.composite
def points(draw: st.DrawFn, marks: st.SearchStrategy[str] = MARKS) -> str:
    return written(draw(DAYS), draw(PRECISIONS)) + draw(marks)


@st.composite
def texts(draw: st.DrawFn) -> str:
    first = draw(DAYS)
    room = (date.max - first).days
    last = first + timedelta(days=draw(st.integers(0, min(room, 40))))
    json_object = draw(PRECISIONS)
    first_text, alike = written(first, json_object), written(last, json_object)
    other = written(last, draw(PRECISIONS))
    mark = draw(MARKS)
    stay, open_stay = f"{first_text}{mark}/{other}{draw(MARKS)}", f"{first_text}{mark}/.."
    return draw(st.sampled_from([first_text + mark, stay, open_stay, f"[{first_text}..{alike}]"]))


VISITS = ("ru-kp", "ru-vn")
KEYS = ("energy", "military", "education")

whens = texts().map(When.parse)
dates = st.just(UNDATED) | whens
short_texts = st.sampled_from(["", "one", "two"])
items = st.builds(
    Item,
    title=short_texts,
    topic=st.just(""),
    status=st.sampled_from(get_args(Status)),
    note=short_texts,
)
agendas = st.dictionaries(st.sampled_from(KEYS), items, max_size=3)
retracts = st.lists(
    st.sampled_from(["dates", "confirmation", "confirmation.host", "agenda.energy", "kind"]),
    max_size=2,
    unique=True,
).map(tuple)


def of(annotation: Any) -> st.SearchStrategy[Any]:
    """One value of a closed list."""
    return st.sampled_from([str(value) for value in get_args(annotation)])


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    state = draw(of(KnownState))
    return Visit(
        visitor=Visitor(name="A", country=Country("RU")),
        host=Host(country=Country("VN")),
        kind=draw(of(Kind)),
        dates=UNDATED if state == "postponed" else draw(dates),
        confirmation=Confirmation(state=state, visitor=draw(of(Stage)), host=draw(of(Stage))),
        agenda=draw(agendas),
        notes=draw(short_texts),
    )


@st.composite
def claims(draw: st.DrawFn, identity: bool = False) -> Claim:
    state = draw(of(State))
    return Claim(
        visit=draw(st.sampled_from(VISITS)),
        according_to="Somebody",
        visitor=PartialVisitor(name="A", country=Country("RU")) if identity else PartialVisitor(),
        host=PartialHost(country=Country("VN"), timezone=Zone()) if identity else PartialHost(),
        kind=draw(of(Kind)),
        dates=UNDATED if state == "postponed" else draw(dates),
        confirmation=PartialConfirmation(
            state=state, visitor=draw(of(Stage)), host=draw(of(Stage))
        ),
        agenda=draw(agendas),
        notes=draw(short_texts),
        retracts=draw(retracts),
        rejected=draw(st.sampled_from(["", "", "", "A slip."])),
    )


@st.composite
def books(draw: st.DrawFn) -> dict[str, Report]:
    """A few reports of a few days, which cite one another and open visits here and there."""
    names = [f"r{number}" for number in range(draw(st.integers(0, 6)))]
    days = st.dates(date(2024, 6, 1), date(2024, 6, 4))
    return {
        name: Report(
            published=draw(days),
            publisher="P",
            cites=tuple(draw(st.lists(st.sampled_from(names), max_size=2))),
            claims=tuple(draw(st.lists(claims(identity=draw(st.booleans())), max_size=3))),
        )
        for name in names
    }


@st.composite
def claim_pairs(draw: st.DrawFn) -> tuple[Claim, Claim]:
    """Two claims that seldom contradict each other.

    Neither retracts anything; the second repeats some fields of the first and omits most others.
    """
    first, other = (replace(draw(claims()), retracts=()) for _ in range(2))
    silent = Claim(visit=first.visit, according_to="Somebody")
    sources = st.sampled_from([first, first, silent, silent, silent, other])
    fields = {name: getattr(draw(sources), name) for name in Claim.__struct_fields__}
    return first, Claim(**fields)
