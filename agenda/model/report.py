"""The model of a report: who published it and when, and its claims."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final

from msgspec import Meta, Struct

from agenda.model.visit import Item, PartialVisit, Text

_NEVER_UNKNOWN: Final = frozenset({"visitor", "visitor.name", "visitor.country"}) | frozenset(
    {"host", "host.country"}
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

_ITEM_FIELDS: Final = "|".join(Item.__struct_fields__)

_RETRACTABLE_PATTERN: Final = (
    "^("
    + "|".join(RETRACTABLE).replace(".", r"\.")
    + rf"|agenda\.[^.]+(\.({_ITEM_FIELDS}))?)$(?!\n)"
)


# In Python, `$` also matches before a final line end, which `(?!\\n)` prevents. In a JSON Schema
# both patterns match the same texts.
class Claim(PartialVisit, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """What one source in a report says about one visit: the fields of a visit, all optional."""

    visit: Annotated[
        Text,
        Meta(
            description="The id of the visit. A claim that names `visitor` and `host` can open a "
            "visit that the book does not have yet."
        ),
    ]
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
