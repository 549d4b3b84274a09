"""Hypothesis strategies for the plain data of a book's files, valid and invalid."""

from typing import Any

from hypothesis import strategies as st

STATES = ["rumoured", "announced", "postponed", "completed", "signed", "state"]
DATES = ["2024-06-10", "2024-06-10/..", "[2024-06-10..2024-07-07]", "2024?", "soon"]
ODD = ["", "a", "A", "RU", "VN", "Asia/Tokyo", "B2", "B2\n", "dates", "dates\n", "x\x07", "\u202e"]
TEXT = st.sampled_from([*STATES, *DATES, *ODD, "agenda.energy", "confirmation.host"])


def maps(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Maps with some of these fields, each of which may also be any text."""
    return st.fixed_dictionaries(
        {}, optional={name: values | TEXT for name, values in fields.items()}
    )


SIDE = st.fixed_dictionaries({"name": st.just("A"), "country": st.sampled_from(["RU", "VN", ""])})
ITEMS = st.dictionaries(
    st.sampled_from(["energy", "lunch", "a.b"]),
    maps(title=TEXT, topic=TEXT, status=TEXT),
    max_size=2,
)
FACTS = {
    "kind": TEXT,
    "dates": TEXT,
    "notes": TEXT,
    "confirmation": maps(state=TEXT, visitor=TEXT, host=TEXT),
    "agenda": ITEMS,
}
VISITS = maps(visitor=SIDE, host=maps(country=TEXT, timezone=TEXT), **FACTS)
CLAIMS = maps(
    visit=st.just("a"),
    according_to=st.just("X"),
    visitor=SIDE,
    host=maps(country=TEXT),
    grade=TEXT,
    rejected=TEXT,
    retracts=st.lists(TEXT, max_size=2),
    **FACTS,
)
REPORTS = maps(
    published=st.just("2024-06-10"),
    publisher=st.just("P"),
    cites=st.lists(TEXT, max_size=2),
    claims=st.lists(CLAIMS, max_size=3),
)
SETTINGS = maps(
    topics=st.dictionaries(TEXT, maps(label=TEXT), max_size=2),
    rules=st.dictionaries(st.sampled_from(["drift", "tag", "x"]), TEXT, max_size=2),
)

VALID_FACTS = {
    "kind": st.sampled_from(["state", "working"]),
    "dates": st.sampled_from(DATES[:-1]),
    "notes": st.sampled_from(["first", "second"]),
    "agenda": st.dictionaries(
        st.sampled_from(["energy", "lunch"]),
        st.fixed_dictionaries({"status": st.sampled_from(["expected", "signed", "dropped"])}),
        max_size=2,
    ),
}
SIDES = {
    "visitor": st.just({"name": "A", "country": "RU"}),
    "host": st.just({"country": "VN"}),
}
CONFIRMATIONS = st.fixed_dictionaries(
    {"state": st.sampled_from(STATES[:4])}, optional={"host": st.sampled_from(["", "denied"])}
)
RETRACTS = st.lists(st.sampled_from(["dates", "confirmation.host", "agenda.energy"]), max_size=2)
VALID_VISITS = st.fixed_dictionaries({**SIDES, "confirmation": CONFIRMATIONS}, optional=VALID_FACTS)
VALID_CLAIMS = st.fixed_dictionaries(
    {"visit": st.sampled_from(["a", "b"]), "according_to": st.just("X")},
    optional={**SIDES, **VALID_FACTS, "confirmation": CONFIRMATIONS, "retracts": RETRACTS},
)
VALID_REPORTS = st.fixed_dictionaries(
    {
        "published": st.sampled_from(["2024-06-09", "2024-06-10"]),
        "publisher": st.just("P"),
        "claims": st.lists(VALID_CLAIMS, max_size=4),
    },
    optional={"cites": st.lists(st.sampled_from(["a", "b", "c"]), max_size=2)},
)
BOOKS = st.fixed_dictionaries(
    {
        "agendas/a.yaml": VISITS | VALID_VISITS,
        "seeds/b.yaml": REPORTS | VALID_REPORTS,
        "seeds/a.yaml": REPORTS | VALID_REPORTS,
        "agenda.yaml": SETTINGS,
    }
)
"""Small books: the plain data of each file, by its path."""
