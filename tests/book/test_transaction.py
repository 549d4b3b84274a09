import os
from pathlib import Path
from typing import Any

import pytest

from agenda.book.surroundings import BrokenSurroundings
from agenda.book.transaction import clean, write


@pytest.fixture
def files(tmp_path: Path) -> dict[Path, bytes]:
    """Two files that are there, with what they are to hold, and one that is not there yet."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(b"old " + name.encode())
    return {tmp_path / name: b"new " + name.encode() for name in ("a.yaml", "b.yaml", "c.yaml")}


def test_all_files_are_written(files: dict[Path, bytes]) -> None:
    write(files)
    assert {path: path.read_bytes() for path in files} == files
    assert len(list(next(iter(files)).parent.iterdir())) == 3


def test_a_link_is_written_through_and_a_mode_is_kept(tmp_path: Path) -> None:
    target, link = tmp_path / "target.yaml", tmp_path / "link.yaml"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write({link: b"new"})
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


class Killed(BaseException):
    """Stands for the end of the process: nothing that catches errors sees it."""


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
        write(files)
        return
    with pytest.raises(BrokenSurroundings, match=r"x\.yaml: No space left.*nothing is changed"):
        write(files)
    monkeypatch.undo()
    folder = next(iter(files)).parent
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("number", range(1, 4))
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_end_anywhere_leaves_each_file_old_or_new(
    files: dict[Path, bytes], step: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    if step == "fsync":
        failing = Failing(os.fsync, number, Killed())
        monkeypatch.setattr(os, "fsync", failing)
    else:
        failing = Failing(Path.replace, number, Killed())
        monkeypatch.setattr(Path, "replace", as_method(failing))
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)  # the dead tidy nothing up
    with pytest.raises(Killed):
        write(files)
    monkeypatch.undo()
    folder = next(iter(files)).parent
    for path, raw in files.items():
        now = path.read_bytes() if path.exists() else None
        assert now in {raw, before[path]}
    clean(folder)
    assert set(folder.iterdir()) <= set(files)
