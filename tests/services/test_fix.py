"""Fixes are applied only where nothing else changes, and no new problem appears."""

from datetime import date
from pathlib import Path

import pytest

from agenda.errors import EnvironmentFailure
from agenda.lint.runner import lint
from agenda.model.diagnostic import Diagnostic
from agenda.services.fix import FixPlan, plan_fixes, reads_same, write_fixes
from agenda.store.book import Book, load
from tests.builders import VISIT, MakeBook

QUIET = "rules: {unsourced: off}\n"


def check(book: Book) -> list[Diagnostic]:
    return lint(book, lambda _: date(2026, 6, 12))


def plan(root: Path) -> FixPlan:
    book = load(root)
    return plan_fixes(book, check(book), check)


def fixed(make_book: MakeBook, text: str) -> str:
    """The text of a visit's file with its fixes."""
    files = plan(make_book({"agendas/a.yaml": text, "agenda.yaml": QUIET})).files
    return files[0].after.decode() if files else text


def test_nothing_is_written_by_a_plan(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT.replace("VN", "Vietnam")})
    files = plan(root).files
    assert (root / "agendas/a.yaml").read_bytes() == files[0].before
    write_fixes(load(root), plan(root))
    assert (root / "agendas/a.yaml").read_bytes() == files[0].after == VISIT.encode()


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (VISIT + "kind:\tstate\n", VISIT + "kind: state\n"),
        (VISIT + "kind: state\t# a\n", VISIT + "kind: state  # a\n"),
        (VISIT + "kind: state\t \n", VISIT + "kind: state\n"),
        (VISIT + "notes: a\tb\n", VISIT + "notes: a b\n"),
        (VISIT + "notes: |\n  a \n  b\n", VISIT + "notes: |\n  a\n  b\n"),
        (VISIT + 'notes: “A "b" c”\n', VISIT + 'notes: "A \\"b\\" c"\n'),
        (VISIT.replace("RU", "Norway"), VISIT.replace("RU", '"NO"')),
    ],
)
def test_tabs_spaces_and_quotes(make_book: MakeBook, text: str, after: str) -> None:
    assert fixed(make_book, text) == after


@pytest.mark.parametrize(
    "text",
    [
        VISIT + "notes: |\n  He said: “no”\n",  # prose
        VISIT + "# note: “no”\n",
        VISIT + "notes: “A”, and more\n",  # quotes would end before the text does
        VISIT.replace("VN", "Congo"),  # two countries
        VISIT.replace("VN", "Vietnma"),  # a near miss
        VISIT + "dates: 03/04/2026\n",
    ],
)
def test_what_is_not_certain_stays(make_book: MakeBook, text: str) -> None:
    assert fixed(make_book, text) == text


def test_of_two_typos_of_one_key_the_first_is_fixed(make_book: MakeBook) -> None:
    text = fixed(make_book, VISIT + "kin: state\nkidn: official\n")
    assert text == VISIT + "kind: state\nkidn: official\n"


def test_fixes_that_hide_each_other_are_made_one_after_the_other(make_book: MakeBook) -> None:
    text = "visitor: {name: A, country: Russia}\nhost:\n\tcountry: vn\nconfirmation:\n"
    text += "  state:TENTATIVE\nnotes: Peskov: no comment\n"
    assert fixed(make_book, text) == (
        "visitor: {name: A, country: RU}\nhost:\n  country: VN\nconfirmation:\n"
        '  state: tentative\nnotes: "Peskov: no comment"\n'
    )


def test_a_file_that_would_not_be_yaml_stays_as_it_is(make_book: MakeBook) -> None:
    text = VISIT + "kind = state \ndates: [b}\n"
    assert fixed(make_book, text) == text


def test_bytes_that_no_fix_is_about_stay(make_book: MakeBook) -> None:
    text = VISIT.replace("VN", "Vietnam").replace("\n", "\r\n").encode()
    raw = b"\xef\xbb\xbf" + text + b"# \xff \xed\xa0\x80\r\nnotes: a"
    (file,) = plan(make_book({"agendas/a.yaml": raw})).files
    assert file.after == raw.replace(b"Vietnam", b"VN")


