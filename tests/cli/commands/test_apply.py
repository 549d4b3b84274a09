import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from agenda.history.citations import reports_in_order
from agenda.store.book import load
from agenda.yamlio.types import MAX_BYTES
from tests.builders import MakeBook, commit, git
from tests.run import PROGRAM, ROOT, environment, run, run_process

VISIT = (
    "visitor: {name: A, country: RU}  # who\nhost: {country: VN}\n\n"
    "# How sure.\nconfirmation: {state: tentative}\ndates: 2024-07\n"
)


def report(day: int, claims: str, cites: str = "") -> str:
    return f"published: 2024-06-{day}\npublisher: P\n{cites}claims:\n{claims}"


FIRST_REPORT = report(
    10,
    "  - visit: a\n    according_to: X\n    grade: A1\n    dates: 2024-07\n"
    "    visitor: {name: A, country: RU}\n    host: {country: VN}\n"
    "    confirmation: {state: tentative}\n",
)
MORE_PRECISE = report(12, "  - {visit: a, according_to: Y, grade: B2, dates: 2024-07-04}\n")


@pytest.fixture
def desk(make_book: MakeBook) -> Path:
    return make_book({"agendas/a.yaml": VISIT, "seeds/2024-06-10-p.yaml": FIRST_REPORT})


