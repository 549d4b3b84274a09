"""What reports have changed about all visits, gathered while the pages of the visits are made."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from heapq import heappush, heappushpop
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
        self._newest: list[tuple[int, str, ChangeLine]] = []

    def add(self, lines: Iterable[ChangeLine]) -> None:
        """Add what some reports have changed about a visit."""
        for line in lines:
            entry = self._numbers[line.report_id], line.visit_id, line
            if len(self._newest) < MOST_ENTRIES:
                heappush(self._newest, entry)
            else:
                heappushpop(self._newest, entry)

    def newest_first(self) -> Iterator[ChangeLine]:
        """The newest changes; those of one report in the order of the visits' ids."""
        in_order = sorted(self._newest, key=lambda entry: (-entry[0], entry[1]))
        return (line for _, _, line in in_order)

    def since(self, today: date) -> list[ChangeLine]:
        """What has changed lately, the newest first; of many, only the first ones."""
        first = date.fromordinal(max(today.toordinal() - LATELY.days, date.min.toordinal()))
        recent = [line for line in self.newest_first() if line.report.published >= first]
        return recent[:_MOST_SHOWN]
