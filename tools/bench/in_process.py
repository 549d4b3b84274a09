"""Measures times within a process, excluding its start-up.

`python -m tools.bench.in_process TASK BOOK [VISIT]` prints the measured seconds as the last line on
standard error. The tasks are the floors: what any program has to do that answers a question about a
book. `stat` looks at each file, `search` searches the bytes of each for a visit's id, and `events`
is the bare loop over libyaml's events, for texts that were read beforehand. `load` reads a book,
and `validate SMALL BOOK` validates one, after a small book that causes all imports.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final


def stat(root: Path) -> float:
    """The time to look at each file."""
    start = time.perf_counter()
    for path in root.rglob("*.yaml"):
        path.stat()
    return time.perf_counter() - start


def search(root: Path, name: str) -> float:
    """The time to read each file and to search it for a visit's id."""
    start = time.perf_counter()
    matches = [path for path in root.rglob("*.yaml") if name.encode() in path.read_bytes()]
    seconds = time.perf_counter() - start
    if not matches:
        raise SystemExit(f"{name} is in no file")
    return seconds


def events(root: Path) -> float:
    """The time of the bare event loop over all files, which are read beforehand."""
    import yaml

    texts = [path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.yaml"))]
    start = time.perf_counter()
    for text in texts:
        for _ in yaml.parse(text, yaml.CSafeLoader):
            pass
    return time.perf_counter() - start


def load(root: Path) -> float:
    """The time to read a book."""
    from agenda.store.book import load as load_book

    start = time.perf_counter()
    load_book(root)
    return time.perf_counter() - start


def validate(small: Path, root: Path) -> float:
    """The time of `agenda validate` after all imports."""
    _validate(small)
    start = time.perf_counter()
    _validate(root)
    return time.perf_counter() - start


def _validate(root: Path) -> None:
    from agenda.cli.main import main

    sys.argv = ["agenda", "validate", "--book", str(root)]
    try:
        main()
    except SystemExit as error:
        if error.code:
            raise


TASKS: Final[dict[str, Callable[[list[str]], float]]] = {
    "stat": lambda arguments: stat(Path(arguments[0])),
    "search": lambda arguments: search(Path(arguments[0]), arguments[1]),
    "events": lambda arguments: events(Path(arguments[0])),
    "load": lambda arguments: load(Path(arguments[0])),
    "validate": lambda arguments: validate(Path(arguments[0]), Path(arguments[1])),
}
"""The tasks by name; each takes its arguments."""


if __name__ == "__main__":
    task, *arguments = sys.argv[1:]
    print(TASKS[task](arguments), file=sys.stderr)
