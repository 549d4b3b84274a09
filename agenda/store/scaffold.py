"""The files of a new book, and the starting files of a new visit or report."""

import shlex
from collections.abc import Collection, Iterator, Sequence
from datetime import MAXYEAR, date
from pathlib import Path
from typing import Final

from msgspec import Struct

from agenda.errors import EnvironmentFailure
from agenda.model.country import Country
from agenda.store.atomic_write import write
from agenda.store.files import read_book_file
from agenda.store.layout import ENDINGS, REPORTS, SETTINGS, VISITS
from agenda.store.scaffold_checks import (
    GITHUB,
    GITHUB_SITE,
    GITLAB,
    HOOKS,
    Service,
    github_site_workflow,
    github_workflow,
    gitlab_pipeline,
    gitlab_site_job,
    pre_commit_hooks,
)
from agenda.store.shipped import demonstration_book
from agenda.yamlio.quoting import Value, flow_text, yaml_scalar

ATTRIBUTES: Final = tuple(
    f"{folder}/**/*{ending} diff=agenda" for folder in (VISITS, REPORTS) for ending in ENDINGS
)
"""The lines of `.gitattributes` that name the diff driver, which `agenda setup-git` configures."""

FORMER_ATTRIBUTES: Final = (f"{VISITS}/** diff=agenda", f"{REPORTS}/** diff=agenda")
"""The lines of earlier versions, which sent pictures and READMEs to the driver too."""

_SETTINGS: Final = """\
# The book's settings. All settings are optional; `agenda schema book` describes them.

# Topics that this desk follows, in addition to the built-in ones.
# topics:
#   grain-corridor:
#     label: Grain corridor
#     keywords: [wheat, black sea]

# Severities of rules: error, warning, notice or off. `agenda explain` lists the rules.
# rules:
#   unsourced: warning
"""


_OPENING: Final = """\
    # visitor: {name: , role: , country: }  # the country's two capital letters, or organization:
    # host: {country: , city: }  # or {candidates: [{country: , city: }]}
"""


class ScaffoldFile(Struct, frozen=True):
    """A file of a new book: its path, what it holds, and what it is for."""

    path: str
    text: str
    purpose: str


