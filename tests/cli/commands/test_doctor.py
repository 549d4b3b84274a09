from pathlib import Path

from agenda import __version__
from tests.run import ROOT, run


def rows(output: str) -> dict[str, str]:
    return {line[:11].strip(): line[11:].strip() for line in output.splitlines()}


def test_versions_and_the_book_are_printed() -> None:
    printed = rows(run("doctor", HOME=str(ROOT.parent)).out)
    assert printed["agenda"] == f"{__version__}, in ~/{ROOT.name}/agenda"
    assert "libyaml" in printed["libraries"]
    assert printed["git"][0].isdigit()
    assert printed["book"] == (f"~/{ROOT.name}, found by the current folder: 2 visits, 8 reports")


def test_how_the_book_was_found_is_printed(tmp_path: Path) -> None:
    assert "found by --book" in rows(run("doctor", "--book", ROOT, cwd=tmp_path).out)["book"]
    by_variable = run("doctor", cwd=tmp_path, AGENDA_BOOK=str(ROOT))
    assert "found by AGENDA_BOOK" in rows(by_variable.out)["book"]
    outside = run("doctor", cwd=tmp_path)
    assert outside.code == 0
    assert rows(outside.out)["book"].startswith("no book here")


def test_installed_completions_are_named(tmp_path: Path) -> None:
    script = tmp_path / ".config/fish/completions/agenda.fish"
    script.parent.mkdir(parents=True)
    script.write_text("")
    assert rows(run("doctor", HOME=str(tmp_path)).out)["completion"].startswith("fish; shell ")
