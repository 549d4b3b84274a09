import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from agenda.errors import EnvironmentFailure
from agenda.store.atomic_write import clean, lock, write
from tests.run import ROOT, environment


@pytest.fixture
def files(tmp_path: Path) -> dict[Path, bytes]:
    """The new contents of three files, of which two exist."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(b"old " + name.encode())
    return {tmp_path / name: b"new " + name.encode() for name in ("a.yaml", "b.yaml", "c.yaml")}


def contents_of(files: dict[Path, bytes]) -> dict[Path, bytes]:
    """The current contents of the files that exist."""
    return {path: path.read_bytes() for path in files if path.exists()}


def test_only_the_given_files_are_written(files: dict[Path, bytes], tmp_path: Path) -> None:
    write(tmp_path, files, contents_of(files))
    assert {path: path.read_bytes() for path in files} == files
    assert len(list(next(iter(files)).parent.iterdir())) == 3


def test_a_link_and_the_mode_of_its_target_are_preserved(tmp_path: Path) -> None:
    target, link = tmp_path / "target.yaml", tmp_path / "link.yaml"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write(tmp_path, {link: b"new"}, {link: b"old"})
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


class FailingFunction:
    """A function whose n-th call fails, as if the disk were full or a permission missing."""

    def __init__(self, function: Any, number: int, error: BaseException) -> None:
        self.function, self.remaining, self.error = function, number, error

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        self.remaining -= 1
        if self.remaining == 0:
            raise self.error
        return self.function(*arguments, **options)


def as_method(failing: Any) -> Any:
    """Wrap a callable object in a function, which a class can use as a method."""

    def replace(path: Path, target: Path) -> Path:
        replaced: Path = failing(path, target)
        return replaced

    return replace


@pytest.mark.parametrize("number", range(1, 5))
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_at_any_step_leaves_all_files_unchanged(
    files: dict[Path, bytes],
    step: str,
    number: int,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    before = contents_of(files)
    error = OSError(28, "No space left on device", "x.yaml")
    if step == "fsync":
        failing = FailingFunction(os.fsync, number, error)
        monkeypatch.setattr(os, "fsync", failing)
    else:
        failing = FailingFunction(Path.replace, number, error)
        monkeypatch.setattr(Path, "replace", as_method(failing))
    if number > len(files):
        write(tmp_path, files, contents_of(files))
        return
    with pytest.raises(EnvironmentFailure, match=r"x\.yaml: No space left.*nothing is changed"):
        write(tmp_path, files, contents_of(files))
    monkeypatch.undo()
    folder = next(iter(files)).parent
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


KILLED_SCRIPT = """
import os, sys
from pathlib import Path
from agenda.store.atomic_write import write

step, remaining, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])


def exit_at_last_call(function):
    def call(*arguments):
        global remaining
        remaining -= 1
        if remaining == 0:
            os._exit(9)
        return function(*arguments)

    return call


if step == "fsync":
    os.fsync = exit_at_last_call(os.fsync)
else:
    Path.replace = exit_at_last_call(Path.replace)
