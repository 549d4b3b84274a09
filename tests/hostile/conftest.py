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
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "teardown":
                for _, counts in report.user_properties:
                    totals.update(counts)
    for kind, number in sorted(totals.items()):
        terminalreporter.line(f"{number:>6,}  {kind}")
