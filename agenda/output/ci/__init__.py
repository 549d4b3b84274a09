"""Diagnostics in the formats of CI services, and the table of all formats of `agenda validate`."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from agenda.services.check import CheckResult


class Format(NamedTuple):
    """One format. ``module`` is the one that renders it, and is imported when it is needed."""

    description: str
    module: str
    is_for_programs: bool = True


FORMATS: Final = {
    "text": Format(
        "a line for each error and warning; on a terminal with the source line", "", False
    ),
    "json": Format("every problem with its rule, location, message and hint", "agenda.output.json"),
    "github": Format("workflow commands of GitHub Actions", "agenda.output.ci.github", False),
    "gitlab": Format("GitLab's code quality report", "agenda.output.ci.gitlab"),
    "sarif": Format("SARIF 2.1.0, for code scanning", "agenda.output.ci.sarif"),
    "junit": Format("JUnit XML, for test reports", "agenda.output.ci.junit"),
}
"""The formats of `agenda validate`, by name. The first is the default."""

Render = Callable[["CheckResult", str], str]


def is_for_programs(name: str) -> bool:
    """Whether programs read a format, so that it is UTF-8 in any locale."""
    return name in FORMATS and FORMATS[name].is_for_programs


def renderer(name: str) -> Render:
    """The function that renders diagnostics in a format other than `text`.

    Its arguments are the diagnostics with their book, and what goes before each path.
    """
    render: Render = import_module(FORMATS[name].module).render
    return render
