"""What is timed within a process, so that its start-up is left out.

`python -m tools.bench.inside events BOOK` runs through libyaml's events of a book's files, and
`… validate SMALL BOOK` validates a book, after a small one that lets everything be imported. Each
says last on standard error how many seconds it took.
"""

import sys
import time
from pathlib import Path


def events(root: Path) -> float:
    """The seconds of the bare event loop over all files, which are read before."""
    import yaml

    texts = [path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.yaml"))]
    start = time.perf_counter()
    for text in texts:
        for _ in yaml.parse(text, yaml.CSafeLoader):
            pass
    return time.perf_counter() - start


def validate(small: Path, root: Path) -> float:
    """The seconds of `agenda validate`, once everything is imported."""
    _validate(small)
    start = time.perf_counter()
    _validate(root)
    return time.perf_counter() - start


def _validate(root: Path) -> None:
    from agenda.cli.main import main

    sys.argv = ["agenda", "validate", "--book", str(root)]
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise


if __name__ == "__main__":
    what, *roots = sys.argv[1:]
    seconds = events(Path(roots[0])) if what == "events" else validate(*map(Path, roots))
    print(seconds, file=sys.stderr)
