"""The other programs that check YAML files, on the same files."""

from pathlib import Path
from typing import Final

from agenda.store.layout import VISITS
from tools.bench.books import ROOT
from tools.bench.measure import AGENDA, Case, Measured, side_by_side
from tools.bench.result import Budget, Measurement, Section

LEAST: Final = {"yamale": 2.0, "check-jsonschema": 10.0, "yamllint": 15.0}
"""How many times as long each of them takes at least."""

_DESCRIPTION: Final = """\
Visits alone, for the others know one schema at a time, and whole commands, each in one process:
`yamllint -d relaxed`, `check-jsonschema` with this program's own schema of a visit, `yamale -n 1`
with a schema that says as much as its language can. They check less: none of them knows dates,
places, reports, or one file from another. {small:,} visits are measured over {rounds} rounds;
{large:,} once, for the others take long over them. The budgets are for the larger book: on the
smaller one it is the start-up of each program that is compared."""

_WHY: Final = "the peer shares libyaml's time with this program, and checks less"

_SCHEMA: Final = """\
visitor: include('visitor')
host: include('host')
kind: enum('state', 'official', 'official-working', 'working', 'private', 'multilateral', \
'margins', required=False)
occasion: str(required=False)
trip: str(required=False)
dates: any(str(), day(), required=False)
confirmation: include('confirmation')
agenda: map(include('item'), required=False)
notes: str(required=False)
---
# YAML 1.1 takes Norway for false.
visitor:
  name: str(min=1)
  role: str(required=False)
  country: any(str(), bool())
host:
  country: any(str(), bool())
  city: str(required=False)
  timezone: str(required=False)
confirmation:
  state: enum('rumoured', 'tentative', 'announced', 'confirmed', 'doubtful', 'postponed', \
'cancelled', 'completed')
  visitor: enum('no-comment', 'preparing', 'announced', 'denied', required=False)
  host: enum('no-comment', 'preparing', 'announced', 'denied', required=False)
item:
  title: str(required=False)
  topic: str(required=False)
  status: enum('proposed', 'expected', 'agreed', 'discussed', 'signed', 'dropped', required=False)
  note: str(required=False)
"""


def measure(programs: Path, small: Path, large: Path, rounds: int) -> Section:
    """Time the peers, whose commands are in a folder, on two books of visits."""
    often = side_by_side(_cases(programs, small), rounds, warm=False)
    once = side_by_side(_cases(programs, large), 1, warm=False)
    sizes = [len(list((book / VISITS).iterdir())) for book in (small, large)]
    rows = [
        row
        for size, measured in zip(sizes, (often, once), strict=True)
        for row in _rows(size, measured)
    ]
    budgets = [
        Budget(
            f"{name} against agenda validate, {sizes[1]:,} visits",
            once.ratio(name, "agenda validate"),
            least,
            is_least=True,
            why=_WHY,
        )
        for name, least in LEAST.items()
    ]
    description = _DESCRIPTION.format(small=sizes[0], large=sizes[1], rounds=rounds)
    return Section("Beside the peers", description, tuple(rows), often.noise, (), tuple(budgets))


def _rows(size: int, measured: Measured) -> list[Measurement]:
    ours = "agenda validate"
    return [
        Measurement(
            f"{name}, {size:,} visits",
            measured.seconds(name),
            "" if name == ours else ours,
            None if name == ours else measured.ratio(name, ours),
            measured.peak(name),
        )
        for name in measured.runs
    ]


def _cases(programs: Path, book: Path) -> dict[str, Case]:
    schema = book / "visit.yamale"
    schema.write_text(_SCHEMA, encoding="utf-8")
    files = sorted(path.relative_to(book) for path in (book / VISITS).iterdir())
    ours = ROOT / "agenda" / "schemas" / "visit.json"
    check: list[str | Path] = [programs / "check-jsonschema", "--schemafile", ours]
    return {
        "agenda validate": Case((AGENDA, "validate"), book),
        "yamale": Case((programs / "yamale", "-n", "1", "-s", schema.name, VISITS), book),
        "check-jsonschema": Case((*check, *files), book),
        "yamllint": Case((programs / "yamllint", "-d", "relaxed", VISITS), book),
    }
