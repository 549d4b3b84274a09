"""The JSON of `agenda diff`."""

from agenda.domain.comparison import Comparison, VisitDiff
from agenda.render import log_shapes, shapes
from agenda.render.shapes import Shape


def text(found: Comparison) -> str:
    """What differs, as it is printed."""
    visits = [_visit(one) for one in found.visits]
    return shapes.text({"visits": visits, "problems": list(found.problems)})


def _visit(one: VisitDiff) -> Shape:
    shape: Shape = {
        "id": one.id,
        "change": one.change,
        "was": one.was or None,
        "changes": [
            log_shapes.change(sourced.change) | {"reports": list(sourced.reports)}
            for sourced in one.changes
        ],
    }
    return shape | {"facts": log_shapes.facts(one.episode)} if one.episode else shape
