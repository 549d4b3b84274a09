import sys
from pathlib import Path

import pytest

from tests.builders import VISIT, MakeBook
from tests.run import run
from tests.terminal import Terminal

AGENDA = (sys.executable, "-m", "agenda")


def editor(old: str, new: str) -> str:
    """An editor with an argument of its own that replaces a text."""
    return f"sed -i 's/{old}/{new}/'"


@pytest.fixture
def book(make_book: MakeBook) -> Path:
    return make_book(
        {
            "agendas/a.yaml": VISIT + "dates: 2024-06-19\n",
            "agenda.yaml": "rules: {unsourced: off, stale: off}\n",
        }
    )


def test_what_an_edit_changed_is_printed(book: Path) -> None:
    result = run("edit", "a", cwd=book, VISUAL=editor("06-19", "06-20"))
    assert (result.code, result.err) == (0, "")
    assert result.out == "agendas/a.yaml\n    moved       dates  2024-06-19 → 2024-06-20\n"


def test_an_edit_may_change_nothing(book: Path) -> None:
    assert run("edit", "a", cwd=book, VISUAL="true").out == "agendas/a.yaml\n  unchanged\n"


def test_a_file_with_errors_is_kept_as_the_user_left_it(book: Path) -> None:
    result = run("edit", "a", cwd=book, VISUAL=editor("rumoured", "rumored"))
    assert result.code == 1
    assert "agendas/a.yaml:3:23: error[not-in-list] `confirmation.state`" in result.out
    assert result.err == "agenda: agendas/a.yaml is kept as you left it, and has problems\n"
    assert "rumored" in (book / "agendas/a.yaml").read_text()


def test_on_a_terminal_a_file_with_errors_can_be_edited_again(book: Path, tmp_path: Path) -> None:
    script = tmp_path / "editor"
    script.write_text(
        "#!/bin/sh\n"
        'if grep -q rumored "$1"; then sed -i \'s/rumored/tentative/\' "$1"\n'
        "else sed -i 's/rumoured/rumored/' \"$1\"; fi\n"
    )
    script.chmod(0o755)
    options = {"VISUAL": str(script), "NO_COLOR": "1"}
    with Terminal.running(*AGENDA, "edit", "a", cwd=book, **options) as terminal:
        terminal.until(r"Edit again\? \[Y/n\]")
        terminal.press("\n")
        terminal.until("raised +confirmation +rumoured → tentative")
        assert terminal.end() == 0
    assert "tentative" in (book / "agendas/a.yaml").read_text()


def test_an_editor_that_is_missing_or_fails_is_an_error(book: Path) -> None:
    result = run("edit", "a", cwd=book, VISUAL="no-such-editor")
    assert result.code == 1
    assert "set VISUAL or EDITOR to your editor" in result.err


def test_a_file_is_named_by_its_id_or_its_path(book: Path) -> None:
    by_id = run("edit", "a", cwd=book, VISUAL="true")
    assert run("edit", "agendas/a.yaml", cwd=book, VISUAL="true") == by_id
    result = run("edit", "b", cwd=book, VISUAL="true")
    assert (result.code, "no visit and no report `b`" in result.err) == (2, True)


def test_the_editor_never_comes_from_the_repository(book: Path) -> None:
    (book / ".editorconfig").write_text("root = true\n")
    (book / "vi").write_text("#!/bin/sh\ntouch ran\n")
    (book / "vi").chmod(0o755)
    run("edit", "a", cwd=book, VISUAL="", EDITOR="true")
    assert not (book / "ran").exists()
