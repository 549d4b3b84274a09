"""The model of a report: who published what and when, and what each voice in it says."""

from datetime import date
from typing import Annotated, Final

from msgspec import Meta, Struct

from agenda.model.visit import PartialVisit, Text

RETRACTABLE: Final = (
    *("dates", "confirmation", "confirmation.visitor", "confirmation.host"),
    *("agenda", "kind", "occasion", "notes"),
)
"""What a claim can retract, apart from one item, as in `agenda.energy`."""

_RETRACTABLE_PATTERN: Final = (
    "^(" + "|".join(RETRACTABLE).replace(".", r"\.") + r"|agenda\.[^.]+)$(?!\n)"
)


# In Python, `$` also matches before a final line end, which `(?!\\n)` prevents. In a JSON Schema
# both patterns match the same texts.
class Claim(PartialVisit, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """What one voice in a report says about one visit: every field of a visit, all optional."""

    visit: Annotated[
        Text,
        Meta(
            description="The id of the visit. A claim that names `visitor` and `host` can open a "
            "visit that the book does not have yet."
        ),
    ]
    according_to: Annotated[Text, Meta(description="Whose words these are: a name and an office.")]
    grade: Annotated[
        str,
        Meta(
            description="The Admiralty code: the source's reliability A-F, the claim's "
            "credibility 1-6.",
            pattern=r"^([A-F][1-6])?$(?!\n)",
        ),
    ] = ""
    wording: Annotated[
        str, Meta(description="The report's own hedge, kept beside what it was read as.")
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
            description="Facts taken back before the rest is applied: `dates`, `confirmation`, "
            "`agenda.energy` and the like."
        ),
    ] = ()
    rejected: Annotated[
        str,
        Meta(description="Why the desk does not believe this. Kept on record and never applied."),
    ] = ""


class Report(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """One published account. The file's name, without its ending, is the report's id."""

    published: Annotated[date, Meta(description="The day of publication, `2024-06-10`.")]
    publisher: Annotated[Text, Meta(description="Who published it.")]
    title: Annotated[str, Meta(description="What it says, in one line of your own words.")] = ""
    url: Annotated[str, Meta(description="Where to read it.")] = ""
    cites: Annotated[
        tuple[str, ...],
        Meta(description="The ids of the reports that this one retells."),
    ] = ()
    claims: Annotated[
        tuple[Claim, ...],
        Meta(description="What it says, a claim for each voice and visit."),
    ] = ()
