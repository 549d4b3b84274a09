"""What `agenda new report` asks for on a terminal: a report, claim by claim."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import click
from msgspec import Struct

from agenda.cli.commands import new_fields as fields
from agenda.cli.commands.new_fields import InvalidText
from agenda.cli.commands.new_guided import Guide
from agenda.cli.warnings import print_message
from agenda.history.status import StatusRow
from agenda.model.diagnostic import FieldPath
from agenda.model.edtf import When
from agenda.output.diagnostics import diagnostic_line
from agenda.output.diff import print_diff
from agenda.output.wording import when, who_where
from agenda.services.compare import report_diff
from agenda.services.create import report_names
from agenda.store.serialize import Values, serialize_report
from agenda.text.suggest import did_you_mean
from agenda.yamlio.quoting import Value

_OFFERED_VISITS: Final = 20
"""How many visits are listed; others are chosen by their ids."""

_NEW_VISIT: Final = "a new visit"


_WHO_SAYS_SO: Final = (
    "The voice behind the claim, as in `An official in Hanoi`. Enter two claims if two voices "
    "speak, or if one of them denies what the other says."
)

_GRADES: Final = (
    "A letter for how reliable the source is, from A (always) to E (not), F if nobody can tell; "
    "and a digit for how credible the claim is, from 1 (confirmed by others) to 5 (unlikely), 6 if "
    "nobody can tell. A claim of a worse grade does not replace one of a better grade, but any "
    "later claim may replace one without a grade."
)


class ReportDraft(Struct):
    """A report while it is entered: its fields, and its claims."""

    fields: dict[str, str]
    claims: list[tuple[dict[str, str], Values]]

    @property
    def text(self) -> str:
        """The text of its file."""
        return serialize_report(self.fields, self.claims)

    def free_name(self, root: Path) -> str:
        """The path that its file gets in the book."""
        day = date.fromisoformat(self.fields["published"])
        names = report_names(day, self.fields["publisher"])
        return next(name for name in names if not os.path.lexists(root / name))


class ReportGuide(Guide):
    """Asks for the fields of a report and of its claims."""

    def report(self, defaults: Mapping[str, str]) -> ReportDraft:
        """The fields of a report itself: who published it, when, and at what address."""
        entered: dict[str, str] = {}
        for name, label, read in (
            ("published", "Day of publication", self._day),
            ("publisher", "Publisher", lambda text: self._reader.read(fields.PUBLISHER, text)),
            ("title", "Title, a summary in your own words", self._free_text),
            ("url", "Address", lambda text: self._reader.read(fields.ADDRESS, text)),
        ):
            entered[name] = self._dialogue.text(
                label,
                read,
                offers=self._reader.offers((name,), {}),
                default=defaults.get(name, ""),
                is_required=name in {"publisher", "published"},
            )
        return ReportDraft(entered, [])

    def _day(self, text: str) -> str:
        from agenda.cli.options import Day

        try:
            day = Day().convert(text, None, click.get_current_context()).isoformat()
        except click.UsageError as error:
            raise InvalidText(error.message) from None
        if day != text:
            self._dialogue.output.line(f"  = {when(When.parse(day))} ({day})")
        return day

    def add_claims(
        self, draft: ReportDraft, rows: Sequence[StatusRow], visits: Sequence[str]
    ) -> None:
        """Ask for one claim after the other, on some visits first, and show what they change."""
        waiting = list(dict.fromkeys(visits))
        is_finished = False
        while not is_finished:
            self._dialogue.heading(f"Claim {len(draft.claims) + 1}")
            draft.claims.append(self._claim(draft, rows, waiting[0] if waiting else ""))
            if not self._preview(draft):
                draft.claims.pop()
                self._dialogue.output.line("this claim is left out; enter it again")
                continue
            del waiting[:1]
            self._dialogue.output.line()
            is_finished = not waiting and not self._dialogue.confirm(
                "Another claim?", default=False
            )

    def _claim(
        self, draft: ReportDraft, rows: Sequence[StatusRow], visit: str = ""
    ) -> tuple[dict[str, str], Values]:
        """One claim: on which visit, who says so, and only the fields that it speaks of."""
        values: dict[FieldPath, Value] = {}
        known_ids = {row.id for row in rows}
        opened = {own["visit"] for own, _ in draft.claims} - known_ids
        visit = visit or self._visit(rows, sorted(opened))
        is_new = visit not in known_ids | opened
        if is_new:
            values = self._identity({})
        sources = dict.fromkeys([*self._reader.sources(visit), draft.fields["publisher"]])
        own = {"visit": visit}
        own["according_to"] = self._dialogue.text(
            "Who says so",
            self._free_text,
            offers=list(sources),
            explanation=_WHO_SAYS_SO,
            is_required=True,
        )
        known = self._reader.book.visits.get(visit)
        country = {fields.HOST_COUNTRY: known.host.country} if known else {}
        entered = self._fields(values, self._chosen_fields(is_new=is_new), country)
        if visit == _NEW_VISIT:
            own["visit"] = self.id_of_visit(entered, "")
        if fields.DATES in entered:
            own["wording"] = self._dialogue.text(
                "The report's own words for the dates", self._free_text
            )
        own["grade"] = self._dialogue.text(
            "Grade of the source and the claim, as in `B2`",
            lambda text: self._reader.read(fields.GRADE, text),
            explanation=_GRADES,
        )
        return {name: text for name, text in own.items() if text}, entered

    def _visit(self, rows: Sequence[StatusRow], opened: Sequence[str]) -> str:
        listed = [row for row in rows if row.is_current][:_OFFERED_VISITS]
        known = {*opened, *(row.id for row in rows)}

        def read(text: str) -> str:
            if text not in known:
                hint = did_you_mean(text, known) or f"{len(listed) + len(opened) + 1} is a new one"
                raise InvalidText(f"no visit `{text}` in the book; {hint}")
            return text

        labels = [_row_label(row) for row in listed]
        return self._dialogue.text(
            "Visit, by number or id",
            read,
            offers=[*(row.id for row in listed), *opened, _NEW_VISIT],
            labels=[*labels, *(f"{name}: opened by this report" for name in opened), _NEW_VISIT],
            explanation="The visit that the claim is about. The list has those that are not over.",
            is_required=True,
        )

    def _chosen_fields(self, *, is_new: bool) -> list[FieldPath]:
        """The fields that a claim speaks of."""
        who = {fields.VISITOR, fields.VISITOR_COUNTRY, fields.ORGANIZATION}
        known = who | ({path for path in fields.FIELDS if path[0] in {"visitor", "host"}})
        paths = [path for path in fields.FIELDS if path not in (known if is_new else who)]
        names = [_short_name(path) for path in paths]

        def read(text: str) -> str:
            name = text.lower()
            if name not in names:
                hint = did_you_mean(name, names) or "write names or numbers of the list"
                raise InvalidText(f"there is no field `{text}`; {hint}")
            return name

        label = "Fields that it speaks of, separated by commas"
        explanations = "\n".join(
            f"{name}: {fields.explanation(path)}" for name, path in zip(names, paths, strict=True)
        )
        chosen = self._dialogue.texts(label, read, names, explanations)
        return [path for path in paths if _short_name(path) in chosen]

    def _preview(self, draft: ReportDraft) -> bool:
        """Show what the report changes so far; whether it is valid."""
        book, today = self._reader.book, self._reader.today
        path = Path(draft.free_name(book.root))
        diff = report_diff(book, path, draft.text.encode(), None, today)
        self._dialogue.output.line()
        print_diff(self._dialogue.output, diff)
        for located in diff.diagnostics:
            print_message(diagnostic_line(located))
        return not diff.diagnostics


def _short_name(path: FieldPath) -> str:
    match path:
        case ("confirmation", "visitor" | "host"):
            return f"{path[1]}'s side"
        case ("host", "country"):
            return "host country"
        case _:
            return str(path[-1])


def _row_label(row: StatusRow) -> str:
    dates = f", {when(row.visit.dates)}" if row.visit.dates else ""
    return f"{row.id}: {' → '.join(who_where(row.visit))}{dates}"
