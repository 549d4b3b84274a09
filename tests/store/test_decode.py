import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim, Report
from agenda.model.visit import Confirmation, Host, Visit, Visitor
from agenda.store.decode import decode_report, decode_settings, decode_visit
from agenda.yamlio.reader import Source, read
from agenda.yamlio.types import MAX_DIAGNOSTICS, TOO_MANY_DIAGNOSTICS, Data
from tests.builders import VISIT

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


def test_a_minimal_visit_is_decoded() -> None:
    visit = visit_of(VISIT)
    assert visit is not None
    assert (visit.visitor.country.name, visit.zone) == ("Russia", "Asia/Ho_Chi_Minh")
    assert visit.dates is UNDATED
    assert visit.agenda == {}


@pytest.mark.parametrize("empty", ["dates:", "dates: ''", "agenda:", "kind:", "notes: ''"])
def test_an_empty_value_counts_as_omitted(empty: str) -> None:
    assert visit_of(VISIT + empty + "\n") == visit_of(VISIT)


def test_the_country_no_and_a_year_are_text() -> None:
    visit = visit_of(VISIT.replace("RU", "NO") + "dates: 2024\n")
    assert visit is not None
    assert visit.visitor.country.name == "Norway"
    assert visit.dates == When.parse("2024")


def test_the_readable_part_of_an_invalid_visit_is_kept() -> None:
    decoded = decode_visit(read("x.yaml", b"dates: 2024-06\nkind: odd\nagenda: {energy: {}}\n"))
    assert decoded.visit is None
    assert decoded.readable.dates == When.parse("2024-06")
    assert decoded.readable.kind == ""
    assert list(decoded.readable.agenda) == ["energy"]


def test_readable_claims_have_their_original_indexes() -> None:
    text = (
        "published: soon\npublisher: P\nclaims:\n- {}\n- {visit: v, according_to: w, grade: no}\n"
    )
    decoded = decode_report(read("x.yaml", text.encode()))
    assert decoded.report is None
    assert [(index, claim.visit) for index, claim in decoded.claims] == [(1, "v")]


@given(DATA)
def test_any_data_results_in_a_visit_or_diagnostics(data: Data) -> None:
    decoded = decode_visit(Source("x.yaml", "", data))
    assert (decoded.visit is None) == bool(decoded.diagnostics)


@given(DATA)
def test_any_data_results_in_a_report_or_diagnostics(data: Data) -> None:
    decoded = decode_report(Source("x.yaml", "", data))
    assert (decoded.report is None) == bool(decoded.diagnostics)


@given(DATA)
def test_any_data_results_in_settings(data: Data) -> None:
    settings, _ = decode_settings(Source("agenda.yaml", "", data))
    assert settings.all_topics


def test_a_decoded_visit_equals_one_built_in_python() -> None:
    assert visit_of(VISIT) == Visit(
        visitor=msgspec.convert(
            {"name": "A", "country": "RU"}, Visitor, dec_hook=lambda kind, text: kind(text)
        ),
        host=msgspec.convert({"country": "VN"}, Host, dec_hook=lambda kind, text: kind(text)),
        confirmation=Confirmation(state="rumoured"),
    )


def test_the_number_of_reported_errors_is_limited() -> None:
    fields = "".join(f"x{number}: y\n" for number in range(5000))
    diagnostics = decode_visit(read("x.yaml", (VISIT + fields).encode())).diagnostics
    assert len(diagnostics) == MAX_DIAGNOSTICS
    assert diagnostics[-1].message == (
        f"there is no field `x{MAX_DIAGNOSTICS - 1}`; {TOO_MANY_DIAGNOSTICS}"
    )
