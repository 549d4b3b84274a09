"""What reports have changed about all visits, gathered while the pages of the visits are made."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from heapq import heappop, heappush
from typing import Final

from agenda.history.citations import reports_in_order
from agenda.model.report import Report
from agenda.output.change_lines import ChangeLine

MOST_ENTRIES: Final = 500
"""The most entries of a feed."""

LATELY: Final = timedelta(days=14)
"""For how many days the first page shows what has changed."""

_MOST_SHOWN: Final = 30


class NewestChanges:
    """The newest changes of all visits. A large book has too many to keep them all."""

    def __init__(self, reports: Mapping[str, Report]) -> None:
        self._numbers = {name: number for number, name in enumerate(reports_in_order(reports))}
        self._newest: list[tuple[int, str]] = []
        self._lines: dict[tuple[int, str], ChangeLine] = {}

    def add(self, lines: Iterable[ChangeLine]) -> list[ChangeLine]:
        """Add what some reports have changed about a visit, and return what is among the newest."""
        added = []
        for line in lines:
            key = self._numbers[line.report_id], line.visit_id
            is_full = len(self._newest) == MOST_ENTRIES
            if key in self._lines or (is_full and key < self._newest[0]):
                continue
            if is_full:
                del self._lines[heappop(self._newest)]
            heappush(self._newest, key)
            self._lines[key] = line
            added.append(line)
        return added

    def newest_first(self) -> Iterator[ChangeLine]:
        """The newest changes; those of one report in the order of the visits' ids."""
        return (self._lines[key] for key in sorted(self._lines, key=lambda key: (-key[0], key[1])))

    def since(self, today: date) -> list[ChangeLine]:
        """What has changed lately, the newest first; of many, only the first ones."""
        first = date.fromordinal(max(today.toordinal() - LATELY.days, date.min.toordinal()))
        recent = [line for line in self.newest_first() if line.report.published >= first]
        return recent[:_MOST_SHOWN]
