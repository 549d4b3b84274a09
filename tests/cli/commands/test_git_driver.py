import subprocess
from pathlib import Path

import pytest

from tests.builders import MakeBook, commit, git
from tests.documents import text_of
from tests.run import PROGRAM, environment, run

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"
REPORT = (
    "published: 2024-06-10\npublisher: P\ntitle: T\nclaims:\n"
    "  - {visit: a, according_to: X, confirmation: {state: announced}}\n"
)


@pytest.fixture
def desk(make_book: MakeBook) -> Path:
    """A repository that is set up, with one commit."""
    root = make_book({"agendas/a.yaml": VISIT})
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root, "First")
    assert run("setup-git", "--yes", cwd=root).code == 0
    git(root, "config", "diff.agenda.command", f"{PROGRAM} git-driver --")
    commit(root, "Attributes")
    return root


def test_git_diff_prints_changes(desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text(
        VISIT.replace("rumoured", "announced") + "dates: 2024-06\n"
    )
    assert git(desk, "diff").splitlines() == [
        "agendas/a.yaml",
        "    set         dates         2024-06",
        "    raised      confirmation  rumoured → announced",
    ]


@pytest.mark.slow
def test_git_log_prints_the_changes_of_each_commit(desk: Path) -> None:
    (desk / "seeds").mkdir()
    (desk / "seeds/r.yaml").write_text(REPORT)
    (desk / "agendas/a.yaml").write_text(VISIT.replace("rumoured", "announced"))
    (desk / "agendas/b.yaml").write_text(VISIT)
    commit(desk, "A report")
    (desk / "seeds/r.yaml").write_text(REPORT.replace("X", "Y"))
    (desk / "agendas/b.yaml").unlink()
    commit(desk, "Fixed")
    printed = git(desk, "log", "-p", "--ext-diff", "--format=%s", "-2")
    assert [line for line in printed.splitlines() if line] == [
        "Fixed",
        "agendas/b.yaml",
        "  removed: A → Vietnam",
        "seeds/r.yaml",
        "  changed: P, 10 June 2024, 1 claim: T",
        "  a: X",
        "    edited      according_to  X → Y",
        "A report",
        "agendas/a.yaml",
        "    raised      confirmation  rumoured → announced",
        "agendas/b.yaml",
        "  added: A → Vietnam",
        "seeds/r.yaml",
        "  added: P, 10 June 2024, 1 claim: T",
    ]


def test_formatting_is_not_a_change_and_a_broken_side_is_shown_as_text(desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text("\n" + VISIT)
    assert git(desk, "diff") == "agendas/a.yaml\n  formatting changes only\n"
    (desk / "agendas/a.yaml").write_text(VISIT + "kind: [\n")
    printed = git(desk, "diff")
    assert "one side is invalid" in printed
    assert "\n  +kind: [\n" in printed


def test_comments_that_are_new_or_gone_are_shown(desk: Path) -> None:
    allowed = "# agenda: allow stale because it is so"
    (desk / "agendas/a.yaml").write_text(VISIT.replace("}\n", f"}}  {allowed}\n", 1))
    assert git(desk, "diff") == f"agendas/a.yaml\n    +{allowed} (on visitor)\n"


def driver(folder: Path, path: str, old: str, new: str) -> list[str]:
    """The lines that are printed below the path for two contents of a file."""
    for name, content in (("old", old), ("new", new)):
        (folder / name).write_text(content)
    sides = (folder / "old", "1" * 40, "100644", folder / "new", "2" * 40, "100644")
    result = run("git-driver", path, *sides)
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0] == path
    return lines[1:]


OLD_REPORT = """\
published: 2024-06-10
publisher: P
url: https://p.example/1
cites: [q]
claims:
  - {visit: a, according_to: X, grade: B2, dates: 2024-06, confirmation: {state: tentative}}
  - {visit: a, according_to: X, dates: 2024-07, rejected: An error.}
  - {visit: b, according_to: Y, agenda: {energy: {status: expected}}, retracts: [dates]}
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2024-06-10", "2024-06-11", ["    edited      published  2024-06-10 → 2024-06-11"]),
        ("url: https://p.example/1\n", "", ["    cleared     url  was https://p.example/1"]),
        ("cites: [q]", "cites: [q, r]", ["    edited      cites  q → q, r"]),
        ("grade: B2", "grade: C2", ["  a: X", "    edited      grade  B2 → C2"]),
        (
            "dates: 2024-06,",
            "dates: 2024-06-19, wording: soon,",
            [
                "  a: X",
                "    set         wording  soon",
                "    firmed      dates    2024-06 → 2024-06-19",
            ],
        ),
        (
            ", rejected: An error.",
            "",
            ["  a: X", "    cleared     rejected  was An error."],
        ),
        (
            "tentative",
            "announced",
            ["  a: X", "    raised      confirmation  tentative → announced"],
        ),
        ("visit: b,", "visit: c,", ["  b: Y", "    edited      visit  b → c"]),
        ("retracts: [dates]", "retracts: []", ["  b: Y", "    cleared     retracts  was dates"]),
        ("expected}", "agreed}", ["  b: Y", "    advanced    energy status  expected → agreed"]),
        (
            "claims:\n",
            "claims:\n  - {visit: c, according_to: Z, dates: 2025}\n",
            [
                "  + c: Z",
                "    set         visit         c",
                "    set         according_to  Z",
                "    set         dates         2025",
            ],
        ),
    ],
)
def test_each_changed_field_of_a_report_is_shown(
    tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    assert OLD_REPORT.count(old) == 1
    lines = driver(tmp_path, "seeds/r.yaml", OLD_REPORT, OLD_REPORT.replace(old, new))
    assert lines[0].startswith("  changed: P, 1")
    assert lines[1:] == expected


def test_the_order_of_claims_is_a_change(tmp_path: Path) -> None:
    *start, second, third = OLD_REPORT.splitlines(keepends=True)
    lines = driver(tmp_path, "seeds/r.yaml", OLD_REPORT, "".join((*start, third, second)))
    assert lines[1:] == ["    reordered   claims  a: X; b: Y; a: X"]


def test_a_suppression_comment_that_applies_to_something_else_is_shown(tmp_path: Path) -> None:
    allow = "  # agenda: allow stale because it is so\n"
    before, after = (VISIT.replace(f"{end}\n", f"{end}{allow}") for end in ("RU}", "VN}"))
    assert driver(tmp_path, "agendas/a.yaml", before, after) == [
        f"    -{allow.strip()} (on visitor)",
        f"    +{allow.strip()} (on host)",
    ]
    assert driver(tmp_path, "agendas/a.yaml", before, f"\n\n{before}") == [
        "  formatting changes only"
    ]
    report = OLD_REPORT.replace("rejected: An error.}\n", "rejected: An error.}" + allow)
    without_first = "".join(line for line in report.splitlines(keepends=True) if "B2" not in line)
    printed = driver(tmp_path, "seeds/r.yaml", report, without_first)
    assert printed[1] == "  - a: X"
    assert not any("#" in line for line in printed)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("notes: a#b", "notes: a#c", ["    edited      notes  a#b → a#c"]),
        ("notes: |  # b\n  x", "notes: |  # c\n  x", ["    -# b", "    +# c"]),
        ("# b\n# c", "# c\n# b", ["  formatting changes only"]),
        (
            'notes: "x  y"',
            "notes: x y",
            ["    edited      notes  x y (only its spaces and line ends)"],
        ),
        (
            "dates: 2024-06\nkind: state",
            "kind: state\ndates: 2024-06",
            ["  formatting changes only"],
        ),
    ],
)
def test_only_what_is_no_change_is_called_formatting(
    tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    texts = (f"{VISIT}{text}\n" for text in (old, new))
    assert driver(tmp_path, "agendas/a.yaml", *texts) == expected


def test_renames_copies_and_modes_are_shown_with_the_changes(desk: Path) -> None:
    (desk / "seeds").mkdir()
    (desk / "seeds/r.yaml").write_text(OLD_REPORT)
    (desk / "agendas/README.md").write_text("one\ntwo\nthree\nfour\n")
    commit(desk)
    git(desk, "mv", "seeds/r.yaml", "seeds/s.yaml")
    (desk / "seeds/s.yaml").write_text(OLD_REPORT.replace("C2", "B2").replace("2024-07", "2024-08"))
    (desk / "agendas/c.yaml").write_text(VISIT.replace("rumoured", "announced"))
    (desk / "agendas/a.yaml").chmod(0o755)
    git(desk, "add", "--all")
    assert git(desk, "diff", "--cached", "--find-copies-harder").splitlines() == [
        "agendas/a.yaml",
        "  mode 100644 → 100755",
        "agendas/c.yaml",
        "  copied from agendas/a.yaml",
        "    raised      confirmation  rumoured → announced",
        "seeds/s.yaml",
        "  renamed from seeds/r.yaml",
        "  changed: P, 10 June 2024, 3 claims",
        "  a: X",
        "    moved       dates  2024-07 → 2024-08",
    ]


def test_a_file_that_is_moved_out_of_the_book_is_removed(desk: Path) -> None:
    (desk / "archive").mkdir()
    git(desk, "mv", "agendas/a.yaml", "archive/a.yaml")
    assert git(desk, "diff", "--cached") == (
        "archive/a.yaml\n  renamed from agendas/a.yaml\n  removed: A → Vietnam\n"
    )


@pytest.mark.slow
def test_all_other_files_are_shown_as_git_shows_them(desk: Path) -> None:
    (desk / ".gitattributes").write_text("* diff=agenda\n")
    (desk / "agendas/README.md").write_text("1\n" * 5)
    (desk / "moved.md").write_text("2\n" * 5)
    (desk / "link.yaml").symlink_to("agendas/a.yaml")
    commit(desk)
    (desk / "agendas/README.md").write_text("1\n" * 5 + "\x1b[31mtwo\t\n")
    (desk / "agendas/README.md").chmod(0o755)
    git(desk, "mv", "moved.md", "there.md")
    (desk / "agendas/.gitkeep").touch()
    (desk / "agendas/picture.png").write_bytes(bytes(range(256)))
    (desk / "--help").write_text("one")
    (desk / "link.yaml").unlink()
    (desk / "link.yaml").symlink_to("agendas/b.yaml")
    git(desk, "add", "--all")
    for colour, paths in (("always", ()), ("never", ("--", "moved.md", "there.md"))):
        arguments = ("-c", f"color.diff={colour}", "diff", "--cached")
        printed, by_git = (
            git(desk, *arguments, *option, *paths) for option in ((), ("--no-ext-diff",))
        )
        assert printed == by_git


def test_an_empty_file_is_not_a_missing_one(tmp_path: Path) -> None:
    assert driver(tmp_path, "agendas/a.yaml", "", VISIT)[0] == (
        "  one side is invalid, so the lines are compared:"
    )


def test_colour_follows_git(desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text(VISIT.replace("rumoured", "announced"))
    assert "\x1b" in git(desk, "-c", "color.diff=always", "diff")
    assert "\x1b" not in git(desk, "-c", "color.diff=never", "diff")


def test_an_unmerged_path_and_a_missing_file_end_with_0() -> None:
    result = run("git-driver", "agendas/a.yaml")
    assert (result.code, result.out) == (0, "agendas/a.yaml: not merged yet\n")
    missing = run("git-driver", "agendas/a.yaml", "/gone", "1", "100644", "/gone", "2", "100644")
    assert (missing.code, missing.err) == (
        0,
        "agenda: can't read /gone: No such file or directory\n",
    )


@pytest.mark.slow
def test_closing_the_pipe_early_is_not_an_error(desk: Path) -> None:
    for number in range(60):
        (desk / "agendas/a.yaml").write_text(VISIT + f"notes: {'x' * 5000}{number}\n")
        commit(desk)
    result = subprocess.run(
        ["sh", "-c", "git log -p --ext-diff | head -n 1"],
        cwd=desk,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert (result.stdout.count("\n"), result.stderr) == (1, "")


def test_the_documented_example_is_what_is_printed(desk: Path) -> None:
    old = """\
published: 2024-06-10
publisher: Reuters
url: https://reuters.example/1
claims:
  - visit: ru-vn-2024
    according_to: A diplomat
    dates: 2024-06  # agenda: allow single-source because it was seen
    rejected: An error.
"""
    new = """\
published: 2024-06-10
publisher: Reuters
url: https://reuters.example/2
claims:
  - visit: ru-vn-2024
    according_to: A diplomat
    dates: 2024-06-19/2024-06-20
  - visit: ru-kp-2024
    according_to: A diplomat
    dates: 2024-06
"""
    (desk / "seeds").mkdir()
    (desk / "seeds/2024-06-10-p.yaml").write_text(old)
    commit(desk)
    git(desk, "mv", "seeds/2024-06-10-p.yaml", "seeds/2024-06-10-reuters.yaml")
    (desk / "seeds/2024-06-10-reuters.yaml").write_text(new)
    assert f"\n```\n{git(desk, 'diff', '--find-renames=30%', 'HEAD')}```\n" in text_of(
        "docs/git.md"
    )
