"""Checks a book: runs the rules, applies settings and suppression comments, sorts the result."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from agenda.lint.all_rules import CALENDAR_RULES, RULES
from agenda.lint.context import DayIn, LintContext
from agenda.lint.rule import Example, Rule
from agenda.lint.suppressions import Suppression, suppressions_of
from agenda.model.diagnostic import Diagnostic, Severity, TextEdit
from agenda.model.edtf import of_this_year
from agenda.model.settings import RuleSetting, Settings
from agenda.model.written_dates import in_yaml, read_dates, read_day
from agenda.store.book import Book, book_from_files


def lint_around(book: Book, day_in: DayIn, files: Collection[str]) -> list[Diagnostic] | None:
    """The diagnostics in some files, given the part of a book around them.

    ``None`` if one of them depends on ids or names that the rest of the book may have.
    """
    settings = rule_settings(book.settings)
    context = _context(book, day_in)
    on_names = [rule for rule in RULES if rule.looks_at in {"ids", "names"}]
    for rule in on_names:
        for diagnostic in _diagnostics(context, [rule], settings):
            if rule.looks_at == "names" or diagnostic.location.file in files:
                return None
    return [each for each in lint(book, day_in, files=files) if each.location.file in files]


def lint(
    book: Book,
    day_in: DayIn,
    rules: Sequence[Rule] = RULES,
    files: Collection[str] | None = None,
) -> list[Diagnostic]:
    """All diagnostics of a book that no comment suppresses, by file and there by position.

    If only some files are of interest, rules that look at one file run on no others.
    """
    context = _context(book, day_in)
    _require_known_rules(context)
    narrow = context if files is None else replace(context, book=book.only(files))
    settings = rule_settings(book.settings, rules)
    # Whether a comment is used does not depend on whether its rule is turned off.
    suppressed = {
        comment.rule for comments in context.suppressions.values() for comment in comments
    }
    first = [
        rule
        for rule in rules
        if not rule.runs_after_suppression and (settings[rule.id] != "off" or rule.id in suppressed)
    ]
    reported = [
        *_diagnostics(narrow, [rule for rule in first if rule.looks_at == "file"], settings),
        *_diagnostics(context, [rule for rule in first if rule.looks_at != "file"], settings),
    ]
    kept, unused = _split_suppressed(context, reported)
    # A comment that suppresses nothing today may be needed tomorrow.
    unused = tuple(entry for entry in unused if entry[1].rule not in CALENDAR_RULES)
    last = [rule for rule in rules if rule.runs_after_suppression]
    kept += _diagnostics(replace(context, unused=unused), last, settings)
    shown = (diagnostic for diagnostic in kept if settings[diagnostic.rule] != "off")
    return sorted(shown, key=lambda diagnostic: _sort_key(book, diagnostic))


def _context(book: Book, day_in: DayIn) -> LintContext:
    renamed = {old: rule.id for rule in RULES for old in rule.former_ids}
    return LintContext(
        book,
        cache(day_in),  # a book has many visits, and the world few time zones
        suppressions_of(book, renamed),
        frozenset(rule.id for rule in RULES),
        renamed,
    )


def rule_settings(settings: Settings, rules: Iterable[Rule] = RULES) -> dict[str, RuleSetting]:
    """The severity of each rule in a book, or `off`. Settings may use a rule's former ids."""
    return {rule.id: _rule_setting(settings, rule) for rule in rules}


def _rule_setting(settings: Settings, rule: Rule) -> RuleSetting:
    names = (rule.id, *rule.former_ids)
    return next((settings.rules[name] for name in names if name in settings.rules), rule.severity)


def with_severities(
    diagnostics: Iterable[Diagnostic], settings: Settings, today: date | None = None
) -> Iterator[Diagnostic]:
    """Diagnostics of the readers of files with the severity that their rules have in a book.

    A rule that is off keeps its own severity: the file can't be used all the same. Hints on dates
    have the year of ``today``, if it is known.
    """
    severities = {rule.id: _severity(rule, _rule_setting(settings, rule)) for rule in RULES}
    for diagnostic in on_day(diagnostics, today) if today else diagnostics:
        yield diagnostic.reported_as(diagnostic.rule, severities[diagnostic.rule])


def lint_example(example: Example, rule: Rule) -> tuple[Book, list[Diagnostic]]:
    """The book of an example in a rule's documentation, and the rule's diagnostics in it."""
    book = book_from_files(Path(), example.contents)
    diagnostics = lint(book, lambda _: example.day)
    return book, [diagnostic for diagnostic in diagnostics if diagnostic.rule == rule.id]


def _require_known_rules(context: LintContext) -> None:
    if unknown := context.reader_diagnostics.keys() - context.rule_ids:
        raise LookupError(f"no rule has these ids of diagnostics: {', '.join(sorted(unknown))}")


def _diagnostics(
    context: LintContext, rules: Iterable[Rule], settings: Mapping[str, RuleSetting]
) -> Iterator[Diagnostic]:
    for rule in rules:
        severity = _severity(rule, settings[rule.id])
        diagnostics: Iterable[Diagnostic] = (
            rule.check(context) if rule.check else _of_readers(context, rule)
        )
        for diagnostic in diagnostics:
            yield diagnostic.reported_as(rule.id, severity)


def _of_readers(context: LintContext, rule: Rule) -> Iterable[Diagnostic]:
    diagnostics = context.reader_diagnostics.get(rule.id, ())
    return on_day(diagnostics, context.day_in("")) if diagnostics else ()


def on_day(diagnostics: Iterable[Diagnostic], today: date) -> Iterator[Diagnostic]:
    """Diagnostics with the hints and fixes on dates that depend on the day."""
    for diagnostic in diagnostics:
        location, text = diagnostic.location, diagnostic.date_text
        is_day = isinstance(location.at, tuple) and location.at[-1:] == ("published",)
        read = read_day if is_day else read_dates
        dates = read(text, today)
        edit = TextEdit(location, text, in_yaml(dates.certain))
        yield replace(
            diagnostic,
            hint=dates.hint or of_this_year(diagnostic.hint, today),
            fix=(edit,) if dates.certain else diagnostic.fix,
        )


def _severity(rule: Rule, setting: RuleSetting) -> Severity:
    return rule.severity if setting == "off" else setting


def _split_suppressed(
    context: LintContext, diagnostics: list[Diagnostic]
) -> tuple[list[Diagnostic], tuple[tuple[str, Suppression], ...]]:
    """The diagnostics that no comment suppresses, and the comments that suppress none."""
    if not context.suppressions:
        return diagnostics, ()
    by_line: dict[tuple[str, str, int], list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        file = diagnostic.location.file
        if file in context.suppressions:
            line = context.book.span(diagnostic.location).line
            by_line[file, diagnostic.rule, line].append(diagnostic)
    suppressed: set[int] = set()
    unused = []
    for file, comments in context.suppressions.items():
        for comment in comments:
            on_line = by_line.get((file, comment.rule, comment.line), [])
            suppressed.update(map(id, on_line))
            if not on_line:
                unused.append((file, comment))
    kept = [diagnostic for diagnostic in diagnostics if id(diagnostic) not in suppressed]
    return kept, tuple(unused)


def _sort_key(book: Book, diagnostic: Diagnostic) -> tuple[object, ...]:
    location = diagnostic.location
    return location.file, book.span(location), diagnostic.rule, diagnostic.message
