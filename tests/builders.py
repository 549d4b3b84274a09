"""Builders of visits, claims, reports, books and git repositories for tests."""

import os
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from agenda.history.evidence import KnownClaims, SourcedClaim
from agenda.history.merge import merge
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
"""Writes the files of a book, by path, and returns its folder."""

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"

COMMITTER = {
    f"GIT_{role}_{name}": value
    for role in ("AUTHOR", "COMMITTER")
    for name, value in (("NAME", "A"), ("EMAIL", "a@example.org"))
}


SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "maintenance.auto",  # a process after each commit, which does nothing
    "GIT_CONFIG_VALUE_0": "false",
    "GIT_TEMPLATE_DIR": "",  # the sample hooks
}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, without the user's git settings, and return its output."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    result = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        env=env | COMMITTER | SETTINGS,
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout


def commit(folder: Path, message: str = "More") -> None:
    """Commit all changes in a repository; there may be none."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)


JUNE = date(2024, 6, 10)


def visit(state: Any = "rumoured", dates: str = "", **fields: Any) -> Visit:
    """A visit of Vladimir Putin to Vietnam."""
    return Visit(
        visitor=Visitor(name="Vladimir Putin", country=Country("RU")),
        host=Host(country=Country("VN")),
        confirmation=Confirmation(state=state),
        dates=When.parse(dates) if dates else UNDATED,
        **fields,
    )


def claim(state: Any = "", dates: str = "", **fields: Any) -> Claim:
    """A claim by an official, by default on the visit `ru-vn`."""
    return Claim(
        visit=fields.pop("visit", "ru-vn"),
        according_to="An official",
        confirmation=PartialConfirmation(state=state),
        dates=When.parse(dates) if dates else UNDATED,
        **fields,
    )


def opening_claim(visit_id: str = "ru-vn", **fields: Any) -> Claim:
    """A claim with a complete visitor and host, which can open its visit."""
    return claim(
        visit=visit_id,
        visitor=PartialVisitor(name="Vladimir Putin", country=Country("RU")),
        host=PartialHost(country=Country("VN")),
        **fields,
    )


def report(*claims: Claim, day: int = 0, cites: tuple[str, ...] = ()) -> Report:
    """A report published ``day`` days after ``JUNE``."""
    return Report(published=JUNE + timedelta(days=day), publisher="P", cites=cites, claims=claims)


def sourced(claimed: Claim, day: int = 0, publisher: str = "P", index: int = 0) -> SourcedClaim:
    """A claim in a report of some days after ``JUNE``."""
    return SourcedClaim(
        f"r{day}-{publisher}", JUNE + timedelta(days=day), publisher, index, claimed
    )


def merged(known: Visit, *claims: Claim) -> Visit:
    """A visit of which nobody claims anything yet, after claims in reports of one source."""
    known_claims = KnownClaims()
    for day, claimed in enumerate(claims):
        known = merge(known, sourced(claimed, day), known_claims).visit
    return known
