"""Limits on the work for one file or one visit, whatever is in it, in a pipe and on a terminal."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest

from agenda.history.book_diff import diff_visits, with_reports
from agenda.history.citations import derived_reports
from agenda.history.replay import claims_in_order
from agenda.model.visit import Item
from agenda.store.serialize import key_order
from agenda.yamlio.editor import edit_file
from agenda.yamlio.quoting import Edit
from agenda.yamlio.reader import plain
from tests.builders import MakeBook, claim, report, visit
from tests.run import run, run_on_terminal
from tests.test_work import (
    RAISED,
    REPORT,
    VISIT_FILE,
    calls,
    lines,
    many_claims,
    paths,
)

Files = Callable[[int], dict[str, bytes | str]]

COMPLETED = VISIT_FILE.replace("rumoured", "completed")


def items(count: int, head: str = VISIT_FILE) -> str:
    """A visit with many items."""
    return head + "agenda:\n" + lines("  i%: {status: expected}", count)


def report_on(claim: str, day: str = "2024-06-10") -> str:
    """A report with one claim."""
    return f"published: {day}\npublisher: P\nclaims:\n- {{visit: a, {claim}}}\n"


def dated_claims(source: str, count: int) -> str:
    """Claims on one visit, each with another year."""
    claims = REPORT + "claims:\n"
    for number in range(count):
        who = source.replace("%", str(number))
        claims += f"- {{visit: a, according_to: {who}, dates: {1000 + number}}}\n"
    return claims


def retracted_agenda(count: int, more: str = "") -> dict[str, bytes | str]:
    """A visit with many items, and a report with many claims that each retract all of them."""
    agenda = ", ".join(f"i{number:04}: {{}}" for number in range(count))
    claim = f"according_to: b%, retracts: [agenda]{more}"
    return {
        "agendas/a.yaml": items(count),
        "seeds/old.yaml": report_on(f"according_to: b, agenda: {{{agenda}}}", "2024-06-01"),
        "seeds/x.yaml": many_claims(f"- {{visit: a, {claim}}}", count),
    }


ONE_VISIT: Mapping[str, tuple[str, Files]] = {
    "outcomes": (
        "show a",
        lambda count: {
            "agendas/a.yaml": items(count, COMPLETED),
            "seeds/x.yaml": many_claims("- {visit: a, according_to: b, agenda: {i%: {}}}", count),
        },
    ),
    "items retracted one by one": (
        "show a",
        lambda count: {
            "agendas/a.yaml": items(count),
            "seeds/x.yaml": many_claims(
                "- {visit: a, according_to: b, retracts: [agenda.i%]}", count
            ),
        },
    ),
    "items retracted together, many times": ("log", retracted_agenda),
    "items retracted together by rejected claims": (
        "show a",
        partial(retracted_agenda, more=", rejected: c"),
    ),
    "items that a report retracts many times": ("diff --report seeds/x.yaml", retracted_agenda),
    "claims that conflict": (
        "diff --report seeds/x.yaml",
        lambda count: {
            "agendas/a.yaml": VISIT_FILE,
            "seeds/x.yaml": dated_claims("b%", count),
        },
    ),
    "claims that dispute one value": (
        "diff --report seeds/x.yaml",
        lambda count: {
            "agendas/a.yaml": VISIT_FILE,
            "seeds/x.yaml": many_claims(
                "- {visit: a, according_to: b%, dates: 2025}\n"
                "- {visit: a, according_to: c%, dates: 2026}",
                count,
            ),
        },
    ),
    "claims after conflicts": (
        "log",
        lambda count: {
            "agendas/a.yaml": VISIT_FILE,
            "seeds/x.yaml": dated_claims("b%", count),
            "seeds/y.yaml": many_claims(f"- {{visit: a, {RAISED}}}", count).replace("10", "11", 1),
        },
    ),
    "dates that move": (
        "log",
        lambda count: {
            "agendas/a.yaml": VISIT_FILE,
            "seeds/x.yaml": dated_claims("b", count),
        },
    ),
    "texts of many sources": (
        "log",
        lambda count: {
            "agendas/a.yaml": VISIT_FILE,
            "seeds/x.yaml": many_claims("- {visit: a, according_to: b%, occasion: o%}", count),
        },
    ),
    "reports": (
        "log",
        lambda count: {
            "agendas/a.yaml": VISIT_FILE,
            **{
                f"seeds/{number}.yaml": report_on(f"according_to: b, agenda: {{i{number}: {{}}}}")
                for number in range(count)
            },
        },
    ),
    "a late report": (
        "apply --dry-run seeds/late.yaml",
        lambda count: {
            "agendas/a.yaml": VISIT_FILE,
            "seeds/late.yaml": report_on(RAISED, "2024-06-01"),
            **{
                f"seeds/{number}.yaml": report_on(f"according_to: b, agenda: {{i{number}: {{}}}}")
                for number in range(count)
            },
        },
    ),
    "visits of one visitor": (
        "validate",
        lambda count: paths("agendas/v%.yaml", VISIT_FILE + "dates: 2024/2025\n", count),
    ),
}
"""Commands on books with many of one thing about one visit or one person."""


@pytest.mark.parametrize("name", ONE_VISIT)
def test_the_work_on_one_visit_is_proportional_to_what_is_said_of_it(
    name: str, make_book: MakeBook
) -> None:
    command, files = ONE_VISIT[name]
    counts = []
    for count in (10, 10, 30, 50):  # the first run in a process also imports modules
        root = make_book(files(count))
        counts.append(calls(partial(run, *command.split(), cwd=root)).total())
    assert counts[3] - counts[2] < 1.3 * (counts[2] - counts[1])


def test_the_work_for_the_reports_behind_changes_is_proportional_to_their_number() -> None:
    counts = []
    for count in (50, 100, 200):
        agenda = {f"i{number}": Item(status="agreed") for number in range(count)}
        changed = diff_visits({"ru-vn": visit()}, {"ru-vn": visit(agenda=agenda)})
        claims = [claim(agenda={key: item}) for key, item in agenda.items()]
        in_order = list(claims_in_order({"a": report(*claims)}))
        counts.append(calls(partial(with_reports, changed, in_order)).total())
    assert counts[2] < 2.1 * counts[1] < 2.1 * 2.1 * counts[0]


def test_the_work_for_derived_reports_is_proportional_to_their_number() -> None:
    counts = []
    for count in (100, 200, 400):
        supporters = [f"s{number}" for number in range(count)]
        chain = {f"c{number}": (f"c{number + 1}",) for number in range(count)}
        cites = {**chain, **dict.fromkeys(supporters, ("c0",))}
        assert not derived_reports(supporters, cites)
        counts.append(calls(partial(derived_reports, supporters, cites)).total())
    assert counts[2] < 2.1 * counts[1] < 2.1 * 2.1 * counts[0]


def test_the_work_for_new_items_is_proportional_to_their_number() -> None:
    counts = []
    for count in (100, 100, 200, 400):  # the first edit also imports modules
        edits = [Edit(("agenda", f"i{number}"), {"status": "agreed"}) for number in range(count)]
        counts.append(calls(partial(edit_file, items(10).encode(), edits, key_order)).total())
    assert counts[3] < 2.3 * counts[2] < 2.3 * 2.3 * counts[1]


ITEMS: Mapping[str, Callable[[int], str]] = {
    "in one line": lambda count: (
        "agenda: {" + lines("i%: {note: x}, ", count).replace("\n", "") + "}\n"
    ),
    "two in a line": lambda count: (
        "agenda: {\n" + "".join(f"  i{n:04}: {{}}, j{n:04}: {{}},\n" for n in range(count)) + "}\n"
    ),
    "between comments": lambda count: "agenda: {\n" + lines("  # c\n  i%: {},", count) + "}\n",
    "below blocks and above comments": lambda count: (
        "agenda:\n" + lines("  j%: {}\n  i%:\n    note: |\n      t\n  j%b: {}\n        # c", count)
    ),
}
"""Agendas of which many items are removed."""


def items_in(text: str) -> list[str]:
    """The items of a visit's file, in their order."""
    data: Any = plain(text)
    return list(data.get("agenda", ()))


