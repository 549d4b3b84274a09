"""All files of one change are written, or none is; never through a link that leaves the book."""

import fcntl
import os
import re
import signal
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Final

from msgspec import Struct

from agenda.errors import EnvironmentFailure
from agenda.store.files import OUTSIDE, kind_of, read_bytes
from agenda.store.layout import is_inside

_NEW: Final = "agenda-tmp"
_OLD: Final = "agenda-old"
_TEMPORARY: Final = re.compile(rf"\.(.+)\.[0-9a-f]{{16}}\.({_NEW}|{_OLD})")
"""The name of a file's new or old content while it is being written."""

_HELD_BACK: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""The signals that wait until all files are old or all are new."""


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Lets one process at a time write into a folder; a second one is refused."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        raise EnvironmentFailure(
            f"another `agenda` is writing in {folder}; try again when it has finished"
        ) from None
    try:
        yield
    finally:
        os.close(opened)


def write(root: Path, files: Mapping[Path, bytes], read: Mapping[Path, bytes]) -> None:
    """Write some files of a book, each by a rename, all of them or none.

    ``read`` is what the existing ones contained when the new contents were worked out; if one has
    changed since, nothing is written. Every file is prepared beside its target before the first is
    renamed; if a rename fails, the files before it are restored, which needs no space. Each file
    is old or new at any time, even if the machine stops. A folder that would stay empty is removed.

    Raises :class:`EnvironmentFailure` for a target outside the book, one that is not a regular file
    or is read-only, and for all that the system refuses; an interrupt says what is written.
    """
    token = token_hex(8)
    targets = [_target(root, path, raw, read.get(path), token) for path, raw in files.items()]
    _refuse_same(targets)
    created = _missing_folders(target.path for target in targets)
    is_written = False
    unrestored: dict[_Target, str] = {}
    try:
        for target in targets:
            target.prepare()
        with _signals_held_back():
            for target in targets:
                target.refuse_if_changed()
            _replace_all(targets, unrestored)
            is_written = True
    except KeyboardInterrupt:
        # It came before the first rename, or waited until after the last one.
        wrote = ", ".join(target.name for target in targets)
        outcome = f"wrote {wrote}" if is_written else "nothing is changed"
        raise KeyboardInterrupt(f"interrupted; {outcome}") from None
    except OSError as error:
        outcome = _outcome(targets, unrestored) if unrestored else "nothing is changed"
        raise EnvironmentFailure(
            f"can't write {_name_of(error, targets)}: {error.strerror}; {outcome}"
        ) from error
    finally:
        for target in targets:
            with suppress(OSError):
                target.temporary.unlink(missing_ok=True)
            if target not in unrestored:
                with suppress(OSError):
                    target.backup.unlink(missing_ok=True)
        for folder in created:
            with suppress(OSError):  # it contains a file, as it should
                folder.rmdir()


def _replace_all(targets: Sequence["_Target"], unrestored: dict["_Target", str]) -> None:
    """Put the new contents into place; if one can't be, restore the others and raise its error.

    ``unrestored`` gets those that could not be restored, each with the reason.
    """
    replaced: list[_Target] = []
    try:
        for target in targets:
            target.temporary.replace(target.path)
            replaced.append(target)
    except OSError:
        for target in replaced:
            try:
                target.restore()
            except OSError as error:
                unrestored[target] = str(error.strerror)
        raise


def _outcome(targets: Sequence["_Target"], unrestored: Mapping["_Target", str]) -> str:
    """Which files are as before and which are not, after a restoration that failed."""
    unchanged = ", ".join(target.name for target in targets if target not in unrestored)
    changed = ", ".join(
        f"{target.name} ({why}{target.hint_for_old_content})" for target, why in unrestored.items()
    )
    return f"changed, and can't be restored: {changed}; unchanged: {unchanged}"


class _Target(Struct, frozen=True, eq=False):
    """A file to write: the path without links, its name in the book, new and old content."""

    path: Path
    name: str
    raw: bytes
    old: bytes | None
    token: str

    @property
    def temporary(self) -> Path:
        """Where the new content is prepared. The name can't be known in advance."""
        return self.path.with_name(f".{self.path.name}.{self.token}.{_NEW}")

    @property
    def backup(self) -> Path:
        """Where the old content is kept until all files are written."""
        return self.path.with_name(f".{self.path.name}.{self.token}.{_OLD}")

    def prepare(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._write_beside(self.temporary, self.raw)
        if self.old is None:
            return
        try:
            os.link(self.path, self.backup, follow_symlinks=False)
        except OSError:  # a file system without hard links
            self._write_beside(self.backup, self.old)

    def _write_beside(self, path: Path, raw: bytes) -> None:
        """Write a file with the mode and, where that is allowed, the owner of the target."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        before = None if self.old is None else os.lstat(self.path)
        opened = os.open(path, flags, 0o666 if before is None else 0o600)
        with os.fdopen(opened, "wb") as file:
            if before is not None:
                os.fchmod(opened, _give_owner(opened, before))
            file.write(raw)
            file.flush()
            os.fsync(opened)

    def refuse_if_changed(self) -> None:
        exists = os.path.lexists(self.path)
        if (read_bytes(self.path) if exists else None) != self.old:
            raise EnvironmentFailure(
                f"{self.name} has changed in the meantime; nothing is written, so try again"
            )

    def restore(self) -> None:
        """Put the old content back, which needs no space."""
        if self.old is None:
            self.path.unlink(missing_ok=True)
        else:
            self.backup.replace(self.path)

    @property
    def hint_for_old_content(self) -> str:
        """Where the old content is, if it can't be put back."""
        return f"; copy its old content from {self.backup}" if self.old is not None else ""


def _target(root: Path, path: Path, raw: bytes, old: bytes | None, token: str) -> _Target:
    """The file that a path of a book leads to, if it may be written."""
    name = path.relative_to(root).as_posix()
    real = Path(os.path.realpath(path))
    top = Path(os.path.realpath(root))
    if not is_inside(top, str(real)):
        raise EnvironmentFailure(f"{name} is, or lies in, {OUTSIDE}; {_NOT}")
    inside = real.relative_to(top)
    is_linked = inside.as_posix() != name
    # What a link makes of a name must not be what other programs read as their own settings.
    if is_linked and any(part.startswith(".") for part in inside.parts):
        raise EnvironmentFailure(f"{name} is a link to the hidden file {inside.as_posix()}; {_NOT}")
    if path.is_symlink() and not real.exists():
        raise EnvironmentFailure(f"{name} is a link to a file that does not exist; {_NOT}")
    if is_linked and not real.parent.is_dir():
        raise EnvironmentFailure(f"{name} lies in a link to a folder that does not exist; {_NOT}")
    if real.exists():
        mode = real.stat().st_mode
        if not stat.S_ISREG(mode):
            raise EnvironmentFailure(f"{name} is {kind_of(mode)}, not a regular file; {_NOT}")
        # To root, every file can be written.
        if not mode & 0o222 or not os.access(real, os.W_OK):
            raise EnvironmentFailure(f"can't write {name}: it is read-only; nothing is changed")
    return _Target(real, name, raw, old, token)


_NOT: Final = "nothing is written"


def _refuse_same(targets: Sequence[_Target]) -> None:
    names: dict[Path, str] = {}
    for target in targets:
        if target.path in names:
            raise EnvironmentFailure(f"{names[target.path]} and {target.name} are one file; {_NOT}")
        names[target.path] = target.name


def _give_owner(opened: int, before: os.stat_result) -> int:
    """Give a new file the owner of another one, as far as allowed, and return its mode."""
    mode = stat.S_IMODE(before.st_mode)
    with suppress(PermissionError):
        os.fchown(opened, before.st_uid, before.st_gid)
        return mode
    try:
        os.fchown(opened, -1, before.st_gid)
    except PermissionError:
        # Another group must not be allowed more than everybody is.
        mode &= ~0o070 | (mode & 0o007) << 3
    return mode


@contextmanager
def _signals_held_back() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD_BACK)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _name_of(error: OSError, targets: Sequence[_Target]) -> str:
    """The file of the book that an error is about."""
    for target in targets:
        if str(error.filename) in {str(target.temporary), str(target.backup)}:
            return target.name
    return str(error.filename or targets[0].name)


