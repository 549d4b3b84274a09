"""The Markdown of `agenda diff`, for comments on a pull request."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from agenda.history.book_diff import BookDiff, VisitDiff
from agenda.output.diagnostics import diagnostic_line
from agenda.output.diff import NO_VISIT, diff_lines, heading
from agenda.output.log import update_section
from agenda.output.markdown import escape_markdown, link
from agenda.text.prose import count

LIMIT: Final = 1024 * 1024
"""How many bytes GitHub takes for the summary of a step; it drops a longer one altogether."""

_ROOM: Final = 200
"""Bytes for a line that counts what is left off."""


def text(diff: BookDiff) -> str:
    """What differs, as one document of at most :data:`LIMIT` bytes. The rest is counted."""
    not_compared = [f"- {escape_markdown(diagnostic_line(each))}\n" for each in diff.diagnostics]
    ends = _fitting(not_compared, LIMIT // 4, "file")
    if ends:
        ends = f"Not compared:\n\n{ends}"
    visits = ["\n".join(_visit(diff, visit)) + "\n" for visit in diff.visits]
    visits += ["\n".join(update_section(update, NO_VISIT)) + "\n" for update in diff.on_labels]
    room = LIMIT - len(ends.encode())
    return (_fitting(visits, room, "visit") or "No visit differs.\n") + ends


def _fitting(parts: Sequence[str], limit: int, thing: str) -> str:
    """The first parts that fit into a number of bytes, and how many more there are."""
    sizes = accumulate(len(part.encode()) for part in parts)
    fitting = sum(size <= limit - _ROOM for size in sizes)
    more = len(parts) - fitting
    return "".join(parts[:fitting]) + (f"\n{count(more, f'more {thing}')}\n" if more else "")


def _visit(diff: BookDiff, visit: VisitDiff) -> Iterator[str]:
    yield f"### {escape_markdown(visit.id)}"
    yield ""
    if line := heading(visit):
        yield escape_markdown(line)
        yield ""
    yield from _table(diff, visit)


def _table(diff: BookDiff, visit: VisitDiff) -> Iterator[str]:
    lines = diff_lines(visit)
    if not lines:
        return
    yield f"| change | fact | value | {'adds' if visit.update else 'reports'} |"
    yield "|---|---|---|---|"
    for number, line in enumerate(lines):
        sources = escape_markdown(line.sources)
        if not visit.update and visit.changes[number].reports:
            sources = ", ".join(
                link(name, diff.urls.get(name, "")) for name in visit.changes[number].reports
            )
        fact, value = escape_markdown(line.fact), escape_markdown(line.value)
        yield f"| {line.kind} | {fact} | {value} | {sources} |"
    yield ""
