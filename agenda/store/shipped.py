"""What comes with the program, pages and a demonstration book, and where that came from."""

import json
import re
from pathlib import Path
from typing import Any, Final

from agenda.errors import EnvironmentFailure

_COMMENT: Final = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_LINK_TO_FILE: Final = re.compile(r"\[([^\[\]]*)\]\((?!https?:)[^()\s]*\)")

_PACKAGE: Final = Path(__file__).parent.parent

NAME: Final = "summit-agenda"
"""The name of this program's distribution."""

PAGES: Final = {
    "files": "every field of visits, reports and settings",
    "dates": "exact and uncertain dates, countdowns, and days in options",
    "status": "the list of visits, filters and groups",
    "confirmation": "how certain a visit is, and what each side has said",
    "claims": "how reports change a visit",
    "rules": "what `agenda validate` checks",
    "git": "revisions, `git diff`, and how to get a plain patch",
    "ci": "GitHub, GitLab, Jenkins and pre-commit",
    "sharing": "pages, a feed, a calendar and mails for people without a terminal",
    "export": "calendars for subscribers, and tables for spreadsheets",
    "json": "the output of `--format json`",
    "python": "the Python API",
}
"""The pages of the documentation that `agenda help` shows, each with its subject."""


def page(name: str) -> str:
    """The Markdown of a page of the documentation, without links to other files."""
    text = _shipped(f"docs/{name}.md").read_text(encoding="utf-8")
    return _LINK_TO_FILE.sub(r"\1", _COMMENT.sub("", text))


def demonstration_book() -> Path:
    """The folder of the book about the visits of June 2024; other files may lie beside it."""
    return _shipped("agendas").parent


def _shipped(name: str) -> Path:
    """A file or folder that the wheel has a copy of, or that is in the checkout of the program."""
    for folder in (_PACKAGE / "shipped", _PACKAGE.parent):
        if (folder / name).exists():
            return folder / name
    raise EnvironmentFailure(f"this installation lacks {name}; install agenda again")


def recorded_origin() -> dict[str, Any] | None:
    """The record of a direct URL: empty if pip used an index, ``None`` if not installed."""
    from importlib import metadata

    try:
        text = metadata.distribution(NAME).read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return None
    record: dict[str, Any] = json.loads(text or "{}")
    return record


def web_address(origin: dict[str, Any] | None) -> str:
    """The web page of the repository that the program was installed from, if there is one."""
    from urllib.parse import urlsplit

    url = urlsplit(str((origin or {}).get("url", "")))
    if url.scheme not in {"http", "https"} or not url.hostname or "@" in url.netloc:
        return ""
    return url.geturl().removesuffix(".git")
