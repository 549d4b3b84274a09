"""The cost of other programs that check YAML files, on the same files."""

from pathlib import Path
from typing import Final

from agenda.store.layout import VISITS
from tools.bench.books import ROOT
from tools.bench.measure import AGENDA, Case, Measured, side_by_side
from tools.bench.result import Budget, Measurement, Section

MIN_RATIOS: Final = {"yamale": 4.0, "check-jsonschema": 30.0, "yamllint": 40.0}
"""The minimum ratio of the time of each peer to the time of this program."""

_DESCRIPTION: Final = """\
Whole commands, each in one process, on visits without reports, because the peers support only one
schema at a time: `yamllint -d relaxed`, `check-jsonschema` with this program's schema of a visit,
and `yamale -n 1` with a schema that is as strict as its language allows. The peers check less:
none of them checks dates, countries, reports, or relations between files. The noise of each ratio
is given beside it."""

_WHY: Final = (
    "the peer checks the form of each file; agenda also compares the files with each other, which "
    "takes two fifths of its time"
)

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
# In YAML 1.1, the country code of Norway is false.
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


def measure(programs: Path, book: Path, rounds: int) -> Section:
    """Time the peers, whose programs are in a folder, on a book of visits."""
    measured = side_by_side(_cases(programs, book), rounds, warm=False)
    size = len(list((book / VISITS).iterdir()))
    budgets = [
        Budget(
            f"{name} against agenda validate, {size:,} visits",
            measured.ratio(name, "agenda validate"),
            min_ratio,
            is_least=True,
            why=_WHY,
        )
        for name, min_ratio in MIN_RATIOS.items()
    ]
    rows = tuple(_rows(size, measured))
    return Section("Peers", _DESCRIPTION, rows, measured.noise, (), tuple(budgets))


def _rows(size: int, measured: Measured) -> list[Measurement]:
    ours = "agenda validate"
    return [
        Measurement(
            f"{name}, {size:,} visits",
            measured.seconds(name),
            "" if name == ours else ours,
            None if name == ours else measured.ratio(name, ours),
            measured.peak(name),
            None if name == ours else measured.noise_of_ratio(name, ours),
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
