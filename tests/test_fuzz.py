"""`make fuzz` passes on a few inputs, and detects failures."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agenda.lint.all_rules import RULES
from agenda.lint.context import LintContext
from agenda.lint.rule import Rule
from agenda.model.diagnostic import Diagnostic
from tools.fuzz import check
from tools.fuzz.__main__ import main
from tools.fuzz.batch import load_saved
from tools.fuzz.inputs import KINDS

OPTIONS = ["--jobs", "1", *(argument for kind in KINDS for argument in ("--kind", kind))]


@pytest.fixture(autouse=True)
def in_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.slow
def test_two_hundred_inputs_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--inputs", "270", *OPTIONS]) == 0
    kinds = "45 random, 45 mutated, 45 model, 45 repeated, 45 applied, 45 crowded"
    assert f"({kinds}): none failed" in capsys.readouterr().out


def crashes_on_a_retracted_fact(context: LintContext) -> Iterator[Diagnostic]:
    for report in context.book.reports.values():
        for claim in report.claims:
            if claim.retracts:
                raise IndexError("planted")
    yield from ()


@pytest.mark.slow
def test_a_crash_is_detected_minimized_and_saved(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    crashing_rule = Rule("planted", "error", "", crashes_on_a_retracted_fact)
    monkeypatch.setattr(check, "RULES", (*RULES, crashing_rule))
    assert main(["--inputs", "400", "--kind", "model", "--jobs", "1"]) == 1
    out = capsys.readouterr().out
    assert "IndexError: planted" in out
    folder = Path(out.rpartition("python -m tools.fuzz ")[2].split()[0])
    assert sum(map(len, load_saved(folder).values())) < 400
    with pytest.raises(IndexError, match="planted"):
        main([str(folder)])

    monkeypatch.undo()
    assert main([str(folder)]) == 0


@pytest.mark.parametrize("limit", ["MAX_SECONDS", "MAX_SECONDS_PER_BYTE"])
def test_a_slow_check_is_reported_as_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], limit: str
) -> None:
    monkeypatch.setattr(check, limit, -1.0)  # a clock may not advance in so short a time
    monkeypatch.setattr(check, "SMALL_BOOK", -1.0)
    assert main(["--inputs", "5", "--kind", "random", "--jobs", "1"]) == 1
    assert "TooSlow" in capsys.readouterr().out
