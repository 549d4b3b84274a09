import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from agenda.history.replay import reports_in_order
from agenda.store.book import load
from tests.builders import MakeBook, commit, git
from tests.run import PROGRAM, ROOT, environment, run, run_process

OPENED = (
    "visitor: {name: A, country: RU}  # who\nhost: {country: VN}\n\n"
    "# How sure.\nconfirmation: {state: tentative}\ndates: 2024-07\n"
)


def report(day: int, claims: str, cites: str = "") -> str:
    return f"published: 2024-06-{day}\npublisher: P\n{cites}claims:\n{claims}"


FIRST = report(
    10,
    "  - visit: a\n    according_to: X\n    grade: A1\n    dates: 2024-07\n"
    "    visitor: {name: A, country: RU}\n    host: {country: VN}\n"
    "    confirmation: {state: tentative}\n",
)
SHARPER = report(12, "  - {visit: a, according_to: Y, grade: B2, dates: 2024-07-04}\n")


@pytest.fixture
def desk(make_book: MakeBook) -> Path:
    return make_book({"agendas/a.yaml": OPENED, "seeds/2024-06-10-p.yaml": FIRST})


def text(desk: Path) -> str:
    return (desk / "agendas/a.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_history_replayed_by_hand_gives_the_shipped_files(tmp_path: Path) -> None:
    (tmp_path / "agendas").mkdir()
    git(tmp_path, "init", "--quiet")
    assert run("setup-git", "--yes", cwd=tmp_path).code == 0
    git(tmp_path, "config", "diff.agenda.command", f"{PROGRAM} git-driver")
    shipped = load(ROOT)
    for name in reports_in_order(shipped.reports):
        ran = run("apply", "--yes", ROOT / "seeds" / f"{name}.yaml", cwd=tmp_path)
        assert (ran.code, ran.err) == (0, "")
        commit(tmp_path, name)
    made = load(tmp_path)
    assert dict(made.visits) == dict(shipped.visits)
    assert sorted(made.reports) == sorted(shipped.reports)
    assert run("validate", cwd=tmp_path).out == "10 files checked: no problems\n"
    for name, visit in shipped.visits.items():
        assert list(made.visits[name].agenda) == list(visit.agenda)
    changed = git(tmp_path, "show", "--format=", "--stat=80", "HEAD~2", "--", "agendas")
    assert changed == ""  # Simge's slip, rejected, touches no visit
    story = git(tmp_path, "log", "-p", "--ext-diff", "--reverse", "--format=%s", "--", "agendas")
    lines = [" ".join(line.split()) for line in story.splitlines()]
    for line in (
        "added: Vladimir Putin → Hanoi, Vietnam, —",
        "set dates 2024-06?",
        "firmed dates 2024-06? → 2024-06-19/2024-06-20",
        "firmed dates [2024-06-10..2024-07-07] → 2024-06-18/2024-06-19",
        "raised confirmation tentative → announced",
        "raised confirmation announced → confirmed",
        "completed confirmation confirmed → completed",
        "added strategic-partnership signed, Treaty on comprehensive strategic partnership",
    ):
        assert line in lines


def test_all_of_them_at_once_in_any_order_give_the_same(tmp_path: Path) -> None:
    (tmp_path / "agendas").mkdir()
    files = sorted((ROOT / "seeds").glob("*.yaml"), reverse=True)
    assert run("apply", "--yes", *files, cwd=tmp_path).code == 0
    assert dict(load(tmp_path).visits) == dict(load(ROOT).visits)


def test_only_the_lines_that_change_are_touched(desk: Path) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(SHARPER)
    ran = run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert (ran.code, ran.err) == (0, "")
    assert "firmed      dates  2024-07 → 2024-07-04" in ran.out
    assert ran.out.endswith("\nwrote agendas/a.yaml\n")
    assert text(desk) == OPENED.replace("2024-07\n", "2024-07-04\n")


def test_a_report_from_elsewhere_is_copied_in_first(desk: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "inbox" / "2024-06-12-p.yaml"
    elsewhere.parent.mkdir()
    elsewhere.write_text(SHARPER)
    ran = run("apply", "--yes", elsewhere, cwd=desk)
    assert ran.out.endswith("\nwrote agendas/a.yaml, seeds/2024-06-12-p.yaml\n")
    assert (desk / "seeds/2024-06-12-p.yaml").read_text() == SHARPER
    again = run("apply", "--yes", elsewhere, cwd=desk)
    assert (again.code, again.out) == (
        0,
        "2024-06-12-p is applied already: it changes no visit's file\n",
    )
    elsewhere.write_text(SHARPER.replace("Y", "Z"))
    other = run("apply", "--yes", elsewhere, cwd=desk)
    assert other.code == 1
    assert "seeds/2024-06-12-p.yaml is a different report with that id" in other.err


def test_a_dry_run_shows_and_writes_nothing(desk: Path, tmp_path: Path) -> None:
    new = tmp_path / "2024-06-12-q.yaml"
    new.write_text(SHARPER)
    ran = run("apply", "--dry-run", new, cwd=desk)
    assert ran.code == 0
    assert "firmed" in ran.out
    assert text(desk) == OPENED
    assert not (desk / "seeds/2024-06-12-q.yaml").exists()


def test_a_late_report_writes_only_what_it_adds(desk: Path) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(SHARPER)
    run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    late = report(
        11,
        "  - visit: a\n    according_to: Z\n    dates: 2024-08\n    kind: state\n"
        "    confirmation: {host: no-comment}\n",
    )
    (desk / "seeds/2024-06-11-late.yaml").write_text(late)
    ran = run("apply", "--yes", "seeds/2024-06-11-late.yaml", cwd=desk)
    assert "the book has newer reports" in ran.out
    # August was contradicted by the younger report, and so changes nothing now.
    assert text(desk) == OPENED.replace("2024-07\n", "2024-07-04\n").replace(
        "{country: VN}\n", "{country: VN}\nkind: state\n"
    ).replace("{state: tentative}", "{state: tentative, host: no-comment}")
    assert "drift" not in run("validate", cwd=desk).out


@pytest.mark.parametrize(
    ("written", "line", "then"),
    [
        ("{status: dropped}", "advanced energy status dropped → signed", "{status: signed}"),
        ("{status: signed}", "", "{status: signed}"),
        (None, "added energy signed", "status: signed"),
    ],
)
def test_a_late_report_is_held_against_the_file_and_not_against_other_reports(
    desk: Path, written: str | None, line: str, then: str
) -> None:
    """Somebody has edited the file since, and the report has been applied before."""
    item = f"agenda:\n  energy: {written}\n" if written else ""
    (desk / "agendas/a.yaml").write_text(OPENED + item)
    (desk / "seeds/2024-06-12-p.yaml").write_text(SHARPER)
    late = report(11, "  - {visit: a, according_to: Z, agenda: {energy: {status: signed}}}\n")
    (desk / "seeds/2024-06-11-late.yaml").write_text(late)
    ran = run("apply", "--yes", "seeds/2024-06-11-late.yaml", cwd=desk)
    assert ran.code == 0
    assert line.split() == next(
        (
            printed.split()[: len(line.split())]
            for printed in ran.out.splitlines()
            if "energy" in printed
        ),
        [],
    )
    assert then in text(desk)


def test_a_late_report_s_items_come_in_its_own_order(desk: Path) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(SHARPER)
    keys = ["trade", "energy", "health", "military", "education"]
    items = ", ".join(f"{key}: {{status: expected}}" for key in keys)
    late = report(11, f"  - {{visit: a, according_to: Z, agenda: {{{items}}}}}\n")
    (desk / "seeds/2024-06-11-late.yaml").write_text(late)
    for seed in "123":  # which would shuffle a set
        (desk / "agendas/a.yaml").write_text(OPENED)
        ran = run_process(
            "apply", "--yes", "seeds/2024-06-11-late.yaml", cwd=desk, PYTHONHASHSEED=seed
        )
        assert ran.code == 0
        written = text(desk)
        assert sorted(keys, key=written.index) == keys


def test_of_several_reports_none_is_applied_after_one_that_can_t_be(desk: Path) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(report(12, "  - {visit: b, according_to: X}\n"))
    (desk / "seeds/2024-06-13-p.yaml").write_text(report(13, "  - {visit: a, according_to: X}\n"))
    ran = run("apply", "--yes", "seeds/2024-06-12-p.yaml", "seeds/2024-06-13-p.yaml", cwd=desk)
    assert ran.code == 1
    assert ran.err.endswith("agenda: not applied yet: 2024-06-13-p\n")


def test_what_contradicts_a_better_claim_is_pointed_out(desk: Path) -> None:
    worse = report(13, "  - {visit: a, according_to: W, grade: D5, dates: 2024-09}\n")
    (desk / "seeds/2024-06-13-p.yaml").write_text(worse)
    ran = run("apply", "--dry-run", "seeds/2024-06-13-p.yaml", cwd=desk)
    assert "note on a: W says `2024-09` on dates, against X (A1) in 2024-06-10-p" in ran.out
    better = worse.replace("grade: D5, ", "")
    (desk / "seeds/2024-06-13-p.yaml").write_text(better)
    assert "note on" not in run("apply", "--dry-run", "seeds/2024-06-13-p.yaml", cwd=desk).out


def test_what_cannot_be_spliced_is_not_written_and_shown_for_pasting(desk: Path) -> None:
    flow = (
        "{visitor: {name: A, country: RU}, host: {country: VN},\n"
        " confirmation: {state: tentative},\n"
        " agenda: {energy: {status: agreed},\n  trade: {status: agreed}}}\n"
    )
    (desk / "agendas/a.yaml").write_text(flow)
    retraction = report(12, "  - {visit: a, according_to: Y, retracts: [agenda.energy]}\n")
    (desk / "seeds/2024-06-12-p.yaml").write_text(retraction)
    ran = run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert ran.code == 1
    assert ran.err == (
        "agenda: nothing is written; add these lines by hand, and run this again:\n"
        "    agenda:\n      # take out `energy`\n"
    )
    assert text(desk) == flow


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ("  - {visit: nobody, according_to: X, dates: 2024}\n", "opens a visit `nobody`"),
        (
            "  - visit: ../../x\n    according_to: X\n    visitor: {name: A, country: RU}\n"
            "    host: {country: VN}\n",
            "`../../x` can't be a file name",
        ),
    ],
)
def test_what_has_no_place_is_refused(desk: Path, claims: str, message: str) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(report(12, claims))
    ran = run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert ran.code == 1
    assert message in ran.err


