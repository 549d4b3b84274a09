"""The model of a visit: who goes where, when, how certain it is, and what is on the agenda.

Editors show the description of a field on hover. Empty text, no dates and an empty map all mean
that nothing is known; in a *partial* visit any field may be empty.

Frozen values cannot form reference cycles, so the garbage collector does not track them
(`gc=False`): in a large book it would traverse all of them repeatedly.
"""

from datetime import date as day_type
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct, field

from agenda.model.country import Candidates, Country, NamedLocation, Zone
from agenda.model.edtf import UNDATED, When
from agenda.model.topics import Topic
from agenda.text.slug import normalize_name

# An unknown field holds empty text.
Kind = Literal[
    "",
    "state",
    "official",
    "official-working",
    "working",
    "private",
    "multilateral",
    "margins",
    "stopover",
    "virtual",
]
KnownState = Literal[
    "rumoured",
    "tentative",
    "announced",
    "confirmed",
    "doubtful",
    "postponed",
    "cancelled",
    "completed",
]
State = Literal["", KnownState]
Stage = Literal[
    "",
    "no-comment",
    "invited",
    "accepted",
    "preparing",
    "announced",
    "denied",
    "declined",
    "postponed",
    "cancelled",
]
Status = Literal["", "proposed", "expected", "agreed", "discussed", "signed", "dropped"]
MeetingStatus = Literal["", "proposed", "expected", "agreed", "met", "dropped"]

STATE_LADDER: Final = ("rumoured", "tentative", "announced", "confirmed")
STAGE_LADDER: Final = ("no-comment", "invited", "accepted", "preparing", "announced")
STATUS_LADDER: Final = ("proposed", "expected", "agreed", "discussed", "signed")
MEETING_LADDER: Final = ("proposed", "expected", "agreed", "met")

CALLED_OFF: Final = frozenset({"postponed", "cancelled"})
"""The states in which a visit is called off."""

UNKNOWN_PLACE: Final = Candidates()
"""The candidates of a host of which nobody knows the place."""

Text = Annotated[str, Meta(min_length=1)]

_NAME = "The visitor's name, as it should be shown."
_COUNTRY = "ISO 3166-1 alpha-2, two capital letters; XK for Kosovo. `NO` is Norway."
_ORGANIZATION = (
    "An organization in place of the country, as in `European Commission`. No rule on countries "
    "applies to it."
)
_STATE = (
    "How certain the visit is: `rumoured`, `tentative`, `announced` or `confirmed`; or else "
    "`doubtful`, `postponed`, `cancelled` or `completed`. A visit is `tentative` once officials "
    "mention it, `announced` once one side has formally announced it, and `confirmed` once both "
    "have. `postponed` means that there is no new date yet."
)
_STAGE = (
    "What {} side has said: `no-comment`, `invited`, `accepted`, `preparing` or `announced`; or "
    "else `denied` (it says that no such visit is planned), `declined`, `postponed` or "
    "`cancelled`. The highest counts. Omit it if the side has made no statement; an unnamed "
    "official does not speak for a side."
)
_DATES = (
    "When: a day `2024-06-19`, a month `2024-06`, a stay `2024-06-19/2024-06-20` (it *lasts* from "
    "the first day to the second), `2024-06-19/..` (the end is unknown), `../2024-06-20` (the "
    'start is unknown), or a quoted window `"[2024-06-10..2024-07-07]"` (the visit takes place '
    '*sometime within* it), `"[2024-06-10..]"` (not before), `"[..2024-07-07]"` (not after). After '
    "a date, `?` means uncertain, `~` approximate, and `%` both. Omit it if no date is known."
)


def _shared(value: Any) -> Any:
    """The default of a field: the same frozen value in all instances.

    It comes from a factory because msgspec writes other defaults into the JSON Schema, which it
    cannot do for these types.
    """
    return field(default_factory=lambda: value)


