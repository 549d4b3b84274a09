"""The topics that agenda items belong to."""

from typing import Annotated, Final

from msgspec import Meta, Struct


class Topic(Struct, frozen=True, forbid_unknown_fields=True):
    """A subject that the agendas of several visits share."""

    label: Annotated[str, Meta(description="The title of an item that has none of its own.")]
    keywords: Annotated[
        tuple[str, ...], Meta(description="Words that reports use for it, in lower case.")
    ] = ()


TOPICS: Final = {
    "agriculture": Topic("Agriculture and food", ("farming", "grain", "fisheries", "fertiliser")),
    "banking-settlement": Topic(
        "Banking and the settling of payments", ("payments", "banks", "currency", "settlement")
    ),
    "borders": Topic("Borders and territory", ("border", "demarcation", "crossing")),
    "climate": Topic("Climate and environment", ("emissions", "environment", "water")),
    "culture": Topic("Culture and exchange between people", ("heritage", "media", "sport")),
    "digital": Topic("Digital affairs", ("internet", "cyber", "telecommunications", "data")),
    "documents": Topic("Joint statements and documents", ("declaration", "statement", "signing")),
    "education": Topic("Education", ("universities", "students", "scholarships", "language")),
    "energy": Topic("Energy", ("oil", "gas", "electricity", "pipeline", "exploration")),
    "health": Topic("Health", ("medicine", "vaccines", "hospitals")),
    "humanitarian": Topic("Humanitarian fields", ("aid", "relief", "repatriation")),
    "investment": Topic("Investment", ("investors", "projects", "funds")),
    "migrant-workers": Topic("Migrant workers", ("labour", "workers", "shortage")),
    "military": Topic("Military and defence", ("arms", "defence", "security", "exercises")),
    "mining": Topic("Mining and raw materials", ("minerals", "metals", "rare earths")),
    "nuclear-energy": Topic("Nuclear energy and science", ("reactor", "atomic", "nuclear")),
    "sanctions": Topic("Sanctions", ("embargo", "restrictions", "evasion")),
    "satellites": Topic("Satellites and space", ("space", "launch", "rocket", "cosmodrome")),
    "science-technology": Topic("Science and technology", ("research", "innovation", "technology")),
    "strategic-partnership": Topic("Strategic partnership", ("treaty", "alliance", "partnership")),
    "tourism": Topic("Tourism and visas", ("travel", "visa", "flights")),
    "trade": Topic("Trade and economy", ("commerce", "tariffs", "exports", "imports", "economy")),
    "transport": Topic("Transport", ("rail", "roads", "ports", "aviation", "logistics")),
}
"""The shipped topics; a desk adds its own in `agenda.yaml`."""