def _missing_folders(paths: Iterable[Path]) -> list[Path]:
    """The folders that some files need and that do not exist, the innermost first."""
    folders = {folder for path in paths for folder in path.parents if not folder.exists()}
    return sorted(folders, key=lambda folder: len(folder.parts), reverse=True)


class Leftovers(Struct, frozen=True):
    """The files that a killed run was writing: those that it had written, and those it had not."""

    written: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()


def clean(root: Path, folders: Iterable[str]) -> Leftovers:
    """Remove the temporary files that a killed run has left behind, and say how far it came.

    Only folders of the book are looked through, and no links.
    """
    written, unchanged = list[Path](), list[Path]()
    strays = {
        Path(folder, name): match
        for top in folders
        if os.path.realpath(root / top) == f"{os.path.realpath(root)}/{top}"
        for folder, _, names in os.walk(root / top)
        for name in names
        if (match := _TEMPORARY.fullmatch(name)) and not Path(folder, name).is_symlink()
    }
    for stray, match in sorted(strays.items()):
        target = stray.with_name(match[1])
        if match[2] == _NEW:
            unchanged.append(target)
        elif stray.with_name(stray.name.removesuffix(_OLD) + _NEW) not in strays:
            written.append(target)
        with suppress(OSError):
            stray.unlink()
    return Leftovers(tuple(written), tuple(unchanged))
