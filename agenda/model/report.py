"""The model of a report: who published it and when, and its claims."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final

from msgspec import Meta, Struct

from agenda.model.visit import ENTRIES, PartialVisit, Text

_NEVER_UNKNOWN: Final = frozenset(
    ("visitor", "visitor.name", "visitor.country", "visitor.organization", "host", "host.country")
)
"""What a visit can't be without."""


def _retractable() -> Iterator[str]:
    empty = PartialVisit()
    for name in PartialVisit.__struct_fields__:
        part = getattr(empty, name)
        fields = part.__struct_fields__ if isinstance(part, Struct) else ()
        yield from (name, *(f"{name}.{field}" for field in fields))


RETRACTABLE: Final = tuple(path for path in _retractable() if path not in _NEVER_UNKNOWN)
"""What a claim can retract, apart from one item, as in `agenda.energy`, and its fields."""

_OF_ENTRIES: Final = "|".join(
    rf"{name}\.[^.]+(\.({'|'.join(entry.__struct_fields__)}))?" for name, entry in ENTRIES.items()
)

_RETRACTABLE_PATTERN: Final = (
    "^(" + "|".join(RETRACTABLE).replace(".", r"\.") + rf"|{_OF_ENTRIES})$(?!\n)"
)


SIDES: Final = frozenset({"visitor", "host"})

_FORMAL_STAGES: Final = frozenset({"announced", "denied", "declined", "postponed", "cancelled"})
_SIDES: Final = {
    (True, True): SIDES,
    (True, False): frozenset({"visitor"}),
    (False, True): frozenset({"host"}),
    (False, False): frozenset[str](),
}
"""The sides, by whether something is so of the visitor's and of the host's."""


# In Python, `$` also matches before a final line end, which `(?!\\n)` prevents. In a JSON Schema
# both patterns match the same texts.
class Claim(PartialVisit, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """What one source says about one visit, trip or event: the fields of a visit, all optional."""

    visit: Annotated[
        str,
        Meta(
            description="The id of the visit. A claim that names `visitor` and `host` can open a "
            "visit that the book does not have yet. Without it, the claim is on all visits of its "
            "`trip` or of its `event`."
        ),
    ] = ""
    according_to: Annotated[
        Text, Meta(description="The source of the claim: a name and an office.")
    ]
    grade: Annotated[
        str,
        Meta(
            description="The Admiralty grade: a letter A-F for the reliability of the source, and "
            "a digit 1-6 for the credibility of the claim.",
            pattern=r"^([A-F][1-6])?$(?!\n)",
        ),
    ] = ""
    wording: Annotated[
        str, Meta(description="The report's own words, kept next to their interpretation.")
    ] = ""
    retracts: Annotated[
        tuple[
            Annotated[
                str,
                Meta(pattern=_RETRACTABLE_PATTERN),
            ],
            ...,
        ],
        Meta(
            description="Facts to retract before the rest of the claim is applied: `dates`, "
            "`confirmation`, `agenda.energy` and so on."
        ),
    ] = ()
    rejected: Annotated[
        str,
        Meta(
            description="Why the desk does not believe the claim. A rejected claim is kept on "
            "record and never applied."
        ),
    ] = ""

    def __post_init__(self) -> None:
        if not (self.visit or self.trip or self.event):
            raise ValueError("a claim must be on a visit, a trip or an event")

    @property
    def subject(self) -> str:
        """What the claim is about: the id of a visit, `trip ID` or `event ID`."""
        return self.visit or (f"trip {self.trip}" if self.trip else f"event {self.event}")

    @property
    def sides(self) -> frozenset[str]:
        """The sides whose stage the claim gives."""
        return _SIDES[bool(self.confirmation.visitor), bool(self.confirmation.host)]

    @property
    def is_hearsay(self) -> bool:
        """Whether the claim is graded C or worse."""
        return self.grade[:1] > "B"

    @property
    def speaking_sides(self) -> frozenset[str]:
        """The sides whose word the claim is, unless it is hearsay."""
        return frozenset() if self.is_hearsay else self.sides

    @property
    def formal_sides(self) -> frozenset[str]:
        """The sides that formally announce the visit or call it off in the claim."""
        if self.is_hearsay:
            return frozenset()
        given = self.confirmation
        return _SIDES[given.visitor in _FORMAL_STAGES, given.host in _FORMAL_STAGES]


class Report(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """A published report. The file's name, without its extension, is the report's id."""

    published: Annotated[date, Meta(description="The day of publication, `2024-06-10`.")]
    publisher: Annotated[Text, Meta(description="Who published it.")]
    title: Annotated[str, Meta(description="A one-line summary in your own words.")] = ""
    url: Annotated[str, Meta(description="The address of the report.")] = ""
    cites: Annotated[
        tuple[str, ...],
        Meta(description="The ids of the reports that this one repeats."),
    ] = ()
    claims: Annotated[
        tuple[Claim, ...],
        Meta(description="What the report says: one claim per source and visit."),
    ] = ()
