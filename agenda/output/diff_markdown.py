"""The Markdown of `agenda diff`, made to be posted on a pull request."""

import re
from collections.abc import Iterator

from agenda.history.comparison import Comparison, VisitDiff
from agenda.output.diff import heading, lines
from agenda.output.log_markdown import escaped


def text(found: Comparison) -> str:
    """What differs, as one document."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Comparison) -> Iterator[str]:
    if not found.visits:
        yield "No visit differs."
    for one in found.visits:
        yield f"### {escaped(one.id)}"
        yield ""
        if said := heading(one):
            yield escaped(said)
            yield ""
        yield from _table(found, one)
    if found.problems:
        yield "Not compared:"
        yield ""
        yield from (f"- {escaped(problem)}" for problem in found.problems)


def _table(found: Comparison, one: VisitDiff) -> Iterator[str]:
    rows = lines(one)
    if not rows:
        return
    last = "adds" if one.episode else "reports"
    yield f"| change | fact | value | {last} |"
    yield "|---|---|---|---|"
    for number, row in enumerate(rows):
        behind = escaped(row.behind)
        if not one.episode and one.changes[number].reports:
            behind = ", ".join(_link(found, name) for name in one.changes[number].reports)
        yield f"| {row.kind} | {escaped(row.fact)} | {escaped(row.said)} | {behind} |"
    yield ""


def _link(found: Comparison, report: str) -> str:
    url = found.urls.get(report, "")
    is_link = re.fullmatch(r"https?://[^\s<>|]+", url)
    return f"[{escaped(report)}](<{url}>)" if is_link else escaped(report)
