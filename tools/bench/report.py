"""The results of the benchmark as Markdown and as JSON."""

import json
import platform
from collections.abc import Iterable, Sequence
from textwrap import fill
from typing import Any, Final

import msgspec
from msgspec import Struct

from tools.bench.result import Budget, Growth, Measurement, Section

_HEAD: Final = """\
# Performance

The cost of the program, and how it grows with the size of a book. `make bench` measures it and
writes this page. In each round, all commands are run in turn, on files that are generated from the
shipped book. Times are medians; ratios are medians of the ratios of the rounds. The noise below a
section is that of a fixed computation that is run in each round: the interquartile range of its
times, divided by their median. Differences smaller than the noise are not significant.

Measured with {python} on a machine with {cpus} CPUs.
"""


class Machine(Struct, frozen=True):
    """The machine on which the benchmark was run."""

    python: str
    cpus: int


def machine(cpus: int) -> Machine:
    """The current machine."""
    return Machine(f"{platform.python_implementation()} {platform.python_version()}", cpus)


def markdown(machine: Machine, sections: Sequence[Section]) -> str:
    """The page."""
    head = _HEAD.format(python=machine.python, cpus=machine.cpus)
    return "\n".join([head, budgets(sections), *map(subject, sections)])


def budgets(sections: Iterable[Section]) -> str:
    """The budgets of all sections, and the reasons for those that are missed."""
    all_budgets = [budget for section in sections for budget in section.budgets]
    return "\n".join(filter(None, ("## Budgets\n", _budgets(all_budgets), _reasons(all_budgets))))


def subject(section: Section) -> str:
    """One section: its description and its tables."""
    parts = [f"## {section.title}\n", f"{_wrapped(section.description)}\n", _rows(section.rows)]
    if section.growths:
        alt = f"{section.title}: seconds over sizes, on logarithmic scales"
        parts += [_growths(section.growths), f"![{alt}]({graph_path(section)})\n"]
    return "\n".join([*parts, f"Noise: {section.noise:.1%}.\n"])


def graph_path(section: Section) -> str:
    """The path of the picture of a section's growths, beside the page."""
    return f"pictures/growth-{section.title.lower().replace(' ', '-')}.svg"


def _wrapped(text: str) -> str:
    return fill(" ".join(text.split()), 100, break_long_words=False, break_on_hyphens=False)


def to_json(machine: Machine, sections: Sequence[Section]) -> str:
    """The results as JSON: `machine`, and `sections` with `rows`, `growths` and `budgets`."""
    content: dict[str, Any] = {
        "machine": msgspec.to_builtins(machine),
        "sections": [
            msgspec.to_builtins(section)
            | {
                "growths": [
                    msgspec.to_builtins(growth) | {"exponent": growth.exponent}
                    for growth in section.growths
                ],
                "budgets": [
                    msgspec.to_builtins(budget) | {"is_met": budget.is_met}
                    for budget in section.budgets
                ],
            }
            for section in sections
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _budgets(budgets: Iterable[Budget]) -> str:
    return table(
        ("what", "measured", "budget", "met"),
        [
            (
                budget.what,
                _number(budget.measured, budget.unit),
                f"at {'least' if budget.is_least else 'most'} {_number(budget.limit, budget.unit)}",
                _met(budget),
            )
            for budget in budgets
        ],
    )


def _met(budget: Budget) -> str:
    if budget.is_met:
        return "yes"
    return f"no, by {_number(abs(budget.measured - budget.limit), budget.unit)}"


def _reasons(budgets: Iterable[Budget]) -> str:
    """The reasons for missed budgets, each listed once."""
    missed: dict[str, list[str]] = {}
    for budget in budgets:
        if not budget.is_met:
            missed.setdefault(budget.why, []).append(budget.what)
    return "".join(f"- Missed, {'; '.join(subjects)}: {why}.\n" for why, subjects in missed.items())


def _rows(rows: Iterable[Measurement]) -> str:
    return table(
        ("what", "seconds", "ratio", "against", "peak memory"),
        [
            (
                f"`{row.what}`" if row.what.startswith("python") else row.what,
                f"{row.seconds:.3f}",
                _ratio(row),
                row.against,
                "" if row.peak is None else _number(row.peak, "MB"),
            )
            for row in rows
        ],
    )


def _ratio(row: Measurement) -> str:
    if row.ratio is None:
        return ""
    noise = "" if row.noise is None else f" ± {row.noise / 2:.0%}"
    return _number(row.ratio, "×") + noise


def _growths(growths: Iterable[Growth]) -> str:
    return table(
        ("how it grows", "sizes", "seconds", "exponent"),
        [
            (
                f"{growth.what}, by {growth.unit}",
                " → ".join(f"{size:,}" for size in growth.sizes),
                " → ".join(f"{seconds:.3f}" for seconds in growth.seconds),
                f"{growth.exponent:.2f}",
            )
            for growth in growths
        ],
    )


def _number(value: float, unit: str) -> str:
    digits = 0 if unit in {"MB", "ms"} else 2
    return f"{value:.{digits}f} {unit}".rstrip()


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table with aligned columns."""
    lines = [list(head), ["-" * len(name) for name in head], *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    lines[1] = ["-" * width for width in widths]
    return "".join("| " + " | ".join(map(str.ljust, line, widths)) + " |\n" for line in lines)
