"""The text of `agenda diff`, and the lines of changes that `agenda log` prints too."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from agenda.history.book_diff import BookDiff, SourcedChange, VisitDiff
from agenda.history.facts import facts, is_identity
from agenda.history.log import VisitUpdate
from agenda.history.support import evidence_by_path
from agenda.output.terminal import Output
from agenda.output.wording import (
    change_text,
    field_name,
    line_text,
    rejected_text,
    relations_text,
    when,
    who_where,
)
from agenda.text.printable import escape_controls

WIDE: Final = 120
"""The least number of columns at which a table is used instead of paragraphs."""

NO_VISIT: Final = "changes no visit"
"""What claims on a trip or an event do that are about none of its visits."""

_STYLES: Final = {
    "added": "green", "advanced": "green", "raised": "green", "firmed": "green", "set": "green",
    "completed": "green", "reinstated": "green", "spoke": "cyan", "moved": "yellow",
    "shifted": "yellow", "loosened": "yellow", "cleared": "red", "lowered": "red",
    "postponed": "red", "cancelled": "red", "removed": "red", "dropped": "red", "set back": "red",
}  # fmt: skip


class Line(NamedTuple):
    """One change or claimed fact: the kind of change, if any, the fact, its value, its sources."""

    kind: str
    fact: str
    value: str
    sources: str


def print_lines(output: Output, lines: Sequence[Line], indent: str = "    ") -> None:
    """Print some lines below each other."""
    if not lines:
        return
    if output.is_terminal and output.width < WIDE:
        for line in lines:
            _print_paragraph(output, line, indent)
        return
    output.print_table(
        [
            (
                [_kind(line, indent)],
                [(line.fact, "")],
                [(line.value, _style(line))],
                [(line.sources, "dim")],
            )
            for line in lines
        ]
    )


def _print_paragraph(output: Output, line: Line, indent: str) -> None:
    parts = [(f"{line.fact}  ", ""), (line.value, _style(line)), (f"  {line.sources}", "dim")]
    output.print_parts(parts, [_kind(line, indent), ("  ", "")])


def _kind(line: Line, indent: str) -> tuple[str, str]:
    return f"{indent}{line.kind:<10}", _STYLES.get(line.kind, "dim")


def _style(line: Line) -> str:
    return "" if line.kind else "dim"


def print_rejected(output: Output, update: VisitUpdate) -> None:
    """Print the claims that the desk does not believe, with the reason."""
    for relations in update.rejected:
        text = rejected_text(relations)
        output.print_indented([("    rejected    ", "dim")], [(text, "dim")])


def print_diff(output: Output, diff: BookDiff) -> None:
    """Print what differs, a block for each visit."""
    has_sides = diff.sides != ("", "")
    if has_sides:
        output.print_text(" → ".join(map(escape_controls, diff.sides)), "dim")
    if has_sides and not (diff.visits or diff.on_labels):
        which = "visit that can be read" if diff.diagnostics else "visit"
        output.line(f"no {which} differs")
    for visit in diff.visits:
        output.line()
        output.print_parts([(escape_controls(visit.id), "bold"), (f"  {heading(visit)}", "")])
        print_lines(output, diff_lines(visit))
        if visit.update:
            print_rejected(output, visit.update)
            if unchanged := _unmentioned(visit.update):
                output.print_indented([("    unchanged   ", "dim")], [(unchanged, "dim")])
    for update in diff.on_labels:
        output.line()
        output.print_parts([(escape_controls(update.visit), "bold"), (f"  {NO_VISIT}", "")])
        print_lines(output, update_lines(update))
        print_rejected(output, update)


def heading(visit: VisitDiff) -> str:
    """What happened to a visit as a whole."""
    names = " → ".join(who_where(visit.visit))
    if visit.change == "renamed":
        return f"renamed from {escape_controls(visit.renamed_from)}"
    if visit.change == "added" and visit.update:
        return f"opened: {names}"
    if visit.change in {"added", "removed"}:
        dates = visit.visit.dates
        return f"{visit.change}: {names}, {when(dates)}" if dates else f"{visit.change}: {names}"
    return "" if visit.changes else "nothing changes"


def diff_lines(visit: VisitDiff) -> list[Line]:
    """A line for each change of a visit; of a report, one for each fact that it claims."""
    if visit.update:
        return update_lines(visit.update)
    return [_line(sourced) for sourced in visit.changes]


def _line(sourced: SourcedChange) -> Line:
    change = sourced.change
    sources = ", ".join(map(escape_controls, sourced.reports)) or "no report"
    return Line(change.kind, field_name(change.path), change_text(change), sources)


def update_lines(update: VisitUpdate) -> list[Line]:
    """A line for each change that a report makes, then one for each other fact that it claims."""
    return [
        Line(
            line.change.kind if line.change else "",
            field_name(line.path),
            line_text(line),
            relations_text(line),
        )
        for line in update.lines
    ]


def _unmentioned(update: VisitUpdate) -> str:
    """The known facts of a visit that a report neither mentions nor changes, each item as one."""
    if update.before is None:
        return ""
    known = facts(update.before)
    evidence = evidence_by_path(known, [relations.sourced for relations in update.claims])
    mentioned = {path for path, of_path in evidence.items() if of_path}
    mentioned |= {line.path[:2] for line in update.lines if line.change}
    paths = [path[:2] for path in known if not is_identity(path)]
    return ", ".join(dict.fromkeys(field_name(path) for path in paths if path not in mentioned))
