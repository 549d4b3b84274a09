"""The Markdown of `agenda log`: a section for each report, a table for each visit."""

import re
from collections.abc import Iterator, Sequence

from agenda.history.log import Chapter, Episode
from agenda.output import changes, wording

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")


def text(chapters: Sequence[Chapter]) -> str:
    """A history as one document."""
    return "\n".join(line for chapter in chapters for line in _chapter(chapter)) + "\n"


def escaped(plain: str) -> str:
    """A text that Markdown prints as it stands."""
    return _SPECIAL.sub(r"\\\1", wording.flat(plain))


def _chapter(chapter: Chapter) -> Iterator[str]:
    report = chapter.report
    publisher = escaped(report.publisher)
    if re.fullmatch(r"https?://[^\s<>]+", report.url):
        publisher = f"[{publisher}](<{report.url}>)"
    yield f"## {wording.day(report.published)}: {publisher}"
    yield ""
    if report.title:
        yield f"{escaped(report.title)} (`{chapter.id}`)"
        yield ""
    for episode in chapter.episodes:
        yield from _episode(episode)


def _episode(episode: Episode) -> Iterator[str]:
    opened = ""
    if episode.is_opening and episode.after:
        opened = f", opened: {escaped(' → '.join(wording.who_where(episode.after)))}"
    yield f"### {escaped(episode.visit)}{opened}"
    yield ""
    if episode.findings:
        yield "| change | fact | value | adds |"
        yield "|---|---|---|---|"
        for finding in episode.findings:
            cells = (
                finding.change.kind if finding.change else "",
                changes.name(finding.path),
                changes.said(finding),
                "; ".join(changes.verdicts(finding)),
            )
            yield f"| {' | '.join(map(escaped, cells))} |"
        yield ""
    for weighed in episode.rejected:
        claim = weighed.said.claim
        yield f"Rejected: {escaped(claim.according_to)}. {escaped(claim.rejected)}"
        yield ""