def visit_text(desk: Path) -> str:
    return (desk / "agendas/a.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_applying_each_report_in_order_rebuilds_the_shipped_files(tmp_path: Path) -> None:
    (tmp_path / "agendas").mkdir()
    git(tmp_path, "init", "--quiet")
    assert run("setup-git", "--yes", cwd=tmp_path).code == 0
    git(tmp_path, "config", "diff.agenda.command", f"{PROGRAM} git-driver")
    shipped = load(ROOT)
    for name in reports_in_order(shipped.reports):
        result = run("apply", "--yes", ROOT / "seeds" / f"{name}.yaml", cwd=tmp_path)
        assert (result.code, result.err) == (0, "")
        commit(tmp_path, name)
    rebuilt = load(tmp_path)
    assert dict(rebuilt.visits) == dict(shipped.visits)
    assert sorted(rebuilt.reports) == sorted(shipped.reports)
    assert run("validate", cwd=tmp_path).out == "10 files checked: no problems\n"
    for name, visit in shipped.visits.items():
        assert list(rebuilt.visits[name].agenda) == list(visit.agenda)
    changed = git(tmp_path, "show", "--format=", "--stat=80", "HEAD~2", "--", "agendas")
    assert changed == ""  # Simge's wrong dates are rejected, and change no visit
    log_output = git(
        tmp_path, "log", "-p", "--ext-diff", "--reverse", "--format=%s", "--", "agendas"
    )
    lines = [" ".join(line.split()) for line in log_output.splitlines()]
    for expected in (
        "added: Vladimir Putin → Hanoi, Vietnam",
        "set dates 2024-06?",
        "firmed dates 2024-06? → 2024-06-19/2024-06-20",
        "firmed dates [2024-06-10..2024-07-07] → 2024-06-18/2024-06-19",
        "raised confirmation tentative → announced",
        "raised confirmation announced → confirmed",
        "completed confirmation confirmed → completed",
        "added strategic-partnership signed, Treaty on comprehensive strategic partnership",
    ):
        assert expected in lines


def test_applying_all_reports_at_once_gives_the_same_files_in_any_order(tmp_path: Path) -> None:
    (tmp_path / "agendas").mkdir()
    files = sorted((ROOT / "seeds").glob("*.yaml"), reverse=True)
    assert run("apply", "--yes", *files, cwd=tmp_path).code == 0
    assert dict(load(tmp_path).visits) == dict(load(ROOT).visits)


def test_only_changed_lines_are_rewritten(desk: Path) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(MORE_PRECISE)
    result = run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert (result.code, result.err) == (0, "")
    assert "firmed      dates  2024-07 → 2024-07-04" in result.out
    assert result.out.endswith("\nwrote agendas/a.yaml\n")
    assert visit_text(desk) == VISIT.replace("2024-07\n", '"2024-07-04"\n')


def test_a_report_outside_the_book_is_copied_into_it(desk: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "inbox" / "2024-06-12-p.yaml"
    elsewhere.parent.mkdir()
    elsewhere.write_text(MORE_PRECISE)
    result = run("apply", "--yes", elsewhere, cwd=desk)
    assert result.out.endswith("\nwrote seeds/2024-06-12-p.yaml, agendas/a.yaml\n")
    assert (desk / "seeds/2024-06-12-p.yaml").read_text() == MORE_PRECISE
    again = run("apply", "--yes", elsewhere, cwd=desk)
    assert (again.code, again.out) == (
        0,
        "2024-06-12-p is already applied: it does not change any visit's file\n",
    )
    elsewhere.write_text(MORE_PRECISE.replace("Y", "Z"))
    different = run("apply", "--yes", elsewhere, cwd=desk)
    assert different.code == 1
    assert "seeds/2024-06-12-p.yaml is a different report with that id" in different.err


def test_a_dry_run_shows_changes_and_writes_nothing(desk: Path, tmp_path: Path) -> None:
    new_report = tmp_path / "2024-06-12-q.yaml"
    new_report.write_text(MORE_PRECISE)
    result = run("apply", "--dry-run", new_report, cwd=desk)
    assert result.code == 0
    assert "firmed" in result.out
    assert visit_text(desk) == VISIT
    assert not (desk / "seeds/2024-06-12-q.yaml").exists()


def test_a_late_report_writes_only_what_it_adds(desk: Path) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(MORE_PRECISE)
    run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    late_report = report(
        11,
        "  - visit: a\n    according_to: Z\n    dates: 2024-08\n    kind: state\n"
        "    confirmation: {host: no-comment}\n",
    )
    (desk / "seeds/2024-06-11-late.yaml").write_text(late_report)
    result = run("apply", "--yes", "seeds/2024-06-11-late.yaml", cwd=desk)
    assert "the book has newer reports" in result.out
    # A newer report contradicts August, so it changes nothing now.
    assert visit_text(desk) == VISIT.replace("2024-07\n", '"2024-07-04"\n').replace(
        "{country: VN}\n", "{country: VN}\nkind: state\n"
    ).replace("{state: tentative}", "{state: tentative, host: no-comment}")
    assert "drift" not in run("validate", cwd=desk).out


@pytest.mark.parametrize(
    ("written", "expected_line", "expected"),
    [
        ("{status: dropped}", "advanced energy status dropped → signed", "{status: signed}"),
        ("{status: signed}", "", "{status: signed}"),
        (None, "added energy signed", "status: signed"),
    ],
)
def test_a_late_report_is_compared_with_the_file_and_not_with_other_reports(
    desk: Path, written: str | None, expected_line: str, expected: str
) -> None:
    """Somebody has edited the file since the report was first applied."""
    item = f"agenda:\n  energy: {written}\n" if written else ""
    (desk / "agendas/a.yaml").write_text(VISIT + item)
    (desk / "seeds/2024-06-12-p.yaml").write_text(MORE_PRECISE)
    late_report = report(
        11, "  - {visit: a, according_to: Z, agenda: {energy: {status: signed}}}\n"
    )
    (desk / "seeds/2024-06-11-late.yaml").write_text(late_report)
    result = run("apply", "--yes", "seeds/2024-06-11-late.yaml", cwd=desk)
    assert result.code == 0
    assert expected_line.split() == next(
        (
            printed.split()[: len(expected_line.split())]
            for printed in result.out.splitlines()
            if "energy" in printed
        ),
        [],
    )
    assert expected in visit_text(desk)


def test_items_of_a_late_report_keep_its_order(desk: Path) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(MORE_PRECISE)
    keys = ["trade", "energy", "health", "military", "education"]
    items = ", ".join(f"{key}: {{status: expected}}" for key in keys)
    late_report = report(11, f"  - {{visit: a, according_to: Z, agenda: {{{items}}}}}\n")
    (desk / "seeds/2024-06-11-late.yaml").write_text(late_report)
    for seed in "123":  # the order of a set depends on it
        (desk / "agendas/a.yaml").write_text(VISIT)
        result = run_process(
            "apply", "--yes", "seeds/2024-06-11-late.yaml", cwd=desk, PYTHONHASHSEED=seed
        )
        assert result.code == 0
        written = visit_text(desk)
        assert sorted(keys, key=written.index) == keys


def test_reports_after_one_that_cannot_be_applied_are_not_applied(desk: Path) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(report(12, "  - {visit: b, according_to: X}\n"))
    (desk / "seeds/2024-06-13-p.yaml").write_text(report(13, "  - {visit: a, according_to: X}\n"))
    result = run("apply", "--yes", "seeds/2024-06-12-p.yaml", "seeds/2024-06-13-p.yaml", cwd=desk)
    assert result.code == 1
    assert result.err.endswith("agenda: not applied yet: 2024-06-13-p\n")


def test_a_claim_that_contradicts_a_better_one_gets_a_note(desk: Path) -> None:
    worse_report = report(13, "  - {visit: a, according_to: W, grade: D5, dates: 2024-09}\n")
    (desk / "seeds/2024-06-13-p.yaml").write_text(worse_report)
    result = run("apply", "--dry-run", "seeds/2024-06-13-p.yaml", cwd=desk)
    assert (
        "note on a: W says `2024-09` for dates, which conflicts with X (A1) in 2024-06-10-p"
        in result.out
    )
    better_report = worse_report.replace("grade: D5, ", "")
    (desk / "seeds/2024-06-13-p.yaml").write_text(better_report)
    assert "note on" not in run("apply", "--dry-run", "seeds/2024-06-13-p.yaml", cwd=desk).out


def test_a_change_that_cannot_be_made_in_place_is_printed_and_not_written(desk: Path) -> None:
    flow = (
        "{visitor: {name: A, country: RU}, host: {country: VN},\n"
        " confirmation: {state: tentative},\n"
        " agenda: {\n  # oil and gas\n  energy: {status: agreed}}}\n"
    )
    (desk / "agendas/a.yaml").write_text(flow)
    retraction = report(12, "  - {visit: a, according_to: Y, retracts: [agenda.energy]}\n")
    (desk / "seeds/2024-06-12-p.yaml").write_text(retraction)
    result = run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert result.code == 1
    assert result.err == (
        "agenda: nothing is written; add these lines by hand, and run this again:\n"
        "    agenda:\n      # remove `energy`\n"
    )
    assert visit_text(desk) == flow


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ("  - {visit: nobody, according_to: X, dates: 2024}\n", "opens a visit `nobody`"),
        (
            "  - visit: ../../x\n    according_to: X\n    visitor: {name: A, country: RU}\n"
            "    host: {country: VN}\n",
            "`../../x` can't be the name of a new file; write `x`",
        ),
    ],
)
def test_a_claim_on_a_visit_that_cannot_be_created_is_refused(
    desk: Path, claims: str, message: str
) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(report(12, claims))
    result = run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert result.code == 1
    assert message in result.err


