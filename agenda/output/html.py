"""The templates of pages and mails. Every value in them is escaped.

This module needs Jinja2, which is in the extra `share`.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

TEMPLATES: Final = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # which looks for a newer template on each page
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def template(name: str) -> Template:
    """A template, read once."""
    return _environment().get_template(name)


@cache
def macros(name: str) -> Any:
    """The macros of a template, which return HTML."""
    return template(name).module


class Parts:
    """Parts that many pages have; each is made once, by a macro."""

    def __init__(self) -> None:
        self._html: dict[tuple[str, ...], str] = {}

    def of(self, macro: str, *key: str, values: Sequence[Any]) -> str:
        """The part that a macro makes of some values, which a key stands for."""
        html = self._html.get((macro, *key))
        if html is None:
            html = self._html[macro, *key] = getattr(macros("parts.html.j2"), macro)(*values)
        return html
