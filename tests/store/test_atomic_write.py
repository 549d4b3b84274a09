import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from agenda.errors import BrokenSurroundings
from agenda.store.atomic_write import alone, clean, write
from tests.run import ROOT, environment


@pytest.fixture
def files(tmp_path: Path) -> dict[Path, bytes]:
    """Two files that are there, with what they are to hold, and one that is not there yet."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(b"old " + name.encode())
    return {tmp_path / name: b"new " + name.encode() for name in ("a.yaml", "b.yaml", "c.yaml")}


def before_of(files: dict[Path, bytes]) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in files if path.exists()}


def test_all_files_are_written(files: dict[Path, bytes]) -> None:
    write(files, before_of(files))
    assert {path: path.read_bytes() for path in files} == files
    assert len(list(next(iter(files)).parent.iterdir())) == 3


def test_a_link_is_written_through_and_a_mode_is_kept(tmp_path: Path) -> None:
    target, link = tmp_path / "target.yaml", tmp_path / "link.yaml"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write({link: b"new"}, {link: b"old"})
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


class Failing:
    """Fails the n-th call of a function, as a full disk or a lost right would."""

    def __init__(self, function: Any, number: int, error: BaseException) -> None:
        self.function, self.left, self.error = function, number, error

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise self.error
        return self.function(*arguments, **options)


def as_method(failing: Failing) -> Any:
    """A function, which a class binds, where an object would stay by itself."""

    def replace(path: Path, target: Path) -> Path:
        moved: Path = failing(path, target)
        return moved

    return replace


@pytest.mark.parametrize("number", range(1, 5))
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_anywhere_leaves_all_as_it_was(
    files: dict[Path, bytes], step: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in files if path.exists()}
    error = OSError(28, "No space left on device", "x.yaml")
    if step == "fsync":
        failing = Failing(os.fsync, number, error)
        monkeypatch.setattr(os, "fsync", failing)
    else:
        failing = Failing(Path.replace, number, error)
        monkeypatch.setattr(Path, "replace", as_method(failing))
    if number > len(files):
        write(files, before_of(files))
        return
    with pytest.raises(BrokenSurroundings, match=r"x\.yaml: No space left.*nothing is changed"):
        write(files, before_of(files))
    monkeypatch.undo()
    folder = next(iter(files)).parent
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


KILLED = """
import os, sys
from pathlib import Path
from agenda.store.atomic_write import write

step, left, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])


def dying(function):
    def call(*given):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
        return function(*given)

    return call


if step == "fsync":
    os.fsync = dying(os.fsync)
else:
    Path.replace = dying(Path.replace)
names = ("a.yaml", "b.yaml", "c.yaml")
read = {folder / name: (folder / name).read_bytes() for name in names[:2]}
write({folder / name: b"new " + name.encode() for name in names}, read)
"""


@pytest.mark.parametrize("number", range(1, 4))
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_end_anywhere_leaves_each_file_old_or_new(
    files: dict[Path, bytes], step: str, number: int
) -> None:
    before = before_of(files)
    folder = next(iter(files)).parent
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, step, str(number), str(folder)],
        cwd=ROOT,
        env=environment(),
        check=False,
    )
    assert ended.returncode == 9
    for path, raw in files.items():
        now = path.read_bytes() if path.exists() else None
        assert now in {raw, before.get(path)}
    clean(folder)
    assert set(folder.iterdir()) <= set(files)


def test_an_interrupt_puts_all_back(
    files: dict[Path, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = before_of(files)
    failing = Failing(Path.replace, 3, KeyboardInterrupt())
    monkeypatch.setattr(Path, "replace", as_method(failing))
    with pytest.raises(KeyboardInterrupt):
        write(files, before)
    monkeypatch.undo()
    folder = next(iter(files)).parent
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("name", ["a.yaml", "c.yaml"])
def test_what_somebody_else_wrote_meanwhile_is_kept(files: dict[Path, bytes], name: str) -> None:
    before = before_of(files)
    folder = next(iter(files)).parent
    (folder / name).write_bytes(b"theirs")
    with pytest.raises(BrokenSurroundings, match=rf"{name} has changed meanwhile"):
        write(files, before)
    assert (folder / name).read_bytes() == b"theirs"
    assert (folder / "b.yaml").read_bytes() == b"old b.yaml"


def test_one_process_at_a_time(tmp_path: Path) -> None:
    refused = pytest.raises(BrokenSurroundings, match="another `agenda apply` is at work")
    with alone(tmp_path), refused, alone(tmp_path):
        pass
    with alone(tmp_path):
        pass