class ScaffoldPlan(Struct, frozen=True):
    """What a new book gets: files to create, files that are kept, and text to add by hand.

    ``manual`` has each path as a user would name it, and the text to add there.
    """

    folder: Path
    created: tuple[ScaffoldFile, ...]
    kept: tuple[str, ...]
    manual: tuple[tuple[str, str], ...]

    def write(self) -> None:
        """Create all files, or none."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentFailure(f"can't create {self.folder}: {error.strerror}") from error
        files = {self.folder / file.path: file.text.encode() for file in self.created}
        write(self.folder, files, {})


def scaffold(
    folder: Path, requirement: str, service: Service = "github", *, has_site: bool = False
) -> ScaffoldPlan:
    """The files that make a folder a book; existing files are kept unchanged.

    ``requirement`` is the argument with which pip installs this program, or empty if it is not
    known. ``service`` is where the book is checked, and published as a site if it ``has_site``.
    """
    repository = repository_of(folder)
    is_top = repository in {None, folder}
    below = "" if repository is None else folder.relative_to(repository).as_posix()
    # GitHub and pre-commit read their files only at a repository's top.
    checks = list(_checks("" if is_top else below, requirement, service, has_site=has_site))
    created, kept, manual = [], [], []
    for file in [*_own(folder), *(checks if is_top else [])]:
        path = folder / file.path
        if not path.exists() and not path.is_symlink():
            created.append(file)
        else:
            kept.append(file.path)
            if file.path == HOOKS and not _mentions(folder, file.path, "agenda validate"):
                manual.append((file.path, file.text.removeprefix("repos:\n")))
            if file.path == GITLAB and has_site and not _mentions(folder, GITLAB, "agenda site"):
                manual.append((GITLAB, gitlab_site_job("", requirement)))
    if not is_top and repository is not None:
        for file in checks:
            path = repository / file.path
            command = "site public" if "agenda site" in file.text else "validate"
            if not _mentions(repository, file.path, f"agenda {command}{_book_option(below)}"):
                text = file.text.removeprefix("repos:\n") if path.exists() else file.text
                manual.append((str(path), text))
    return ScaffoldPlan(folder, tuple(created), tuple(kept), tuple(manual))


def demonstration(folder: Path) -> ScaffoldPlan:
    """The files of the demonstration book, in a folder that is no book yet."""
    if (folder / VISITS).exists():
        raise EnvironmentFailure(f"{folder} is a book already; name a new folder")
    source = demonstration_book()
    files = tuple(
        ScaffoldFile(f"{part}/{path.name}", _without_schema(path.read_text("utf-8")), what)
        for part, what in ((VISITS, "a visit"), (REPORTS, "a report"))
        for path in sorted((source / part).glob("*.yaml"))
    )
    return ScaffoldPlan(folder, files, (), ())


def _without_schema(text: str) -> str:
    """A file of the demonstration book without the line that names a schema beside it."""
    first, _, rest = text.partition("\n")
    return rest if first.startswith("# yaml-language-server:") else text


def _own(folder: Path) -> Iterator[ScaffoldFile]:
    for name, what in ((VISITS, "one file for each visit"), (REPORTS, "one file for each report")):
        # Git does not track empty folders.
        if not (folder / name).is_dir() or not any((folder / name).iterdir()):
            yield ScaffoldFile(f"{name}/.gitkeep", "", what)
    if not (folder / SETTINGS[1]).exists():
        yield ScaffoldFile(
            SETTINGS[0], _SETTINGS, "the desk's own topics, and the severities of rules"
        )
    attributes = "".join(f"{line}\n" for line in ATTRIBUTES)
    yield ScaffoldFile(
        ".gitattributes", attributes, "the diff driver that `agenda setup-git` sets up"
    )


def _checks(
    below: str, requirement: str, service: Service, *, has_site: bool
) -> Iterator[ScaffoldFile]:
    """The files that let a repository check its book, which is at its top or at a path below it.

    With ``has_site``, they publish it too.
    """
    options = _book_option(below)
    if service == "github":
        text = github_workflow(options, requirement)
        yield ScaffoldFile(GITHUB, text, "checks the book on GitHub")
        if has_site:
            text = github_site_workflow(options, requirement)
            yield ScaffoldFile(GITHUB_SITE, text, "publishes the book on GitHub Pages")
    elif service == "gitlab":
        job = f"\n{gitlab_site_job(options, requirement)}" if has_site else ""
        text = f"{gitlab_pipeline(options, requirement)}{job}"
        purpose = "checks and publishes the book" if has_site else "checks the book"
        yield ScaffoldFile(GITLAB, text, f"{purpose} on GitLab")
    hooks = pre_commit_hooks(options)
    yield ScaffoldFile(HOOKS, hooks, "checks the book before a commit, with pre-commit")


def _book_option(below: str) -> str:
    return f" --book {shlex.quote(below)}" if below else ""


def _mentions(top: Path, file: str, text: str) -> bool:
    """Whether a text is in a file, if that is a regular file below a folder."""
    try:
        return text.encode() in read_book_file(top, file)
    except OSError:
        return False


def repository_of(folder: Path) -> Path | None:
    """The top of the repository that a folder is in, or will be in; ``None`` if there is none."""
    return next((top for top in (folder, *folder.parents) if (top / ".git").exists()), None)


def report_template(
    published: date,
    publisher: str,
    title: str,
    url: str,
    visits: Sequence[str],
    opened: Collection[str] = (),
) -> str:
    """The starting file of a report: a claim for each visit, with what opens the ``opened``."""
    year = published.year
    first, *others = visits or ("",)
    opening = _OPENING if first in opened or not first else ""
    further = "".join(
        f"  - visit: {yaml_scalar(visit)}\n    according_to:\n{_OPENING if visit in opened else ''}"
        for visit in others
    )
    return _without_trailing_spaces(f"""\
