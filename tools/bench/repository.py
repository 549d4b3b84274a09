"""A git repository with a large book and a long history, created with `git fast-import`."""

import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from msgspec import Struct

from tools.bench.books import trips
from tools.bench.measure import environment

_EXPECTED, _AGREED = "status: expected", "status: agreed"
_COMMITTER: Final = b"committer Bench <bench@example.org> %d +0000\n"
_FIRST_SECOND: Final = 1_700_000_000

_REPORT: Final = """\
published: 2026-01-01
publisher: The Bench
url: https://example.org/{visit}
claims:
  - visit: {visit}
    according_to: A clerk
    agenda:
      satellites: {{status: agreed}}
"""


class Repository(Struct, frozen=True):
    """A book in a git repository; each commit after the first adds one report."""

    folder: Path
    visits: tuple[str, ...]
    """The paths of the visits that can change."""

    def change(self, count: int) -> None:
        """Make exactly ``count`` visits differ from HEAD."""
        self.restore()
        for path in self.visits[:count]:
            file = self.folder / path
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace(_EXPECTED, _AGREED, 1), encoding="utf-8")

    def change_with_report(self) -> None:
        """Make one visit differ from HEAD, and add a report that explains the change."""
        self.change(1)
        visit = Path(self.visits[0]).stem
        self._report.write_text(_REPORT.format(visit=visit), encoding="utf-8")

    def restore(self) -> None:
        """Restore the committed files."""
        self._report.unlink(missing_ok=True)
        git(self.folder, "reset", "--hard", "--quiet")

    @property
    def _report(self) -> Path:
        return self.folder / "seeds" / "2026-01-01-bench.yaml"


def create(folder: Path, visits: int, commits: int) -> Repository:
    """Create a repository with the given numbers of visits and commits."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "fast-import", "--quiet", stdin=b"".join(_stream(visits, commits)))
    git(folder, "reset", "--hard", "--quiet")
    changeable = [
        path
        for trip in trips(visits // 2)
        for path, text in trip.visits().items()
        if _EXPECTED in text and "satellites:" in text
    ]
    return Repository(folder, tuple(changeable))


def _stream(visits: int, commits: int) -> Iterator[bytes]:
    """The input of `git fast-import`: a commit with all visits, then a commit per report."""
    yield _commit("The visits", 0)
    for trip in trips(visits // 2):
        for path, text in trip.visits().items():
            yield _file(path, text)
    reports = (report for trip in trips(visits // 2) for report in trip.reports().items())
    for number, (path, text) in enumerate(islice(reports, commits - 1), 1):
        yield _commit(f"Report {number}", number)
        yield _file(path, text)


def _commit(message: str, number: int) -> bytes:
    committer = _COMMITTER % (_FIRST_SECOND + 3600 * number)
    return b"commit refs/heads/main\n" + committer + _data(message)


def _file(path: str, text: str) -> bytes:
    return f"M 100644 inline {path}\n".encode() + _data(text)


def _data(text: str) -> bytes:
    raw = text.encode()
    return b"data %d\n%s\n" % (len(raw), raw)


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> None:
    """Run git in a folder; raises an error if it fails."""
    subprocess.run(["git", *arguments], cwd=folder, input=stdin, env=environment(), check=True)  # noqa: S603, S607
