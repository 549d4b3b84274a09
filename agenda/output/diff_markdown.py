"""The Markdown of `agenda diff`, for comments on a pull request."""

from collections.abc import Iterator

from agenda.history.book_diff import BookDiff, VisitDiff
from agenda.output.diagnostics import diagnostic_line
from agenda.output.diff import diff_lines, heading
from agenda.output.markdown import escape_markdown, link


def text(diff: BookDiff) -> str:
    """What differs, as one document."""
    return "\n".join(_lines(diff)) + "\n"


def _lines(diff: BookDiff) -> Iterator[str]:
    if not diff.visits:
        yield "No visit differs."
    for visit in diff.visits:
        yield f"### {escape_markdown(visit.id)}"
        yield ""
        if line := heading(visit):
            yield escape_markdown(line)
            yield ""
        yield from _table(diff, visit)
    if diff.diagnostics:
        yield "Not compared:"
        yield ""
        for located in diff.diagnostics:
            yield f"- {escape_markdown(diagnostic_line(located))}"


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