class PartialVisitor(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Who is travelling: a name, an office, and a country or an organization."""

    name: Annotated[str, Meta(description=_NAME)] = ""
    role: Annotated[str, Meta(description="The visitor's office, as in `President`.")] = ""
    country: Annotated[Country, Meta(description=_COUNTRY)] = _shared(Country())
    organization: Annotated[str, Meta(description=_ORGANIZATION)] = ""

    @property
    def gives_both(self) -> bool:
        """Whether this has a country and an organization, which exclude each other."""
        return bool(self.country and self.organization)

    @property
    def side(self) -> str:
        """The country or the organization that the visitor is of, as it is shown."""
        return self.country.name or self.organization

    @property
    def identity(self) -> tuple[str, str]:
        """The country or the organization, so that spellings of one organization are equal."""
        return str(self.country), "" if self.country else normalize_name(self.organization)


EMPTY_VISITOR: Final = PartialVisitor()


class Visitor(PartialVisitor, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Who is travelling: a name, an office, and a country or an organization."""

    name: Annotated[Text, Meta(description=_NAME)]

    def __post_init__(self) -> None:
        if not self.side:
            raise ValueError("a visitor must have a country or an organization")


class PartialHost(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Where the visit takes place: a country, a city and a time zone, or the candidates."""

    country: Annotated[Country, Meta(description=_COUNTRY)] = _shared(Country())
    city: Annotated[str, Meta(description="The city, as it should be shown.")] = ""
    timezone: Annotated[
        Zone,
        Meta(
            description="The time zone of the place in the tz database, as in `Asia/Ho_Chi_Minh`. "
            "Days are counted in it. Optional if all clocks of the country agree, or if the city "
            "is large."
        ),
    ] = _shared(Zone())
    candidates: Annotated[
        Candidates | None,
        Meta(
            description="In place of a country, the places that are named while none is decided: "
            "`[{country: CH, city: Geneva}, {country: HU}]`; `[]` if nobody knows."
        ),
    ] = None

    @property
    def gives_both(self) -> bool:
        """Whether this has a country and candidates, which exclude each other."""
        return bool(self.country) and self.candidates is not None

    @property
    def is_given(self) -> bool:
        """Whether this says where the visit takes place, or that nobody knows."""
        return bool(self.country) or self.candidates is not None

    @property
    def places(self) -> Candidates:
        """Where the visit takes place, or the places that are named for it."""
        return self.window(UNKNOWN_PLACE)

    def window(self, among: Candidates) -> Candidates:
        """The places that are possible: a country without a city is any of those of a list."""
        if not self.country:
            return self.candidates or UNKNOWN_PLACE
        here = NamedLocation(country=self.country, city=self.city)
        cities = [named for named in among if named.lies_within(here)]
        return Candidates(cities or [here])


EMPTY_HOST: Final = PartialHost()


class Host(PartialHost, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Where the visit takes place: a country, a city and a time zone, or the candidates."""

    def __post_init__(self) -> None:
        if not self.is_given:
            raise ValueError("a host must have a country or candidates")


class PartialConfirmation(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """How certain the visit is, and each side's latest statement."""

    state: Annotated[State, Meta(description=_STATE)] = ""
    visitor: Annotated[Stage, Meta(description=_STAGE.format("the visitor's"))] = ""
    host: Annotated[Stage, Meta(description=_STAGE.format("the host's"))] = ""
    because: Annotated[
        str, Meta(description="The reason that was given for the state or the dates.")
    ] = ""
    condition: Annotated[
        str, Meta(description="What the visit depends on, as in `if a ceasefire holds`.")
    ] = ""


EMPTY_CONFIRMATION: Final = PartialConfirmation()


class Confirmation(
    PartialConfirmation, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True
):
    """How certain the visit is, and each side's latest statement."""

    state: Annotated[KnownState, Meta(description=_STATE)]


class Item(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """An item on the agenda of a visit, under a short key."""

    title: Annotated[str, Meta(description="The title to show. Default: the topic's label.")] = ""
    topic: Annotated[
        str, Meta(description="The topic that the item belongs to, if its key is not a topic.")
    ] = ""
    status: Annotated[
        Status,
        Meta(
            description="Before the visit: `proposed`, `expected` or `agreed`. After it: "
            "`discussed` or `signed`. At any time: `dropped`."
        ),
    ] = ""
    date: Annotated[
        When, Meta(description="When the item is due, if that is known: dates as of a visit.")
    ] = _shared(UNDATED)
    place: Annotated[str, Meta(description="Where it takes place, if not in the host's city.")] = ""
    note: Annotated[str, Meta(description="Free text, a sentence or two.")] = ""

    @property
    def first_day(self) -> day_type:
        """The first day of the item, by which items are sorted; one without a day comes last."""
        return self.date.earliest_start or self.date.latest_end or day_type.max

    def topic_of(self, key: str) -> str:
        """The key of the item's topic, given the key of the item."""
        return self.topic or key

    def title_of(self, key: str, topics: dict[str, Topic]) -> str:
        """The title to show for an item, given its key and the book's topics."""
        topic = topics.get(self.topic_of(key))
        return self.title or (topic.label if topic else key)


class Person(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Somebody whom the visitor is to meet, under a short key."""

    name: Annotated[str, Meta(description="The name to show. Default: the key.")] = ""
    role: Annotated[str, Meta(description="The person's office, as in `President`.")] = ""
    country: Annotated[Country, Meta(description=_COUNTRY)] = _shared(Country())
    organization: Annotated[str, Meta(description=_ORGANIZATION)] = ""
    status: Annotated[
        MeetingStatus,
        Meta(
            description="Before the visit: `proposed`, `expected` or `agreed`. After it: `met`. At "
            "any time: `dropped`."
        ),
    ] = ""


ENTRIES: Final = {"meets": Person, "agenda": Item}
"""What the keyed maps of a visit hold, by field."""


class PartialVisit(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """What a file or a claim says about a visit: the fields of a visit, all optional."""

    visitor: PartialVisitor = _shared(EMPTY_VISITOR)
    host: PartialHost = _shared(EMPTY_HOST)
    kind: Annotated[
        Kind,
        Meta(
            description="`state`, `official`, `official-working`, `working`, `private`; "
            "`multilateral` for a summit of several countries, `margins` for a meeting on the "
            "sidelines of another event; `stopover` for a stop on the way, `virtual` for a meeting "
            "for which nobody travels."
        ),
    ] = ""
    occasion: Annotated[str, Meta(description="A named summit or anniversary, if any.")] = ""
    trip: Annotated[str, Meta(description="A short name that all legs of one trip share.")] = ""
    event: Annotated[
        str, Meta(description="A short name that all visits to one summit or ceremony share.")
    ] = ""
    dates: Annotated[When, Meta(description=_DATES)] = _shared(UNDATED)
    confirmation: PartialConfirmation = _shared(EMPTY_CONFIRMATION)
    meets: Annotated[
        dict[str, Person],
        Meta(description="Whom the visitor is to meet: a map from short keys to people."),
    ] = field(default_factory=dict)
    agenda: Annotated[
        dict[str, Item], Meta(description="What is on the agenda: a map from short keys to items.")
    ] = field(default_factory=dict)
    instead_of: Annotated[
        str, Meta(description="The id of the visit that this one takes the place of.")
    ] = ""
    notes: Annotated[str, Meta(description="Free text about the visit as a whole.")] = ""

    @property
    def zone(self) -> str:
        """The time zone to count days in: as given, or by the city or the country, or empty."""
        host = self.host
        return host.timezone or host.country.zone_of(host.city, self.dates.year)


class Visit(PartialVisit, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """A leader's planned visit. The file's name, without its extension, is the visit's id."""

    visitor: Visitor
    host: Host
    confirmation: Confirmation
