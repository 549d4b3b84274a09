"""The result of `agenda validate`: the diagnostics, and which of them make it fail."""

from collections.abc import Sequence

from msgspec import Struct

from agenda.lint.all_rules import CALENDAR_RULES
from agenda.model.diagnostic import Diagnostic
from agenda.store.book import Book


class CheckResult(Struct, frozen=True):
    """A book, the diagnostics of those of its files that were checked, and what counts.

    Errors make the check fail, and warnings if it is ``strict``. What depends on today's date
    counts only if ``calendar`` is set.
    """

    book: Book
    diagnostics: Sequence[Diagnostic]
    file_count: int = 0
    strict: bool = False
    calendar: bool = False

    def fails(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic makes the check fail."""
        return self._is_severe(diagnostic) and (
            self.calendar or diagnostic.rule not in CALENDAR_RULES
        )

    def fails_only_by_calendar(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic would make the check fail if ``calendar`` were set."""
        return self._is_severe(diagnostic) and not self.fails(diagnostic)

    def _is_severe(self, diagnostic: Diagnostic) -> bool:
        severity = diagnostic.severity
        return severity == "error" or (self.strict and severity == "warning")
