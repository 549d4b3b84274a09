"""How the cost grows with what is in one file: the items of a visit, the claims of a report."""

from pathlib import Path
from typing import Final

from agenda.store.layout import REPORTS, VISITS
from tools.bench.measure import AGENDA, Case, side_by_side
from tools.bench.result import Budget, Growth, Measurement, Section, linear

_DESCRIPTION: Final = """\
Whole commands on a book of one visit and one report, of which one is crowded: the visit has many
items on its agenda, or the report has many claims on the visit. The largest are near the limits of
a file. The exponent is fitted to the time beyond the bare imports."""

_MAX_SECONDS: Final = 2.0
_WHY: Final = "what is in one file is compared with all else that is in it"

_VISIT: Final = """\
visitor: {name: The President, country: RU}
host: {country: VN, city: Hanoi}
confirmation: {state: tentative}
"""
_REPORT: Final = "published: 2026-01-01\npublisher: The Bench\nclaims:\n"
_CLAIM: Final = "- {{visit: crowded, according_to: Clerk {0}, kind: state, notes: Note {0}}}\n"
_COMMANDS: Final = {
    "items": {
        "agenda validate": ("validate",),
        "agenda show": ("show", "crowded"),
    },
    "claims": {
        "agenda validate": ("validate",),
        "agenda show": ("show", "crowded"),
        "agenda log": ("log",),
        "agenda apply --dry-run": ("apply", "--dry-run", f"{REPORTS}/2026-01-01-bench.yaml"),
    },
}


def measure(folder: Path, sizes: tuple[int, ...], rounds: int, floor: float) -> Section:
    """Time commands on books with the given numbers of items or claims, in ascending order."""
    rows, growths, noise = list[Measurement](), list[Growth](), 0.0
    for kind, commands in _COMMANDS.items():
        by_size = {}
        for size in sizes:
            book = folder / f"{size}-{kind}"
            _write(book, **{kind: size})
            cases = {name: Case((AGENDA, *arguments), book) for name, arguments in commands.items()}
            by_size[size] = side_by_side(cases, rounds, warm=False)
        noise = max(noise, *(measured.noise for measured in by_size.values()))
        for name in commands:
            seconds = tuple(measured.seconds(name) for measured in by_size.values())
            peak = by_size[sizes[-1]].peak(name)
            rows.append(Measurement(f"{name}, {sizes[-1]:,} {kind}", seconds[-1], peak=peak))
            growths.append(Growth(f"{name}, one file", kind, sizes, seconds, floor))
    budgets = [Budget(row.what, row.seconds, _MAX_SECONDS, "s", why=_WHY) for row in rows] + [
        linear(growth, _WHY) for growth in growths
    ]
    return Section(
        "Crowded files", _DESCRIPTION, tuple(rows), noise, tuple(growths), tuple(budgets)
    )


def _write(book: Path, items: int = 1, claims: int = 1) -> None:
    for part in (VISITS, REPORTS):
        (book / part).mkdir(parents=True)
    agenda = (
        f"  item-{number}: {{title: Item {number}, topic: energy}}\n" for number in range(items)
    )
    visit = f"{_VISIT}agenda:\n{''.join(agenda)}"
    (book / VISITS / "crowded.yaml").write_text(visit, encoding="utf-8")
    report = _REPORT + "".join(map(_CLAIM.format, range(claims)))
    (book / REPORTS / "2026-01-01-bench.yaml").write_text(report, encoding="utf-8")
