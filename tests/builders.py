"""Visits, claims, reports, books and repositories as tests make them."""

import os
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from agenda.model.country import Country
from agenda.model.edtf import UNDATED, When
from agenda.model.report import Claim, Report
from agenda.model.visit import (
    Confirmation,
    Host,
    PartialConfirmation,
    PartialHost,
    PartialVisitor,
    Visit,
    Visitor,
)

MakeBook = Callable[[dict[str, bytes | str]], Path]
"""Makes a book of files, by their paths, and gives its folder."""

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"

WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"))
}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, with nothing of the environment's own git."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    ended = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        env=kept | WHO | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout


def commit(folder: Path, message: str = "More") -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


JUNE = date(2024, 6, 10)


def visit(state: Any = "rumoured", dates: str = "", **fields: Any) -> Visit:
    return Visit(
        visitor=Visitor(name="Vladimir Putin", country=Country("RU")),
        host=Host(country=Country("VN")),
        confirmation=Confirmation(state=state),
        dates=When.parse(dates) if dates else UNDATED,
        **fields,
    )


def claim(state: Any = "", dates: str = "", **fields: Any) -> Claim:
    return Claim(
        visit=fields.pop("visit", "ru-vn"),
        according_to="An official",
        confirmation=PartialConfirmation(state=state),
        dates=When.parse(dates) if dates else UNDATED,
        **fields,
    )


def opening(name: str = "ru-vn", **fields: Any) -> Claim:
    return claim(
        visit=name,
        visitor=PartialVisitor(name="Vladimir Putin", country=Country("RU")),
        host=PartialHost(country=Country("VN")),
        **fields,
    )


def report(*claims: Claim, day: int = 0, cites: tuple[str, ...] = ()) -> Report:
    return Report(published=JUNE + timedelta(days=day), publisher="P", cites=cites, claims=claims)
