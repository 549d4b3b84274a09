"""The paths of a site's pages, made of ids and names so that each is a plain file name."""

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Final

from agenda.text.slug import slugify

_PLAIN: Final = re.compile(r"[a-z0-9]++(?:-[a-z0-9]++)*+")
_LONGEST: Final = 80
_ALL: Final = "index"
"""The name of the page that lists all pages of a folder."""


def page_paths(folder: str, keys: Iterable[str]) -> dict[str, str]:
    """The path of the page of each key: `visits/ru-vn-2024.html`.

    The name is the key's slug. If that is not plain ASCII, too long or in use, it ends with a hash
    of the key.
    """
    used = {_ALL}
    paths = {}
    for key in sorted(keys):
        name = key if _PLAIN.fullmatch(key) else slugify(key)
        if name in used or len(name) > _LONGEST or not _PLAIN.fullmatch(name):
            kept = slugify(name.encode("ascii", "ignore").decode())[:_LONGEST]
            digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:10]
            name = f"{kept.strip('-')}-{digest}".removeprefix("-")
        used.add(name)
        paths[key] = f"{folder}/{name}.html"
    return paths


@lru_cache(maxsize=4096)  # a report is on the pages of a few visits
def anchor_of(report: str) -> str:
    """The name of a report on the page of a visit, which is the same in every build."""
    return page_paths("report", [report])[report].replace("/", "-").removesuffix(".html")
