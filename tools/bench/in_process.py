"""Measures times within a process, excluding its start-up.

`python -m tools.bench.in_process events BOOK` loops over libyaml's events for a book's files, and
`… validate SMALL BOOK` validates a book, after a small book that causes all imports. Both print
the measured seconds as the last line on standard error.
"""

import sys
import time
from pathlib import Path


def events(root: Path) -> float:
    """The time of the bare event loop over all files, which are read beforehand."""
    import yaml

    texts = [path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.yaml"))]
    start = time.perf_counter()
    for text in texts:
        for _ in yaml.parse(text, yaml.CSafeLoader):
            pass
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


if __name__ == "__main__":
    task, *roots = sys.argv[1:]
    seconds = events(Path(roots[0])) if task == "events" else validate(*map(Path, roots))
    print(seconds, file=sys.stderr)
