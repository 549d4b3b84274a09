from agenda.model.diagnostic import Diagnostic, LocatedDiagnostic, Location, Span
from agenda.output.ci import FORMATS, renderer
from agenda.output.diagnostics import diagnostic_line, line_in, related_lines, sentence, summary
from tests.output.ci.samples import (
    ERROR,
    ERROR_SENTENCE,
    FILES,
    NOTICE,
    ODD_NAME,
    WARNING,
    book_with,
)


def test_the_hint_follows_the_message() -> None:
    location = Location("agendas/a.yaml")
    assert sentence(Diagnostic(location, "it is odd", "fix it")) == "it is odd; fix it"
    assert sentence(Diagnostic(location, "it is odd")) == "it is odd"


def test_control_characters_in_a_sentence_are_escaped() -> None:
    diagnostic = Diagnostic(Location("agendas/a.yaml"), "a\r\nb\a\x1b[31m\u2028")
    assert sentence(diagnostic) == r"a\r\nb\x07\x1b[31m\u2028"


def test_a_line_has_a_position_a_severity_a_rule_and_a_sentence() -> None:
    located = LocatedDiagnostic(NOTICE, Span(2, 8, 2, 18))
    assert diagnostic_line(located, "sub/") == (
        f"sub/{ODD_NAME}:2:8: notice[unsourced] on line 2; look"
    )


def test_positions_count_code_points() -> None:
    assert line_in(book_with(FILES), ERROR) == (
        f"{ODD_NAME}:1:47: error[bad-country] {ERROR_SENTENCE}"
    )


def test_related_locations_are_on_separate_lines() -> None:
    assert related_lines(book_with(FILES), ERROR, "sub/") == [f"sub/{ODD_NAME}:2:1: see [this]"]


def test_the_summary_counts_each_severity() -> None:
    assert summary(3, [ERROR, WARNING, WARNING, NOTICE]) == (
        "3 files checked: 1 error, 2 warnings, 1 notice"
    )
    assert summary(1, []) == "1 file checked: no problems"


def test_every_format_but_text_renders_every_diagnostic() -> None:
    book = book_with(FILES)
    for name in FORMATS.keys() - {"text"}:
        text = renderer(name)([ERROR, NOTICE], book, "", 3)
        assert "bad-country" in text
        assert "unsourced" in text
