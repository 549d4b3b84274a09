"""A run of `agenda apply` that is killed at any system call leaves each file old or new."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import VISIT
from tests.run import environment, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed"),
]

NAMES = ("agendas/a.yaml", "agendas/b.yaml", "agendas/c.yaml")
REPORT = "published: 2024-06-10\npublisher: P\nclaims:\n" + "".join(
    f"  - {{visit: {name}, according_to: A, dates: 2024-06-19}}\n" for name in "abc"
)
WRITERS = [
    "write",
    "fsync",
    "link",
    "linkat",
    "rename",
    "renameat",
    "unlink",
    "unlinkat",
    "fchmod",
    "fchown",
    "flock",
]
KILLS = 105


def make_book(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "agendas").mkdir(parents=True)
    (folder / "seeds").mkdir()
    for name in NAMES:
        (folder / name).write_text(VISIT)
    (folder / "seeds/2024-06-10-p.yaml").write_text(REPORT)
    return folder


def traced(book: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "agenda", "apply", "--yes", "seeds/2024-06-10-p.yaml"]
    return subprocess.run(
        ["strace", "-qq", *options, *command],
        cwd=book,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        check=False,
    )


def calls_to_kill_at(book: Path) -> list[tuple[str, int]]:
    """Each call that writes, and others evenly between: its name, and its number among its kind."""
    log = book.with_name("calls")
    assert traced(make_book(book), "-o", str(log)).returncode == 0
    names = re.findall(r"^(\w+)\(", log.read_text(), re.MULTILINE)
    numbered = [(name, names[: index + 1].count(name)) for index, name in enumerate(names)]
    locked = next(index for index, name in enumerate(names) if name == "flock")
    later = numbered[locked:]
    writers = [call for call in later if call[0] in WRITERS]
    others = [call for call in later if call[0] not in {*WRITERS, "exit_group"}]
    step = max(1, len(others) // (KILLS - len(writers)))
    return writers + others[::step]


def test_each_file_is_old_or_new_and_the_next_run_says_which(tmp_path: Path) -> None:
    book = tmp_path / "book"
    calls = calls_to_kill_at(book)
    assert len(calls) >= 100
    new = VISIT.replace("confirmation:", "dates: 2024-06-19\nconfirmation:")
    outcomes = set()
    for name, number in calls:
        make_book(book)
        traced(book, "-o", "/dev/null", "-e", f"inject={name}:signal=KILL:when={number}")
        contents = {file: (book / file).read_text() for file in NAMES}
        is_new = {file: content != VISIT for file, content in contents.items()}
        for content in contents.values():
            assert content == VISIT or ("2024-06-19" in content and len(content) > len(new) - 5)
        outcomes.add(sum(is_new.values()))
        result = run("apply", "--dry-run", "seeds/2024-06-10-p.yaml", cwd=book)
        assert result.code == 0, (name, number, result.err)
        if 0 < sum(is_new.values()) < len(NAMES):
            wrote, _, missed = result.err.partition(" and it did not write ")
            assert "an earlier `agenda apply` was stopped; it wrote " in wrote, (name, number)
            for file in NAMES:
                assert (file in wrote, file in missed) == (is_new[file], not is_new[file])
        assert not list(book.rglob(".*.agenda-*")), (name, number)
    assert outcomes == {0, 1, 2, 3}
