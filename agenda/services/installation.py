"""Where this program was installed from, as pip and other installers record it."""

import json
from importlib import metadata
from typing import Any
from urllib.parse import urlsplit

NAME = "summit-agenda"
"""The name of this program's distribution."""


def recorded_origin() -> dict[str, Any] | None:
    """The record of a direct URL: empty if pip used an index, ``None`` if not installed."""
    try:
        text = metadata.distribution(NAME).read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return None
    record: dict[str, Any] = json.loads(text or "{}")
    return record


def web_address(origin: dict[str, Any] | None) -> str:
    """The web page of the repository that the program was installed from, if there is one."""
    url = urlsplit(str((origin or {}).get("url", "")))
    if url.scheme not in {"http", "https"} or not url.hostname or "@" in url.netloc:
        return ""
    return url.geturl().removesuffix(".git")
