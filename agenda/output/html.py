"""The templates of pages and mails. Every value in them is escaped.

This module needs Jinja2, which is in the extra `share`.
"""

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