def test_all_broken_reports_are_reported_and_none_is_applied(desk: Path) -> None:
    (desk / "one.yaml").write_text("published: soon\npublisher: P\n")
    (desk / "two.yaml").write_text("a: [")
    result = run("apply", "--yes", "one.yaml", "two.yaml", cwd=desk)
    assert result.code == 1
    assert result.err.startswith("one.yaml:1:12: error[bad-date]")
    assert "two.yaml:1:5: error[yaml-syntax]" in result.err


def test_a_broken_visit_file_is_unchanged(desk: Path) -> None:
    (desk / "agendas/a.yaml").write_text(VISIT + "kind: odd\n")
    (desk / "seeds/2024-06-12-p.yaml").write_text(MORE_PRECISE)
    result = run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert result.code == 1
    assert visit_text(desk) == VISIT + "kind: odd\n"


def test_without_a_terminal_a_report_is_checked_and_shown_before_yes_is_required(
    desk: Path,
) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(MORE_PRECISE)
    result = run("apply", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert result.code == 2
    assert "firmed      dates  2024-07 → 2024-07-04" in result.out
    assert "not a terminal, so cannot ask; add --yes to write this" in result.err
    assert visit_text(desk) == VISIT
    (desk / "seeds/2024-06-12-p.yaml").write_text(MORE_PRECISE.replace("dates", "date"))
    result = run("apply", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert result.code == 1
    assert "there is no field `date`" in result.err


def test_without_a_terminal_a_report_that_changes_nothing_needs_no_yes(desk: Path) -> None:
    assert run("apply", "seeds/2024-06-10-p.yaml", cwd=desk).code == 0


def test_a_report_of_the_book_can_be_named_by_its_id(desk: Path, tmp_path: Path) -> None:
    (desk / "seeds/2024").mkdir()
    (desk / "seeds/2024/2024-06-12-p.yaml").write_text(MORE_PRECISE)
    shown = run("diff", "--report", "2024-06-12-p", cwd=desk)
    assert (shown.code, shown.err) == (0, "")
    assert "firmed      dates  2024-07 → 2024-07-04" in shown.out
    result = run("apply", "--yes", "2024-06-12-p", "--book", desk, cwd=tmp_path)
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith("\nwrote agendas/a.yaml\n")


@pytest.mark.parametrize("command", [("apply", "--yes"), ("diff", "--report")])
def test_an_id_with_a_typo_gets_a_suggestion(desk: Path, command: tuple[str, str]) -> None:
    result = run(*command, "2024-06-10-q", cwd=desk)
    assert result.code != 0
    assert "did you mean `2024-06-10-p`?" in result.err


@pytest.mark.parametrize(("answer", "written"), [(b"y\n", True), (b"n\n", False)])
def test_confirmation_is_required_before_writing(desk: Path, answer: bytes, written: bool) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(MORE_PRECISE)
    leader, follower = pty.openpty()
    os.write(leader, answer)
    completed = subprocess.run(
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
    assert completed.returncode == 0
    assert "Write agendas/a.yaml? [y/N]" in completed.stdout
    assert (visit_text(desk) != VISIT) is written


def test_temporary_files_of_a_killed_run_are_removed(desk: Path) -> None:
    temporary_file = desk / "agendas/.a.yaml.0123456789abcdef.agenda-tmp"
    temporary_file.write_bytes(b"half")
    result = run("apply", "--dry-run", "seeds/2024-06-10-p.yaml", cwd=desk)
    assert result.err == (
        "agenda: an earlier `agenda apply` was stopped; it did not write agendas/a.yaml\n"
    )
    assert not temporary_file.exists()


def test_a_visit_that_is_only_in_reports_gets_a_file_with_all_their_claims(
    make_book: MakeBook,
) -> None:
    root = make_book(
        {"seeds/2024-06-10-p.yaml": FIRST_REPORT, "seeds/2024-06-12-p.yaml": MORE_PRECISE}
    )
    result = run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=root)
    assert (result.code, result.err) == (0, "")
    rebuilt = load(root)
    assert rebuilt.visits == rebuilt.replayed
    assert rebuilt.visits["a"].dates.text == "2024-07-04"


def test_a_city_that_a_report_gives_is_written(desk: Path) -> None:
    new_report = report(
        12, "  - {visit: a, according_to: Y, host: {city: Hue}, occasion: Summit}\n"
    )
    (desk / "seeds/2024-06-12-p.yaml").write_text(new_report)
    result = run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert result.code == 0
    assert "city: Hue" in visit_text(desk)
    assert "occasion: Summit" in visit_text(desk)


def test_a_report_with_an_unknown_extension_is_refused(desk: Path) -> None:
    (desk / "kr.txt").write_text(MORE_PRECISE)
    result = run("apply", "--yes", "kr.txt", cwd=desk)
    assert (result.code, result.err) == (1, "agenda: kr.txt does not end in .yaml or .yml\n")
    assert visit_text(desk) == VISIT


def test_a_report_that_changes_nothing_is_copied_with_a_message(desk: Path) -> None:
    (desk / "2024-06-11-again.yaml").write_text(FIRST_REPORT.replace("06-10", "06-11"))
    dry = run("apply", "--dry-run", "2024-06-11-again.yaml", cwd=desk)
    assert dry.out == "2024-06-11-again is already applied: it does not change any visit's file\n"
    result = run("apply", "--yes", "2024-06-11-again.yaml", cwd=desk)
    assert result.out.endswith("\nwrote seeds/2024-06-11-again.yaml\n")


def test_a_retracted_fact_is_not_listed_as_unchanged(desk: Path) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(
        report(12, "  - {visit: a, according_to: Y, retracts: [dates]}\n")
    )
    result = run("apply", "--dry-run", "seeds/2024-06-12-p.yaml", cwd=desk)
    assert "cleared     dates" in result.out
    assert "unchanged   confirmation\n" in result.out


def test_hearsay_changes_nothing_that_a_side_has_announced(desk: Path) -> None:
    announced = report(
        12,
        "  - {visit: a, according_to: Hanoi, grade: A1, confirmation: {host: announced}, "
        "dates: 2024-07}\n",
    )
    (desk / "seeds/2024-06-12-p.yaml").write_text(announced)
    run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    newer_report = report(13, "  - {visit: a, according_to: W, grade: C3, dates: 2024-09}\n")
    (desk / "seeds/2024-06-13-p.yaml").write_text(newer_report)
    before = visit_text(desk)
    result = run("apply", "--yes", "seeds/2024-06-13-p.yaml", cwd=desk)
    assert visit_text(desk) == before
    assert "conflicts with Hanoi (A1) in 2024-06-12-p: `2024-07` stays" in result.out


def test_a_late_report_adds_an_occasion(desk: Path) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(MORE_PRECISE)
    run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    late_report = report(11, "  - {visit: a, according_to: Z, occasion: Summit}\n")
    (desk / "seeds/2024-06-11-late.yaml").write_text(late_report)
    run("apply", "--yes", "seeds/2024-06-11-late.yaml", cwd=desk)
    assert "occasion: Summit\n" in visit_text(desk)


@pytest.mark.parametrize("file", ["agendas/x.yaml", "agendas/x.yml", "agendas/2024/x.yaml"])
def test_a_visit_whose_file_cannot_be_read_gets_no_second_file(
    make_book: MakeBook, file: str
) -> None:
    root = make_book({"seeds/2024-06-10-p.yaml": FIRST_REPORT.replace("visit: a", "visit: x")})
    (root / file).parent.mkdir(exist_ok=True)
    (root / file).symlink_to(Path(file).name)
    result = run("apply", "--yes", "seeds/2024-06-10-p.yaml", cwd=root)
    assert (result.code, result.err) == (
        1,
        f"agenda: can't read {file}: Too many levels of symbolic links\n",
    )
    assert [path.relative_to(root).as_posix() for path in root.rglob("agendas/**/x.y*ml")] == [file]


def test_a_file_that_would_become_too_large_is_left_alone(desk: Path) -> None:
    path = desk / "agendas/a.yaml"
    (desk / "seeds/2024-06-12-p.yaml").write_text(MORE_PRECISE)
    content = path.read_text()
    path.write_text(content + "#" * (MAX_BYTES - len(content)))
    result = run("apply", "--yes", "seeds/2024-06-12-p.yaml", cwd=desk)
    message = "agendas/a.yaml would have more than 1,048,576 bytes; nothing is changed"
    assert (result.code, result.err) == (3, f"agenda: {message}\n")
    assert path.stat().st_size == MAX_BYTES


@pytest.mark.parametrize(
    "arguments",
    [
        ("apply", "--yes", "seeds/2024-06-12-p.yaml"),
        ("new", "visit", "RU", "KP"),
        ("init", "desk2"),
    ],
)
def test_a_full_disk_leaves_no_file_behind(
    desk: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "seeds/2024-06-12-p.yaml").write_text(MORE_PRECISE)
    before = {path for path in desk.rglob("*") if path.is_file()}

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run(*arguments, cwd=desk if arguments[0] != "init" else desk.parent)
    assert result.code == 3
    assert "No space left on device; nothing is changed" in result.err
    assert "None" not in result.err
    assert {path for path in desk.rglob("*") if path.is_file()} == before
