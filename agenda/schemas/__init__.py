"""The shipped JSON Schemas, which `make generate` writes."""

from pathlib import Path


def path_of(kind: str) -> Path:
    """The path of a kind's schema; the kind is `visit`, `report` or `book`."""
    return Path(__file__).parent / f"{kind}.json"