names = ("a.yaml", "b.yaml", "c.yaml")
before = {folder / name: (folder / name).read_bytes() for name in names[:2]}
write(folder, {folder / name: b"new " + name.encode() for name in names}, before)
"""


@pytest.mark.parametrize("number", range(1, 4))
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_killed_process_leaves_each_file_old_or_new(
    files: dict[Path, bytes], step: str, number: int
) -> None:
    before = contents_of(files)
    folder = next(iter(files)).parent
    completed = subprocess.run(
        [sys.executable, "-c", KILLED_SCRIPT, step, str(number), str(folder)],
        cwd=ROOT,
        env=environment(),
        check=False,
    )
    assert completed.returncode == 9
    for path, raw in files.items():
        after = path.read_bytes() if path.exists() else None
        assert after in {raw, before.get(path)}
    renamed = 0 if step == "fsync" else number - 1
    leftovers = clean(folder.parent, [folder.name])
    existing = [path for path in list(files)[:renamed] if path in before]
    assert leftovers.written == tuple(existing)
    prepared = list(files)[renamed : number if step == "fsync" else None]
    assert leftovers.unchanged == tuple(prepared)
    assert set(folder.iterdir()) <= set(files)


class Interrupting:
    """A function during whose n-th call the process gets a signal."""

    def __init__(self, function: Any, number: int) -> None:
        self.function, self.remaining = function, number

    def __call__(self, *arguments: Any) -> Any:
        self.remaining -= 1
        if self.remaining == 0:
            signal.raise_signal(signal.SIGINT)
        return self.function(*arguments)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_interrupt_before_the_first_rename_changes_nothing(
    files: dict[Path, bytes], number: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = contents_of(files)
    monkeypatch.setattr(os, "fsync", Interrupting(os.fsync, number))
    with pytest.raises(KeyboardInterrupt, match="interrupted; nothing is changed"):
        write(tmp_path, files, before)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_interrupt_during_the_renames_waits_until_all_files_are_written(
    files: dict[Path, bytes], number: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = contents_of(files)
    monkeypatch.setattr(Path, "replace", as_method(Interrupting(Path.replace, number)))
    message = r"interrupted; wrote a\.yaml, b\.yaml, c\.yaml"
    with pytest.raises(KeyboardInterrupt, match=message):
        write(tmp_path, files, before)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == files


def test_a_failed_restoration_is_reported_with_the_old_content(
    files: dict[Path, bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = contents_of(files)
    calls = iter([True, False, False])

    def replace(path: Path, target: Path) -> Path:
        if next(calls):
            return path.rename(target)
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(EnvironmentFailure) as raised:
        write(tmp_path, files, before)
    message = str(raised.value)
    assert message.startswith("can't write b.yaml: Input/output error; changed, and can't be")
    assert message.endswith("unchanged: b.yaml, c.yaml")
    copy = Path(message.partition("copy its old content from ")[2].partition(")")[0])
    assert copy.read_bytes() == b"old a.yaml"
    assert (tmp_path / "b.yaml").read_bytes() == b"old b.yaml"


def test_a_file_is_never_more_readable_than_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "a.yaml"
    secret.write_bytes(b"old")
    secret.chmod(0o600)
    modes: list[int] = []

    def fsync(_: int) -> None:
        modes.extend(path.stat().st_mode & 0o777 for path in tmp_path.iterdir())

    monkeypatch.setattr(os, "fsync", fsync)
    write(tmp_path, {secret: b"new"}, {secret: b"old"})
    assert set(modes) == {0o600}
    assert secret.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_root_keeps_the_owner(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    os.chown(path, 1234, 4321)
    write(tmp_path, {path: b"new"}, {path: b"old"})
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 4321)


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(EnvironmentFailure, match=r"can't write a\.yaml: it is read-only; nothing"):
        write(tmp_path, {path: b"new"}, {path: b"old"})
    assert path.read_bytes() == b"old"


def test_two_names_of_one_file_are_refused(tmp_path: Path) -> None:
    path, link = tmp_path / "a.yaml", tmp_path / "b.yaml"
    path.write_bytes(b"old")
    link.symlink_to("a.yaml")
    with pytest.raises(EnvironmentFailure, match=r"a\.yaml and b\.yaml are one file"):
        write(tmp_path, {path: b"1", link: b"2"}, {path: b"old", link: b"old"})
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["a.yaml", "c.yaml"])
def test_a_concurrent_change_is_not_overwritten(files: dict[Path, bytes], name: str) -> None:
    before = contents_of(files)
    folder = next(iter(files)).parent
    (folder / name).write_bytes(b"theirs")
    with pytest.raises(EnvironmentFailure, match=rf"{name} has changed in the meantime"):
        write(folder, files, before)
    assert (folder / name).read_bytes() == b"theirs"
    assert (folder / "b.yaml").read_bytes() == b"old b.yaml"


def test_a_second_process_cannot_take_the_lock(tmp_path: Path) -> None:
    refused = pytest.raises(EnvironmentFailure, match="another `agenda` is writing")
    with lock(tmp_path), refused, lock(tmp_path):
        pass
    with lock(tmp_path):
        pass
