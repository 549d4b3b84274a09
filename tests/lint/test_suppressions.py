from pathlib import Path

import pytest

from agenda.lint.all_rules import RULES
from agenda.lint.rule import EXAMPLE_DAY
from agenda.lint.runner import lint
from agenda.lint.suppressions import FORM, Suppression, suppressions_of
from agenda.model.diagnostic import Diagnostic
from agenda.store.book import Book, book_from_files
from tests.builders import VISIT

RENAMED = {former_id: rule.id for rule in RULES for former_id in rule.former_ids}
REPORT = "published: 2024-06-10\npublisher: P\n"


def book_with(text: str) -> Book:
    settings = b"rules: {unsourced: off}\n"
    return book_from_files(Path(), [("agendas/a.yaml", text.encode()), ("agenda.yaml", settings)])


def suppressions(text: str) -> tuple[Suppression, ...]:
    return suppressions_of(book_with(text), RENAMED).get("agendas/a.yaml", ())


def diagnostics_of(text: str) -> list[Diagnostic]:
    return lint(book_with(text), lambda _: EXAMPLE_DAY)


def rules_of(text: str) -> list[str]:
    return [diagnostic.rule for diagnostic in diagnostics_of(text)]


def test_a_comment_after_a_value_applies_to_its_own_line() -> None:
    (comment,) = suppressions("a: b\nc: d  # agenda: allow drift because it is known\n")
    assert (comment.rule, comment.line) == ("drift", 2)
    assert comment.text == "# agenda: allow drift because it is known"
    assert (comment.span.column, comment.span.end_column) == (7, 48)


def test_a_comment_on_its_own_line_applies_to_the_next_line_with_a_value() -> None:
    text = "a: b\n# agenda: allow drift because it is known\n\n# and more\nc: d\n"
    assert [comment.line for comment in suppressions(text)] == [5]


def test_a_comment_at_the_end_of_a_file_applies_to_its_own_line() -> None:
    assert [comment.line for comment in suppressions("a: b\n# agenda: allow x because y\n")] == [2]


@pytest.mark.parametrize(
    "comment",
    [
        "# agenda: allow drift because y",
        "#agenda:allow  drift  because y",
        "# agenda : allow drift because y",
    ],
)
def test_spacing_in_a_comment_is_flexible(comment: str) -> None:
    assert [suppression.rule for suppression in suppressions(f"a: b {comment}\n")] == ["drift"]


@pytest.mark.parametrize(
    "comment",
    [
        "# agenda: allow drift",
        "# agenda: allow drift because",
        "# agenda: allow drift, unsourced because y",
        "# agenda: ignore drift because y",
        "# agneda: allow drift because y",
        "# agenda: Allow drift because y",
    ],
)
def test_a_malformed_comment_suppresses_no_rule(comment: str) -> None:
    assert [suppression.rule for suppression in suppressions(f"a: b {comment}\n")] == [""]


@pytest.mark.parametrize(
    "comment",
    [
        "# agenda: the rest is not known",
        "# agenda: allowed topics are few",
        "# agents: allow a day",
    ],
)
def test_an_ordinary_comment_is_not_a_suppression(comment: str) -> None:
    assert suppressions(f"a: b {comment}\n") == ()


def test_text_in_a_value_is_not_a_comment() -> None:
    assert suppressions('a: "b # agenda: allow drift because c"\n') == ()


def test_a_suppressed_diagnostic_is_not_reported() -> None:
    text = VISIT + "agenda:\n  cats: {}"
    assert rules_of(text) == ["topic-unknown"]
    assert rules_of(f"{text}  # agenda: allow topic-unknown because it is not a topic\n") == []


def test_a_comment_suppresses_one_rule_on_one_line() -> None:
    comment = "# agenda: allow topic-unknown because it is not a topic"
    assert rules_of(f"{VISIT}agenda:\n  cats: {{}}  {comment}\n  dogs: {{}}\n") == ["topic-unknown"]


def test_a_comment_that_suppresses_nothing_is_reported() -> None:
    (diagnostic,) = diagnostics_of(
        VISIT + "# agenda: allow drift because it is known\nkind: state\n"
    )
    assert diagnostic.rule == "allow-unused"
    assert diagnostic.message == "`drift` reports nothing on line 5"


def test_a_comment_for_a_rule_that_is_off_is_not_reported_as_unused() -> None:
    text = f"{VISIT}agenda:\n  cats: {{}}  # agenda: allow topic-unknown because of cats\n"
    files = [
        ("agendas/a.yaml", text),
        ("agenda.yaml", "rules: {topic-unknown: off, unsourced: off}"),
    ]
    book = book_from_files(Path(), [(path, content.encode()) for path, content in files])
    assert lint(book, lambda _: EXAMPLE_DAY) == []


def test_the_hint_for_a_malformed_comment_shows_the_syntax() -> None:
    (diagnostic,) = diagnostics_of(VISIT + "kind: state  # agenda: allow drift\n")
    assert diagnostic.rule == "allow-invalid"
    assert f"`{FORM}`" in diagnostic.hint


def test_a_former_id_in_a_comment_suppresses_the_rule() -> None:
    comment = "# agenda: allow text-untidy because it is a quotation"
    (suppression,) = suppressions(f"notes: a\tb  {comment}\n")
    assert (suppression.rule, suppression.former_id) == ("untidy-text", "text-untidy")
    assert rules_of(f"{VISIT}notes: a\tb  {comment}\n") == ["rule-renamed"]


@pytest.mark.parametrize(("former_id", "rule_id"), RENAMED.items())
def test_a_former_id_in_a_comment_is_reported_with_the_current_id(
    former_id: str, rule_id: str
) -> None:
    comment = f"# agenda: allow {former_id} because it is known"
    diagnostics = diagnostics_of(f"{VISIT}kind: state  {comment}\n")
    (renamed,) = [diagnostic for diagnostic in diagnostics if diagnostic.rule == "rule-renamed"]
    assert renamed.severity == "notice"
    assert renamed.message == f"the rule `{former_id}` is now called `{rule_id}`"
    assert renamed.hint == f"write `{rule_id}`"
    unused = [diagnostic.message for diagnostic in diagnostics if diagnostic.rule == "allow-unused"]
    assert unused == [f"`{rule_id}` reports nothing on line 4"]


@pytest.mark.parametrize(
    ("former_id", "files"),
    [
        (
            "claim-before-its-time",
            {
                "agendas/b.yaml": VISIT + "dates: 2024-06-19\n",
                "agenda.yaml": "rules: {unsourced: off, drift: off}\n",
                "seeds/a.yaml": f"{REPORT}claims:\n  - visit: b\n    according_to: P\n"
                "    confirmation: {state: completed}  # COMMENT\n",
            },
        ),
        ("id-taken", {"seeds/a.yaml": REPORT, "seeds/b/a.yaml": f"# COMMENT\n{REPORT}"}),
        ("text-untidy", {"seeds/a.yaml": f"{REPORT}title: a\tb  # COMMENT\n"}),
    ],
)
def test_each_former_id_in_a_comment_suppresses_its_rule(
    former_id: str, files: dict[str, str]
) -> None:
    comment = f"agenda: allow {former_id} because it is known"
    rules = []
    for text in ("no comment", comment):
        contents = [(path, raw.replace("COMMENT", text).encode()) for path, raw in files.items()]
        book = book_from_files(Path(), contents)
        rules.append([diagnostic.rule for diagnostic in lint(book, lambda _: EXAMPLE_DAY)])
    assert rules == [[RENAMED[former_id]], ["rule-renamed"]]
