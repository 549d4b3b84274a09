"""Changes and verdicts in a few words, the same in every format."""

from agenda.history.diff import Change, Value
from agenda.history.evidence import Judged
from agenda.history.log import Finding
from agenda.history.replay import LISTED
from agenda.model.diagnostic import Route
from agenda.model.visit import Item
from agenda.output import wording


def name(path: Route) -> str:
    """A fact as people name it: `dates`, `confirmation`, `host`, `energy status`."""
    match path:
        case ("confirmation", "state"):
            return "confirmation"
        case ("confirmation", str(side)):
            return side
        case ("agenda", str(key)):
            return key
        case ("agenda", str(key), str(field)):
            return f"{key} {field}"
        case _:
            return ".".join(map(str, path))


def values(change: Change) -> str:
    """What a fact was and is: `tentative → announced`."""
    if isinstance(change.after, Item):
        return value(change.after)
    if change.after == "":
        return f"was {value(change.before)}"
    return (
        f"{value(change.before)} → {value(change.after)}" if change.before else value(change.after)
    )


def value(of: Value) -> str:
    """A value on one line; an item by its status and title."""
    if isinstance(of, Item):
        return wording.flat(", ".join(filter(None, (of.status, of.title)))) or "on the agenda"
    return "on the agenda" if of == LISTED else wording.flat(str(of))


def said(finding: Finding) -> str:
    """What a finding says: the change, or the value that changed nothing."""
    if finding.change is not None:
        return values(finding.change)
    told = dict.fromkeys(told_value(judged) for _, judged in finding.verdicts)
    return "; ".join(told)


def told_value(judged: Judged) -> str:
    """What a claim says on a fact."""
    return value(judged.value) if judged.value else "taken back"


def verdicts(finding: Finding) -> list[str]:
    """What the claims on a finding add, and whose they are: `sharpens (Reuters)`."""
    by_verdict: dict[str, list[str]] = {}
    for one, judged in finding.verdicts:
        voices = by_verdict.setdefault(judged.verdict, [])
        voice = wording.flat(one.claim.according_to)
        if finding.path == ("dates",) and one.claim.wording:
            voice += f": “{wording.flat(one.claim.wording)}”"  # what the dates were read from
        if voice not in voices:
            voices.append(voice)
    return [f"{verdict} ({', '.join(who)})" for verdict, who in by_verdict.items()]
