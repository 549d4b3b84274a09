"""The JSON of `agenda log`."""

from collections.abc import Sequence

from agenda.history.diff import Change, Value
from agenda.history.log import Chapter, Episode, Finding, Weighed
from agenda.model.diagnostic import dotted
from agenda.model.visit import Item
from agenda.output import json
from agenda.output.json import Shape


def text(chapters: Sequence[Chapter]) -> str:
    """A history as it is printed."""
    return json.text({"reports": [_chapter(chapter) for chapter in chapters]})


def change(of: Change) -> Shape:
    """One change."""
    return {
        "kind": of.kind,
        "path": dotted(of.path),
        "before": value(of.before),
        "after": value(of.after),
    }


def value(of: Value) -> Shape | str | None:
    """A value: text, an item's fields, or nothing."""
    if isinstance(of, Item):
        return {name: getattr(of, name) or None for name in Item.__struct_fields__}
    return str(of) or None


def _chapter(chapter: Chapter) -> Shape:
    report = chapter.report
    return {
        "id": chapter.id,
        "published": report.published.isoformat(),
        "publisher": report.publisher,
        "title": report.title or None,
        "url": report.url or None,
        "visits": [_episode(episode) for episode in chapter.episodes],
    }


def _episode(episode: Episode) -> Shape:
    return {
        "id": episode.visit,
        "opened": episode.is_opening,
        "changes": [change(one) for one in episode.changes],
        "facts": facts(episode),
        "rejected": [fact for weighed in episode.rejected for fact in _rejected(weighed)],
    }


def facts(episode: Episode) -> list[Shape]:
    """What each claim of a report says on a visit, and what it adds."""
    return [fact for finding in episode.findings for fact in _facts(finding)]


def _facts(finding: Finding) -> list[Shape]:
    return [
        {
            "path": dotted(judged.route),
            "value": str(judged.value) or None,
            "verdict": judged.verdict,
            "according_to": said.claim.according_to,
        }
        for said, judged in finding.verdicts
    ]


def _rejected(weighed: Weighed) -> list[Shape]:
    claim = weighed.said.claim
    return [
        {
            "path": dotted(judged.route),
            "value": str(judged.value) or None,
            "verdict": judged.verdict,
            "according_to": claim.according_to,
            "reason": claim.rejected,
        }
        for judged in weighed.judged
    ]
