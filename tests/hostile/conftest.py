from collections import Counter
from collections.abc import Callable, Iterator

import pytest

Tried = Callable[[str], None]
"""Counts an attack of some kind."""


@pytest.fixture
def tried(record_property: Callable[[str, object], None]) -> Iterator[Tried]:
    counts: Counter[str] = Counter()

    def count(kind: str) -> None:
        counts[kind] += 1

    yield count
    record_property("attacks", dict(counts))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a line for each kind of attack, with how often it was tried."""
    totals: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, counts in report.user_properties:
            if name == "attacks" and isinstance(counts, dict) and report.when == "teardown":
                totals.update(counts)
    for kind, number in sorted(totals.items()):
        terminalreporter.line(f"{number:>6,}  {kind}")