def test_broken_reports_are_all_told_and_none_is_applied(desk: Path) -> None:
    (desk / "one.yaml").write_text("published: soon\npublisher: P\n")
    (desk / "two.yaml").write_text("a: [")
    ran = run("apply", "--yes", "one.yaml", "two.yaml", cwd=desk)
    assert ran.code == 1
    assert ran.err.startswith("one.yaml:1:12: error[bad-date]")
    assert "two.yaml:1:5: error[yaml-syntax]" in ran.err


def test_a_broken_visit_is_left_alone(desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text(OPENED + "kind: odd\n")
    (desk / "seeds/2024-06-12-p.yaml").write_text(SHARPER.replace("visit: a,", "visit: a,"))
    ran = run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert ran.code == 1
    assert text(desk) == OPENED + "kind: odd\n"


def test_with_nobody_to_ask_it_says_so(desk: Path) -> None:
    ran = run("apply", "seeds/2024-06-10-p.yaml", cwd=desk)
    assert ran.code == 2
    assert "not a terminal, so cannot ask; add --yes to write, or --dry-run to preview" in ran.err


@pytest.mark.parametrize(("answer", "written"), [(b"y\n", True), (b"n\n", False)])
def test_it_asks_before_it_writes(desk: Path, answer: bytes, written: bool) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(SHARPER)
    leader, follower = pty.openpty()
    os.write(leader, answer)
    ended = subprocess.run(
        [sys.executable, "-m", "agenda", "apply", "seeds/2024-06-12-p.yaml"],
        cwd=desk,
        env=environment(),
        stdin=follower,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(leader)
    os.close(follower)
    assert ended.returncode == 0
    assert "Write agendas/a.yaml? [y/N]" in ended.stdout
    assert (text(desk) != OPENED) is written


def test_what_a_killed_run_left_behind_is_removed(desk: Path) -> None:
    stray = desk / "agendas/.a.yaml.agenda-tmp"
    stray.write_bytes(b"half")
    run("apply", "--dry-run", "seeds/2024-06-10-p.yaml", cwd=desk)
    assert not stray.exists()


def test_a_visit_that_is_only_in_reports_gets_its_file_with_all_they_say(
    make_book: MakeBook,
) -> None:
    root = make_book({"seeds/2024-06-10-p.yaml": FIRST, "seeds/2024-06-12-p.yaml": SHARPER})
    ran = run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=root)
    assert (ran.code, ran.err) == (0, "")
    made = load(root)
    assert made.visits == made.replayed
    assert made.visits["a"].dates.text == "2024-07-04"


def test_what_is_not_written_of_a_claim_is_said(desk: Path) -> None:
    more = report(12, "  - {visit: a, according_to: Y, host: {city: Hue}, occasion: Summit}\n")
    (desk / "seeds/2024-06-12-p.yaml").write_text(more)
    ran = run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert "host.city `Hue` is not written: who goes where is the file's own" in ran.out
    assert "Hue" not in text(desk)
    assert "occasion: Summit" in text(desk)


def test_a_report_has_the_ending_that_the_book_reads(desk: Path) -> None:
    (desk / "kr.txt").write_text(SHARPER)
    ran = run("apply", "--yes", "kr.txt", cwd=desk)
    assert (ran.code, ran.err) == (1, "agenda: kr.txt does not end in .yaml or .yml\n")
    assert text(desk) == OPENED


def test_a_report_that_changes_nothing_is_copied_and_that_is_said(desk: Path) -> None:
    (desk / "2024-06-11-again.yaml").write_text(FIRST.replace("06-10", "06-11"))
    dry = run("apply", "--dry-run", "2024-06-11-again.yaml", cwd=desk)
    assert dry.out == "2024-06-11-again is applied already: it changes no visit's file\n"
    ran = run("apply", "--yes", "2024-06-11-again.yaml", cwd=desk)
    assert ran.out.endswith("\nwrote seeds/2024-06-11-again.yaml\n")


def test_a_retracted_fact_is_not_left_alone(desk: Path) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(
        report(12, "  - {visit: a, according_to: Y, retracts: [dates]}\n")
    )
    ran = run("apply", "--dry-run", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert "cleared     dates" in ran.out
    assert "unchanged   confirmation\n" in ran.out


def test_a_side_s_own_word_outweighs_a_claim_without_a_grade(desk: Path) -> None:
    announced = report(
        12, "  - {visit: a, according_to: Hanoi, confirmation: {host: announced}, dates: 2024-07}\n"
    )
    (desk / "seeds/2024-06-12-p.yaml").write_text(announced)
    run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    newer = report(13, "  - {visit: a, according_to: W, dates: 2024-09}\n")
    (desk / "seeds/2024-06-13-p.yaml").write_text(newer)
    ran = run("apply", "--yes", "seeds/2024-06-13-p.yaml", cwd=desk)
    assert "W says `2024-09` on dates, against Hanoi (official) in 2024-06-12-p" in ran.out


def test_a_late_report_adds_an_occasion(desk: Path) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(SHARPER)
    run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    late = report(11, "  - {visit: a, according_to: Z, occasion: Summit}\n")
    (desk / "seeds/2024-06-11-late.yaml").write_text(late)
    run("apply", "--yes", "seeds/2024-06-11-late.yaml", cwd=desk)
    assert "occasion: Summit\n" in text(desk)
