"""The rules, and how a book is held to them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from agenda.book.book import Book
from agenda.domain.claims import Said, spoken
from agenda.domain.problem import Fault, Problem, Route, Severity
from agenda.domain.provenance import last_speakers


class View(Struct, frozen=True, dict=True):
    """What a rule looks at: the book, the faults found in reading it, and the ids of all rules."""

    book: Book
    rule_ids: tuple[str, ...] = ()

    @cached_property
    def found(self) -> Mapping[str, list[Fault]]:
        """The faults of single files, by the rule that they break."""
        by_rule: dict[str, list[Fault]] = defaultdict(list)
        for rule, fault in self.book.found:
            by_rule[rule].append(fault)
        return by_rule

    @cached_property
    def speakers(self) -> Mapping[str, Mapping[Route, Said]]:
        """For each visit and fact, the last claim that speaks on it."""
        return last_speakers(spoken(self.book.reports))


Check = Callable[[View], Iterator[Fault]]


class Rule(Struct, frozen=True):
    """One rule: its id, how much it matters, what it finds, and its documentation."""

    id: str
    severity: Severity
    check: Check
    doc: str


def rule(severity: Severity) -> Callable[[Check], Rule]:
    """Make a rule of a generator: its name is the rule's id, its docstring what it wants."""

    def made(check: Check) -> Rule:
        return Rule(check.__name__.replace("_", "-"), severity, check, check.__doc__ or "")

    return made


def problems(book: Book, rules: tuple[Rule, ...]) -> list[Problem]:
    """All that the rules find in a book, by file and there by line and column."""
    view = View(book, tuple(rule.id for rule in rules))
    if unclaimed := view.found.keys() - {rule.id for rule in rules}:
        raise LookupError(f"no rule tells what was found: {', '.join(sorted(unclaimed))}")
    found = [
        Problem(rule.id, severity, fault)
        for rule in rules
        if (severity := book.settings.rules.get(rule.id, rule.severity)) != "off"
        for fault in rule.check(view)
    ]
    return sorted(found, key=lambda problem: _sort_key(book, problem))


def _sort_key(book: Book, problem: Problem) -> tuple[object, ...]:
    place = problem.fault.place
    return place.file, book.span(place), problem.rule, problem.fault.message
