"""The JSON of `agenda diff`."""

from agenda.history.comparison import Comparison, VisitDiff
from agenda.output import json, log_json
from agenda.output.json import Shape


def text(found: Comparison) -> str:
    """What differs, as it is printed."""
    visits = [_visit(one) for one in found.visits]
    return json.text({"visits": visits, "problems": list(found.problems)})


def _visit(one: VisitDiff) -> Shape:
    shape: Shape = {
        "id": one.id,
        "change": one.change,
        "was": one.was or None,
        "changes": [
            log_json.change(sourced.change) | {"reports": list(sourced.reports)}
            for sourced in one.changes
        ],
    }
    return shape | {"facts": log_json.facts(one.episode)} if one.episode else shape
