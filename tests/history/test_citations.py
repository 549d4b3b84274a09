from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from agenda.history.citations import cycles, derived_reports

NAMES = st.sampled_from("abcde")
CITES = st.dictionaries(NAMES, st.lists(NAMES, max_size=3), max_size=5)


def test_a_circle_is_told_once_and_from_its_first_report() -> None:
    assert list(cycles({"c": ["a"], "b": ["c"], "a": ["b"], "d": ["a"]})) == [("a", "b", "c")]
    assert list(cycles({"a": ["a", "a"]})) == [("a",)]
    assert list(cycles({"a": ["b", "nobody"], "b": []})) == []


@given(CITES)
def test_without_the_citations_that_close_circles_nothing_goes_round(
    cites: Mapping[str, Sequence[str]],
) -> None:
    all_cycles = list(cycles(cites))
    for cycle in all_cycles:
        steps = zip(cycle, [*cycle[1:], cycle[0]], strict=True)
        assert all(to in cites[at] for at, to in steps)
    cut = {step for cycle in all_cycles for step in zip(cycle, [*cycle[1:], cycle[0]], strict=True)}
    left = {at: [to for to in cited if (at, to) not in cut] for at, cited in cites.items()}
    assert list(cycles(left)) == []


def test_who_cites_another_of_them_retells_it_be_it_through_others() -> None:
    cites = {"simge": ["tass"], "tass": ["kremlin"], "reuters": []}
    assert derived_reports(["kremlin", "simge", "reuters"], cites) == {"simge"}
    assert derived_reports(["simge", "reuters"], cites) == set()
    assert derived_reports(["a", "b"], {"a": ["b"], "b": ["a"]}) == {"a", "b"}
