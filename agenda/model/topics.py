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
    "agriculture": Topic(
        "Agriculture and food", ("farming", "food", "grain", "fisheries", "fertiliser")
    ),
    "arms-control": Topic(
        "Arms control and denuclearisation",
        ("denuclearisation", "disarmament", "non-proliferation", "missiles", "nuclear weapons"),
    ),
    "banking-settlement": Topic(
        "Banking and the settling of payments", ("payments", "banks", "currency", "settlement")
    ),
    "borders": Topic(
        "Borders and territory", ("border", "demarcation", "crossing", "sovereignty", "islands")
    ),
    "climate": Topic(
        "Climate and environment", ("emissions", "environment", "water", "biodiversity")
    ),
    "conflict-peace": Topic(
        "Conflict and peace", ("war", "ceasefire", "peace", "truce", "reconstruction")
    ),
    "crime": Topic(
        "Crime and drugs", ("drugs", "trafficking", "smuggling", "corruption", "money laundering")
    ),
    "culture": Topic("Culture and exchange between people", ("heritage", "media", "sport", "arts")),
    "democracy": Topic(
        "Democracy and elections", ("elections", "opposition", "rule of law", "transition")
    ),
    "development": Topic(
        "Development and infrastructure", ("infrastructure", "loans", "debt", "poverty")
    ),
    "digital": Topic(
        "Digital affairs",
        ("internet", "cyber", "telecommunications", "data", "artificial intelligence"),
    ),
    "diplomatic-relations": Topic(
        "Diplomatic relations", ("embassy", "consulates", "recognition", "normalisation", "ties")
    ),
    "documents": Topic(
        "Joint statements and documents", ("declaration", "statement", "signing", "communique")
    ),
    "education": Topic("Education", ("universities", "students", "scholarships", "language")),
    "energy": Topic("Energy", ("oil", "gas", "electricity", "pipeline", "exploration")),
    "health": Topic("Health", ("medicine", "vaccines", "hospitals", "pandemic")),
    "history": Topic(
        "History and remembrance",
        ("commemoration", "anniversary", "memorial", "reparations", "apology"),
    ),
    "human-rights": Topic(
        "Human rights", ("freedoms", "minorities", "activists", "press freedom", "women")
    ),
    "humanitarian": Topic("Humanitarian fields", ("aid", "relief", "repatriation", "disaster")),
    "international-organizations": Topic(
        "International organisations",
        ("united nations", "multilateralism", "membership", "accession"),
    ),
    "investment": Topic("Investment", ("investors", "projects", "funds")),
    "justice": Topic("Law and justice", ("extradition", "courts", "tribunal", "asset recovery")),
    "maritime": Topic("Maritime affairs", ("sea", "navigation", "coast guard", "shipping lanes")),
    "migrant-workers": Topic("Migrant workers", ("labour", "workers", "shortage")),
    "migration": Topic(
        "Migration and refugees", ("refugees", "asylum", "deportation", "readmission")
    ),
    "military": Topic("Military and defence", ("arms", "defence", "security", "exercises")),
    "mining": Topic("Mining and raw materials", ("minerals", "metals", "rare earths")),
    "nuclear-energy": Topic("Nuclear energy and science", ("reactor", "atomic", "nuclear")),
    "prisoners": Topic(
        "Prisoners and hostages",
        ("hostages", "detainees", "prisoner", "exchange of prisoners", "abductions"),
    ),
    "religion": Topic("Religion", ("church", "pope", "pilgrims", "religious freedom")),
    "sanctions": Topic("Sanctions", ("embargo", "restrictions", "evasion")),
    "satellites": Topic("Satellites and space", ("space", "launch", "rocket", "cosmodrome")),
    "science-technology": Topic(
        "Science and technology", ("research", "innovation", "technology", "semiconductors")
    ),
    "strategic-partnership": Topic("Strategic partnership", ("treaty", "alliance", "partnership")),
    "terrorism": Topic(
        "Terrorism and extremism", ("counter-terrorism", "extremism", "radicalisation")
    ),
    "tourism": Topic("Tourism and visas", ("travel", "visa", "flights")),
    "trade": Topic(
        "Trade and economy", ("commerce", "tariffs", "exports", "imports", "economy", "growth")
    ),
    "transport": Topic("Transport", ("rail", "roads", "ports", "aviation", "logistics")),
}
"""The shipped topics; a desk adds its own in `agenda.yaml`."""
