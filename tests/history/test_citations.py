from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from agenda.history.citations import circles, retellings

NAMES = st.sampled_from("abcde")
CITES = st.dictionaries(NAMES, st.lists(NAMES, max_size=3), max_size=5)


def test_a_circle_is_told_once_and_from_its_first_report() -> None:
    assert list(circles({"c": ["a"], "b": ["c"], "a": ["b"], "d": ["a"]})) == [("a", "b", "c")]
    assert list(circles({"a": ["a", "a"]})) == [("a",)]
    assert list(circles({"a": ["b", "nobody"], "b": []})) == []


@given(CITES)
def test_without_the_citations_that_close_circles_nothing_goes_round(
    cites: Mapping[str, Sequence[str]],
) -> None:
    found = list(circles(cites))
    for circle in found:
        steps = zip(circle, [*circle[1:], circle[0]], strict=True)
        assert all(to in cites[at] for at, to in steps)
    cut = {step for one in found for step in zip(one, [*one[1:], one[0]], strict=True)}
    left = {at: [to for to in cited if (at, to) not in cut] for at, cited in cites.items()}
    assert list(circles(left)) == []


def test_who_cites_another_of_them_retells_it_be_it_through_others() -> None:
    cites = {"simge": ["tass"], "tass": ["kremlin"], "reuters": []}
    assert retellings(["kremlin", "simge", "reuters"], cites) == {"simge"}
    assert retellings(["simge", "reuters"], cites) == set()
    assert retellings(["a", "b"], {"a": ["b"], "b": ["a"]}) == {"a", "b"}
