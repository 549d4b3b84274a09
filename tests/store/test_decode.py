import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim, Report
from agenda.model.visit import Confirmation, Host, Visit, Visitor
from agenda.store.decode import decode_report, decode_settings, decode_visit
from agenda.yamlio.reader import MOST_FOUND, TOO_MUCH_WRONG, Data, Source, read

WHOLE = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"

FIELDS = {*Visit.__struct_fields__, *Report.__struct_fields__, *Claim.__struct_fields__}
NAMES = st.sampled_from([*sorted(FIELDS), "name", "country", "state", "x"])
TEXTS = st.sampled_from(["", "A", "RU", "VN", "rumoured", "2024-06-10", "state", "soon", "dates"])
DATA: st.SearchStrategy[Data] = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=25,
)


def visit_of(text: str) -> Visit | None:
    return decode_visit(read("agendas/x.yaml", text.encode())).visit


def test_a_visit_that_says_the_least() -> None:
    visit = visit_of(WHOLE)
    assert visit is not None
    assert (visit.visitor.country.name, visit.host.zone) == ("Russia", "Asia/Ho_Chi_Minh")
    assert visit.dates is UNDATED
    assert visit.agenda == {}


@pytest.mark.parametrize("empty", ["dates:", "dates: ''", "agenda:", "kind:", "notes: ''"])
def test_an_empty_value_says_as_little_as_none(empty: str) -> None:
    assert visit_of(WHOLE + empty + "\n") == visit_of(WHOLE)


def test_no_is_norway_and_a_year_is_text() -> None:
    visit = visit_of(WHOLE.replace("RU", "NO") + "dates: 2024\n")
    assert visit is not None
    assert visit.visitor.country.name == "Norway"
    assert visit.dates == When.parse("2024")


def test_what_is_readable_of_a_broken_visit_is_kept() -> None:
    decoded = decode_visit(read("x.yaml", b"dates: 2024-06\nkind: odd\nagenda: {energy: {}}\n"))
    assert decoded.visit is None
    assert decoded.readable.dates == When.parse("2024-06")
    assert decoded.readable.kind == ""
    assert list(decoded.readable.agenda) == ["energy"]


def test_readable_claims_keep_their_places() -> None:
    text = (
        "published: soon\npublisher: P\nclaims:\n- {}\n- {visit: v, according_to: w, grade: no}\n"
    )
    decoded = decode_report(read("x.yaml", text.encode()))
    assert decoded.report is None
    assert [(index, claim.visit) for index, claim in decoded.claims] == [(1, "v")]


@given(DATA)
def test_any_data_is_a_visit_or_has_faults(data: Data) -> None:
    decoded = decode_visit(Source("x.yaml", "", data))
    assert (decoded.visit is None) == bool(decoded.found)


@given(DATA)
def test_any_data_is_a_report_or_has_faults(data: Data) -> None:
    decoded = decode_report(Source("x.yaml", "", data))
    assert (decoded.report is None) == bool(decoded.found)


@given(DATA)
def test_settings_are_always_to_be_had(data: Data) -> None:
    settings, _ = decode_settings(Source("agenda.yaml", "", data))
    assert settings.all_topics


def test_a_whole_visit_is_equal_to_one_made_by_hand() -> None:
    assert visit_of(WHOLE) == Visit(
        visitor=msgspec.convert(
            {"name": "A", "country": "RU"}, Visitor, dec_hook=lambda t, v: t(v)
        ),
        host=msgspec.convert({"country": "VN"}, Host, dec_hook=lambda t, v: t(v)),
        confirmation=Confirmation(state="rumoured"),
    )


def test_of_very_many_faults_the_first_are_told() -> None:
    fields = "".join(f"x{number}: y\n" for number in range(5000))
    found = decode_visit(read("x.yaml", (WHOLE + fields).encode())).found
    assert len(found) == MOST_FOUND
    assert found[-1][1].message == f"there is no field `x{MOST_FOUND - 1}`; {TOO_MUCH_WRONG}"
