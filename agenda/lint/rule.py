"""The rules, and how a book is held to them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Final

from msgspec import Struct

from agenda.history.replay import Said
from agenda.lint.suppressions import Allowance, allowances_of
from agenda.model.diagnostic import Fault, Place, Problem, Route, Severity
from agenda.model.settings import Weight
from agenda.model.visit import PartialVisit
from agenda.store.book import Book, VisitFile

_WHERE_DAYS_BEGIN: Final = "Pacific/Kiritimati"
_WHERE_DAYS_BEGIN_LAST: Final = "Etc/GMT+12"

DayIn = Callable[[str], date]
"""What day it is in a time zone; where the name is empty, here."""


class View(Struct, frozen=True, dict=True):
    """What a rule looks at: the book, what day it is, and the rules that there are.

    ``idle`` are the allowances that allowed nothing, each with its file; only a rule that comes
    last knows them.
    """

    book: Book
    day_in: DayIn
    rule_ids: tuple[str, ...] = ()
    idle: tuple[tuple[str, Allowance], ...] = ()
    allowances: Mapping[str, tuple[Allowance, ...]] = {}

    @cached_property
    def found(self) -> Mapping[str, list[Fault]]:
        """The faults of single files, by the rule that they break."""
        by_rule: dict[str, list[Fault]] = defaultdict(list)
        for rule, fault in self.book.found:
            by_rule[rule].append(fault)
        return by_rule

    @cached_property
    def latest_day(self) -> date:
        """The day that it is where every day begins first."""
        return self.day_in(_WHERE_DAYS_BEGIN)

    @cached_property
    def earliest_day(self) -> date:
        """The day that it is where every day begins last."""
        return self.day_in(_WHERE_DAYS_BEGIN_LAST)

    @cached_property
    def visit_files(self) -> Mapping[str, VisitFile]:
        """The files of the visits, by id. Of two files with one id the first counts."""
        files: dict[str, VisitFile] = {}
        for file in self.book.visit_files:
            files.setdefault(file.id, file)
        return files

    @cached_property
    def settled_files(self) -> Sequence[VisitFile]:
        """The files of the visits that say what was known on the day: no later report changes them.

        With an `--as-of` of the past, a file may be ahead of the reports that count.
        """
        later = self.book.spoken_of_later
        return [file for name, file in self.visit_files.items() if name not in later]

    @cached_property
    def pictures(self) -> Sequence[tuple[str, Route, PartialVisit]]:
        """All that files and claims say of visits: where each stands, and what it says."""
        said: list[tuple[str, Route, PartialVisit]] = [
            (file.file, (), file.readable) for file in self.book.visit_files
        ]
        for report in self.book.report_files:
            said += [(report.file, ("claims", index), claim) for index, claim in report.claims]
        return said

    @cached_property
    def item_keys(self) -> frozenset[str]:
        """The key of every item: many pictures have the same few."""
        return frozenset(key for _, _, picture in self.pictures for key in picture.agenda)

    def items_called(self, keys: frozenset[str]) -> Iterator[tuple[str, Place]]:
        """Where the items with some keys stand, in all files and claims."""
        for file, route, picture in self.pictures if keys else ():
            for key in picture.agenda.keys() & keys:
                yield key, Place(file, (*route, "agenda", key), key=True)

    def place(self, said: Said, *route: str | int) -> Place:
        """Where a claim says something."""
        return Place(self.book.file_of_report[said.report], ("claims", said.index, *route))


Check = Callable[[View], Iterator[Fault]]


class Rule(Struct, frozen=True):
    """One rule: its id, how much it matters, what it finds, and its documentation.

    One that ``comes_last`` is asked once it is known what every other one found.
    """

    id: str
    severity: Severity
    check: Check
    doc: str
    comes_last: bool = False


def rule(severity: Severity, *, comes_last: bool = False) -> Callable[[Check], Rule]:
    """Make a rule of a generator: its name is the rule's id, its docstring what it wants."""

    def made(check: Check) -> Rule:
        name = check.__name__.replace("_", "-")
        return Rule(name, severity, check, check.__doc__ or "", comes_last)

    return made


def problems(book: Book, rules: Sequence[Rule], day_in: DayIn) -> list[Problem]:
    """All that the rules find in a book and no comment allows, by file and there by place."""
    day_in = cache(day_in)  # a book has many visits, and the world few zones
    allowances = allowances_of(book)
    view = View(book, day_in, tuple(rule.id for rule in rules), allowances=allowances)
    if unclaimed := view.found.keys() - set(view.rule_ids):
        raise LookupError(f"no rule tells what was found: {', '.join(sorted(unclaimed))}")
    weights = {rule.id: book.settings.rules.get(rule.id, rule.severity) for rule in rules}
    # Whether a comment is needed does not hang on whether its rule is turned off.
    named = {comment.rule for comments in allowances.values() for comment in comments}
    first = (rule for rule in rules if not rule.comes_last)
    asked = (rule for rule in first if weights[rule.id] != "off" or rule.id in named)
    kept, idle = _not_allowed(view, list(_told(view, asked, weights)))
    last = (rule for rule in rules if rule.comes_last)
    kept += _told(View(book, day_in, view.rule_ids, idle, allowances), last, weights)
    told = (problem for problem in kept if weights[problem.rule] != "off")
    return sorted(told, key=lambda problem: _sort_key(book, problem))


def _told(view: View, rules: Iterator[Rule], weights: Mapping[str, Weight]) -> Iterator[Problem]:
    for rule in rules:
        weight = weights[rule.id]
        severity = rule.severity if weight == "off" else weight
        yield from (Problem(rule.id, severity, fault) for fault in rule.check(view))


def _not_allowed(
    view: View, told: list[Problem]
) -> tuple[list[Problem], tuple[tuple[str, Allowance], ...]]:
    """The problems that no comment allows, and the comments that allow none."""
    if not view.allowances:
        return told, ()
    spoken_of: dict[tuple[str, str, int], list[Problem]] = defaultdict(list)
    for problem in told:
        place = problem.fault.place
        if place.file in view.allowances:
            spoken_of[place.file, problem.rule, view.book.span(place).line].append(problem)
    allowed: set[int] = set()
    idle = []
    for file, comments in view.allowances.items():
        for comment in comments:
            silenced = spoken_of.get((file, comment.rule, comment.line), [])
            allowed.update(map(id, silenced))
            if not silenced:
                idle.append((file, comment))
    return [problem for problem in told if id(problem) not in allowed], tuple(idle)


def _sort_key(book: Book, problem: Problem) -> tuple[object, ...]:
    place = problem.fault.place
    return place.file, book.span(place), problem.rule, problem.fault.message
