"""The JSON Schemas as they are shipped, made by `make generate`."""

from pathlib import Path


def path_of(kind: str) -> Path:
    """The schema's file of a kind: `visit`, `report` or `book`."""
    return Path(__file__).parent / f"{kind}.json"