published: {yaml_scalar(published.isoformat())}
publisher: {yaml_scalar(publisher)}
title: {yaml_scalar(title) if title else ""}  # a summary in one line of your own words
url: {yaml_scalar(url) if url else ""}
cites: []  # the ids of the reports that this one cites
# One claim per source and visit, with the fields of a visit. Fields that a claim omits are
# unchanged. The first claim on a visit opens it, and has `visitor` and `host`. With `event` or
# `trip` in place of `visit`, a claim is on all visits that share that name.
claims:
  - visit: {yaml_scalar(first) if first else ""}
    according_to:  # who says so: a name and an office
{opening}    # grade: B2  # Admiralty code: source reliability A-F, claim credibility 1-6
    # wording: in the coming weeks  # the report's own words for vague dates
    # meets:
    #   a-key: {{name: , role: , country: , status: expected}}  # country, or organization
    # event: a-name  # shared by all visits to one summit; trip: for the legs of one journey
    # dates: "[{year}-06-10..{year}-07-07]"  # sometime within; {year}-06-19/{year}-06-20 is from/to
    # confirmation:
    #   state: tentative  # rumoured, tentative, announced, confirmed; or doubtful, postponed, ...
    #   visitor: preparing  # no-comment, preparing, announced; or denied
    #   host: no-comment
    # agenda:
    #   trade:  # a topic, or a short name of your own with a title
    #     title:
    #     status: expected  # proposed, expected, agreed, discussed, signed; or dropped
    #     date: {year}-06-20  # if it has a day of its own, and a place
    #     place: Hanoi
    # instead_of: ru-vn-2023  # the visit that this one takes the place of
    # retracts: [dates]  # facts to clear before the rest is applied
    # rejected: Why this desk does not believe the claim.
{further}""")


def without_unused_comments(report: bytes, published: date) -> bytes:
    """A report's file without the comment lines of its template that were not filled in."""
    template = report_template(published, "", "", "", ("a", "b"), ("a", "b"))
    unused = {line for line in template.splitlines() if line.lstrip().startswith("#")}
    lines = report.decode(errors="surrogateescape").splitlines(keepends=True)
    kept = (line for line in lines if line.rstrip("\r\n") not in unused)
    return "".join(kept).encode(errors="surrogateescape")


def _without_trailing_spaces(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def visit_template(name: str, visitor: Country | str, host: Country | Value, year: int) -> str:
    """The starting file of a visit, with examples of dates in a year.

    The visitor is of a country or an organization; the host is a country, or a list of candidates.
    """
    return _without_trailing_spaces(f"""\
visitor:
  name: {yaml_scalar(name) if name else ""}
  role:
  {_side(visitor)}
host:
{_host(host)}
kind:  # state, official, official-working, working, private, multilateral, margins, ...
# trip: a-name  # shared by the visits of one trip
# event: a-name  # shared by all visits to one summit
dates:  # {year}-06-19/{year}-06-20 is from/to; "[{year}-06-10..{year}-07-07]" is sometime within
confirmation:
  state: rumoured  # rumoured, tentative, announced, confirmed; or doubtful, postponed, ...
  # visitor: preparing  # each side's latest statement: no-comment, preparing, announced; or denied
  # host: no-comment
# meets:
#   a-key: {{name: , role: , country: , status: expected}}  # country, or organization
agenda:
  # energy:
  #   title: Energy cooperation
  #   status: expected  # proposed, expected, agreed, discussed, signed; or dropped
  #   date: {year}-06-20  # if it has a day of its own, and a place
  #   place: Hanoi
# instead_of: an-id  # the visit that this one takes the place of
""")


def _side(visitor: Country | str) -> str:
    if isinstance(visitor, Country) and visitor:
        return f"country: {yaml_scalar(visitor)}  # {visitor.name}"
    return f"organization: {yaml_scalar(visitor)}"


def _host(host: Country | Value) -> str:
    if not isinstance(host, Country):
        return f"  candidates: {flow_text(host)}  # in place of a country, until one is decided"
    zone = host.zone_of("", MAXYEAR)
    zone_note = "" if zone else f"  # clocks in {host.name} differ: needed if the city is small"
    return f"""\
  country: {yaml_scalar(host)}  # {host.name}
  city:
  timezone: {zone}{zone_note}"""
