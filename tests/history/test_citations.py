from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from agenda.history.citations import cycles, derived_reports

NAMES = st.sampled_from("abcde")
CITES = st.dictionaries(NAMES, st.lists(NAMES, max_size=3), max_size=5)


def test_a_cycle_is_given_once_and_from_its_first_report() -> None:
    assert list(cycles({"c": ["a"], "b": ["c"], "a": ["b"], "d": ["a"]})) == [("a", "b", "c")]
    assert list(cycles({"a": ["a", "a"]})) == [("a",)]
    assert list(cycles({"a": ["b", "nobody"], "b": []})) == []


@given(CITES)
def test_without_the_citations_of_its_cycles_a_graph_has_no_cycle(
    cites: Mapping[str, Sequence[str]],
) -> None:
    citations = {
        (citing, cited)
        for cycle in cycles(cites)
        for citing, cited in zip(cycle, [*cycle[1:], cycle[0]], strict=True)
    }
    assert all(cited in cites[citing] for citing, cited in citations)
    remaining = {
        citing: [cited for cited in all_cited if (citing, cited) not in citations]
        for citing, all_cited in cites.items()
    }
    assert list(cycles(remaining)) == []


def test_a_report_that_cites_a_supporter_directly_or_not_is_derived() -> None:
    cites = {"simge": ["tass"], "tass": ["kremlin"], "reuters": []}
    assert derived_reports(["kremlin", "simge", "reuters"], cites) == {"simge"}
    assert derived_reports(["simge", "reuters"], cites) == set()
    assert derived_reports(["a", "b"], {"a": ["b"], "b": ["a"]}) == {"a", "b"}
