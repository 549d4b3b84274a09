from contextlib import redirect_stdout
from io import StringIO

from msgspec.structs import replace

from agenda.model.diagnostic import Diagnostic, LocatedDiagnostic, Location, Span
from agenda.output.ci import FORMATS, renderer
from agenda.output.diagnostics import (
    by_severity,
    diagnostic_line,
    groups_of_alike,
    line_in,
    print_diagnostics,
    related_lines,
    sentence,
    summary,
)
from agenda.output.terminal import Output
from agenda.services.check import CheckResult
from tests.output.ci.samples import (
    ERROR,
    ERROR_SENTENCE,
    FILES,
    FINE_NAME,
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


STALE = replace(WARNING, rule="stale")


def result_of(
    *diagnostics: Diagnostic, strict: bool = False, calendar: bool = False
) -> CheckResult:
    return CheckResult(book_with(FILES), diagnostics, len(FILES), strict, calendar)


def test_the_summary_counts_each_severity() -> None:
    assert summary(result_of(ERROR, WARNING, WARNING, NOTICE)) == (
        "3 files checked: 1 error, 2 warnings, 1 notice"
    )
    assert summary(result_of()) == "3 files checked: no problems"


def test_the_summary_says_how_to_list_notices_that_are_not_listed() -> None:
    assert summary(result_of(WARNING, NOTICE), with_notices=False) == (
        "3 files checked: 1 warning, 1 notice (listed by --notices)"
    )


def test_the_summary_says_what_does_not_count() -> None:
    assert summary(result_of(WARNING, STALE, strict=True)) == (
        "3 files checked: 2 warnings (1 counts only with --calendar)"
    )
    for result in (result_of(STALE), result_of(STALE, strict=True, calendar=True)):
        assert summary(result) == "3 files checked: 1 warning"


def test_errors_are_before_warnings_before_notices() -> None:
    mixed = [NOTICE, WARNING, ERROR, STALE]
    assert by_severity(mixed) == [ERROR, WARNING, STALE, NOTICE]


def on_line(line: int, message: str, hint: str = "look") -> Diagnostic:
    return Diagnostic(Location(FINE_NAME, Span(line, 1, line, 2)), message, hint, rule="tag")


def test_three_alike_in_one_file_are_a_group() -> None:
    alike = [on_line(line, f"`a{line}` is odd") for line in (1, 2, 3)]
    elsewhere = replace(alike[0], location=Location(ODD_NAME, Span(1, 1, 1, 2)))
    assert list(groups_of_alike([*alike[:2], elsewhere])) == [[alike[0]], [alike[1]], [elsewhere]]
    assert list(groups_of_alike([alike[0], elsewhere, *alike[1:]])) == [alike, [elsewhere]]


def test_different_messages_hints_and_rules_are_not_alike() -> None:
    first = on_line(1, "`a` is odd")
    other_message, other_hint = on_line(2, "`b` is even"), on_line(3, "`c` is odd", "hear")
    others = [other_message, other_hint, replace(first, rule="alias")]
    assert len(list(groups_of_alike([first, *others]))) == 4


def printed(result: CheckResult, **options: bool) -> list[str]:
    with redirect_stdout(StringIO()) as out:
        print_diagnostics(Output("never"), result, "", **options)
    return out.getvalue().splitlines()


def test_a_group_is_one_line_that_names_the_lines_of_the_others() -> None:
    def more(*lines: int) -> str:
        alike = (on_line(line, f"`{line}` is odd") for line in lines)
        return printed(result_of(*alike), with_summary=False)[0].partition("; look ")[2]

    assert more(1, 4, 9) == "(and 2 more like it on lines 4 and 9)"
    assert more(1, 1, 4) == "(and 2 more like it on lines 1 and 4)"
    assert more(4, 4, 4) == "(and 2 more like it on line 4)"
    assert more(*range(10, 1_100)) == "(and 1,089 more like it on lines 11 to 1099)"


def test_notices_are_listed_only_if_wanted() -> None:
    result = result_of(NOTICE, WARNING)
    assert "notice[" not in "".join(printed(result))
    assert "notice[unsourced]" in printed(result, with_notices=True, with_summary=False)[-1]


def test_every_format_but_text_renders_every_diagnostic() -> None:
    book = book_with(FILES)
    for name in FORMATS.keys() - {"text"}:
        text = renderer(name)(CheckResult(book, [ERROR, NOTICE]), "")
        assert "bad-country" in text
        assert "unsourced" in text