def test_a_fix_that_brings_a_new_problem_is_not_applied(make_book: MakeBook) -> None:
    # The visit with the typo is that of another visitor.
    report = "published: 2026-06-10\npublisher: P\nclaims:\n  - visit: ru-vm\n"
    report += "    according_to: A\n    visitor: {country: CN}\n    kind: state\n"
    root = make_book(
        {
            "agendas/ru-vn.yaml": VISIT,
            "agendas/x.yaml": VISIT.replace("VN", "Laos"),
            "seeds/a.yaml": report,
            "agenda.yaml": QUIET,
        }
    )
    problems = [each for each in check(load(root)) if each.rule == "visit-unknown"]
    assert [edit.new for edit in problems[0].fix] == ["ru-vn"]
    assert [file.file for file in plan(root).files] == ["agendas/x.yaml"]


def test_a_rule_with_a_typo_in_a_comment_suppresses_before_others_are_fixed(
    make_book: MakeBook,
) -> None:
    comment = "# agenda: allow untidy-txt because the source has it\n"
    text = VISIT + f"notes: Ch\u200bateau  {comment}"
    assert fixed(make_book, text) == text.replace("untidy-txt", "untidy-text")


def test_of_overlapping_fixes_the_first_counts(make_book: MakeBook) -> None:
    text = VISIT + "agenda: {energy: {title: Oil, gas, coal, status: expected}}\n"
    assert '{title: "Oil, gas, coal", status' in fixed(make_book, text)


def test_many_tabs_are_fixed_in_one_run(make_book: MakeBook) -> None:
    text = VISIT + "notes: |\n" + "  a\tb \n" * 100
    assert fixed(make_book, text) == VISIT + "notes: |\n" + "  a b\n" * 100


def test_a_file_that_changes_in_the_meantime_is_not_written(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT.replace("VN", "Vietnam")})
    book = load(root)
    fixes = plan_fixes(book, check(book), check)
    (root / "agendas/a.yaml").write_text(VISIT + "kind: state\n")
    with pytest.raises(EnvironmentFailure, match="has changed in the meantime"):
        write_fixes(book, fixes)
    with pytest.raises(EnvironmentFailure, match="has changed in the meantime"):
        plan_fixes(book, check(book), check)


TEXT = "host:\n  country: Vietnam\n  city: Hanoi  \nkind: state\n"


def replaced(text: str, old: str, new: str) -> bool:
    start = text.index(old)
    return reads_same(text, [(start, start + len(old), new)])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Vietnam", "VN"),
        ("Hanoi  ", "Hanoi"),
        ("  \n", "\n"),
        ("kind", "occasion"),
        ("Vietnam", "{code: VN}"),
        ("Vietnam", "VN # ISO"),
        ("kind: state\n", ""),
    ],
)
def test_what_is_not_touched_reads_as_before(old: str, new: str) -> None:
    assert replaced(TEXT, old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Vietnam", '"VN'),  # the rest becomes part of the text
        ("kind", "host"),  # a key twice
        ("  city", " city"),
        ("kind: ", "kind:"),
    ],
)
def test_more_than_the_place_of_an_edit_must_not_change(old: str, new: str) -> None:
    assert not replaced(TEXT, old, new)


def test_keys_that_were_part_of_a_text_may_go() -> None:
    assert replaced("host: {city: Washington, DC, country: US}\n", "Washington, DC", '"W, DC"')


def test_a_map_that_a_text_becomes_has_nothing_else_in_it() -> None:
    assert replaced("confirmation:\n  state:tentative\nkind: x\n", "state:", "state: ")
    assert not replaced("confirmation:\n  a\nkind: x\n", "a\n", "a: b\n  c: ")


def test_a_file_that_is_no_yaml_reads_as_nothing() -> None:
    assert not replaced("a: [b\nkind: state\n", "state", "official")
    assert not replaced(TEXT, "Vietnam", "[VN")