@pytest.mark.slow
@pytest.mark.parametrize("name", ITEMS)
@pytest.mark.parametrize("step", [1, 2])
def test_the_work_to_remove_items_is_proportional_to_their_number(name: str, step: int) -> None:
    counts = []
    for count in (20, 50, 100, 200):
        text = VISIT_FILE + ITEMS[name](count)
        keys = items_in(text)
        edits = [Edit(("agenda", key), None) for key in keys[::step]]
        counts.append(calls(partial(edit_file, text.encode(), edits, key_order)).total())
        edited = edit_file(text.encode(), edits, key_order)
        assert not edited.refused
        assert items_in(edited.raw.decode()) == [key for key in keys if key not in keys[::step]]
        assert edited.raw.count(b"# c") == text.count("# c")
    assert counts[3] < 2.5 * counts[2] < 2.5 * 2.5 * counts[1]


ON_A_TERMINAL: Mapping[str, tuple[str, int, Files]] = {
    "items": ("show a", 200, lambda count: {"agendas/a.yaml": items(count)}),
    "notes": (
        "show a",
        50,
        lambda count: {"agendas/a.yaml": VISIT_FILE + "notes: |\n" + lines("  line %", count)},
    ),
    "changes": (
        "apply --dry-run seeds/x.yaml",
        900,
        lambda count: {
            "agendas/a.yaml": VISIT_FILE,
            "seeds/x.yaml": REPORT
            + "claims:\n- visit: a\n  according_to: b\n  agenda:\n"
            + lines("    i%: {status: expected}", count),
        },
    ),
    "details of visits": (
        "status --details",
        5000,
        lambda count: paths("agendas/v%.yaml", VISIT_FILE, count),
    ),
    "diagnostics": (
        "validate",
        1200,
        lambda count: {
            "agendas/a.yaml": VISIT_FILE + "agenda:\n" + lines("  i%: {topic: x}", count)
        },
    ),
    "diagnostics of one line": (
        "validate",
        1200,
        lambda count: {"agendas/a.yaml": "{" + lines("x%: y,", count).replace("\n", " ") + "}\n"},
    ),
}
"""Commands, how many calls each line or value may take, and books with many of them."""


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize("name", ON_A_TERMINAL)
def test_a_line_on_a_terminal_takes_little_work(
    name: str, columns: int, make_book: MakeBook
) -> None:
    command, limit, files = ON_A_TERMINAL[name]
    counts = []
    for count in (10, 10, 40):
        root = make_book(files(count))
        show = partial(run_on_terminal, *command.split(), cwd=root, columns=columns)
        counts.append(calls(show).total())
    assert (counts[2] - counts[1]) / 30 < limit
