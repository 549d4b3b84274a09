"""Follow leaders' planned visits: what is coming, how certain it is, and who says so.

The names below are the public API; docs/python.md explains them. They are imported when they are
first used, so that `agenda --version` stays quick.
"""

TYPE_CHECKING = False  # ctrl-C prints a traceback until `typing` and others are imported
if TYPE_CHECKING:
    from agenda.errors import EnvironmentFailure
    from agenda.history.book_diff import SourcedChange, VisitDiff
    from agenda.history.diff import Change
    from agenda.model.diagnostic import Diagnostic, Location, Span
    from agenda.model.edtf import When
    from agenda.model.report import Claim, Report
    from agenda.model.visit import Visit
    from agenda.services.apply import PlannedWrite
    from agenda.services.library import apply, diff, load, replay, validate
    from agenda.store.book import Book

__version__ = "0.1.0"

__all__ = [
    "Book",
    "Change",
    "Claim",
    "Diagnostic",
    "EnvironmentFailure",
    "Location",
    "PlannedWrite",
    "Report",
    "SourcedChange",
    "Span",
    "Visit",
    "VisitDiff",
    "When",
    "apply",
    "diff",
    "load",
    "replay",
    "validate",
]

_MODULES = {
    "Book": "store.book",
    "Change": "history.diff",
    "Claim": "model.report",
    "Diagnostic": "model.diagnostic",
    "EnvironmentFailure": "errors",
    "Location": "model.diagnostic",
    "PlannedWrite": "services.apply",
    "Report": "model.report",
    "SourcedChange": "history.book_diff",
    "Span": "model.diagnostic",
    "Visit": "model.visit",
    "VisitDiff": "history.book_diff",
    "When": "model.edtf",
    **dict.fromkeys(("apply", "diff", "load", "replay", "validate"), "services.library"),
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
