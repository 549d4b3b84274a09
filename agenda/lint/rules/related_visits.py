"""Whether visits that name each other, or the same trip or event, agree."""

from collections.abc import Iterator
from typing import Final

from agenda.history.building import UNKNOWN_VISIT
from agenda.history.labels import Label, label_of, label_visits, labels_of
from agenda.history.related_visits import Meeting, elsewhere, on_other_days
from agenda.history.replay import claims_in_order
from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.model.diagnostic import Diagnostic, FieldPath, Location, Related
from agenda.model.report import Claim
from agenda.model.visit import CALLED_OFF, EMPTY_HOST, EMPTY_VISITOR, UNKNOWN_PLACE, PartialHost
from agenda.store.decode import VisitFile
from agenda.text.suggest import Suggestions


@rule("warning", looks_at="ids")
def stand_in_unknown(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for visits in place of a visit that does not exist, or of themselves.

    Why: `instead_of` is the id of another visit, so that each of the two names the other.

    Failing::

        # agendas/us-my-2013-kerry.yaml
        visitor: {name: John Kerry, country: US}
        host: {country: MY}
        instead_of: us-my-2012
        confirmation: {state: tentative}

    Passing::

        # agendas/us-my-2013-kerry.yaml
        visitor: {name: John Kerry, country: US}
        host: {country: MY}
        instead_of: us-my-2013
        confirmation: {state: tentative}
        # agendas/us-my-2013.yaml
        visitor: {name: Barack Obama, country: US}
        host: {country: MY}
        confirmation: {state: cancelled}
    """
    known = context.book.visit_ids | context.book.replayed.keys()
    suggestions = Suggestions(known)
    for file, path, visit in context.partial_visits:
        own = getattr(visit, "visit", "") or file.rpartition("/")[2].rpartition(".")[0]
        if (name := visit.instead_of) and (name == own or name not in known):
            yield Diagnostic(
                Location(file, (*path, "instead_of")),
                f"`{name}` is this visit itself" if name == own else f"no visit `{name}`",
                (suggestions.did_you_mean(name) if name != own else "")
                or "write the id of the visit that it replaces",
            )


@rule("warning", looks_at="visits")
def meeting_on_other_days(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for people who meet each other in one country on days that exclude each other.

    Why: Two people who meet are there on one day, so one of the dates is wrong. Visits more than 30
    days apart are two occasions.

    Failing::

        # agendas/ru-fi-2018.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: FI, city: Helsinki}
        meets: {donald-trump: {name: Donald Trump, status: met}}
        dates: 2018-07-06
        confirmation: {state: completed}
        # agendas/us-fi-2018.yaml
        visitor: {name: Donald Trump, country: US}
        host: {country: FI, city: Helsinki}
        meets: {vladimir-putin: {name: Vladimir Putin, status: met}}
        dates: 2018-07-15/2018-07-16
        confirmation: {state: completed}

    Passing::

        # agendas/ru-fi-2018.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: FI, city: Helsinki}
        meets: {donald-trump: {name: Donald Trump, status: met}}
        dates: 2018-07-16
        confirmation: {state: completed}
        # agendas/us-fi-2018.yaml
        visitor: {name: Donald Trump, country: US}
        host: {country: FI, city: Helsinki}
        meets: {vladimir-putin: {name: Vladimir Putin, status: met}}
        dates: 2018-07-15/2018-07-16
        confirmation: {state: completed}
    """
    files = context.visit_files
    visits = {name: file.readable for name, file in files.items()}
    seen = set[frozenset[str]]()
    for meeting in on_other_days(visits):
        pair = frozenset((meeting.visit, meeting.other))
        if pair not in seen:
            seen.add(pair)
            other = visits[meeting.other]
            yield _meeting(
                context,
                meeting,
                f"{other.visitor.name}, who is met here, is there on `{other.dates}`, not on "
                f"`{visits[meeting.visit].dates}`",
            )


@rule("warning", looks_at="visits")
def meeting_elsewhere(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for people who are to be met while they are in another country.

    Why: By the book, the person begins another visit before this one and ends it afterwards.

    Failing::

        # agendas/cn-ru-2023.yaml
        visitor: {name: Xi Jinping, country: CN}
        host: {country: RU, city: Moscow}
        dates: 2023-03-20/2023-03-22
        confirmation: {state: completed}
        # agendas/jp-ua-2023.yaml
        visitor: {name: Fumio Kishida, country: JP}
        host: {country: UA, city: Kyiv}
        meets: {xi-jinping: {name: Xi Jinping, status: expected}}
        dates: 2023-03-21
        confirmation: {state: completed}

    Passing::

        # agendas/cn-ru-2023.yaml
        visitor: {name: Xi Jinping, country: CN}
        host: {country: RU, city: Moscow}
        dates: 2023-03-20/2023-03-22
        confirmation: {state: completed}
        # agendas/jp-ua-2023.yaml
        visitor: {name: Fumio Kishida, country: JP}
        host: {country: UA, city: Kyiv}
        meets: {volodymyr-zelensky: {name: Volodymyr Zelensky, country: UA, status: met}}
        dates: 2023-03-21
        confirmation: {state: completed}
    """
    visits = context.visits
    for meeting in elsewhere(visits):
        other = visits[meeting.other]
        message = (
            f"{other.visitor.name} is in {other.host.country.name} on `{other.dates}`, so they "
            f"can't meet on `{visits[meeting.visit].dates}` in "
            f"{visits[meeting.visit].host.country.name}"
        )
        yield _meeting(context, meeting, message)


def _meeting(context: LintContext, meeting: Meeting, message: str) -> Diagnostic:
    file, other = (context.visit_files[name] for name in (meeting.visit, meeting.other))
    return Diagnostic(
        Location(file.file, ("meets", meeting.key), key=True),
        message,
        "correct the dates of one of the two, or set the meeting to `dropped`",
        (Related(Location(other.file, ("dates",)), f"the dates of {other.id}"),),
    )


@rule("warning", looks_at="ids")
def label_unknown(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for claims on a trip or an event that no visit is of.

    Why: Such a claim counts for no visit, so its label is likely misspelt.

    Failing::

        # agendas/jp-au-2023.yaml
        visitor: {name: Fumio Kishida, country: JP}
        host: {country: AU, city: Sydney}
        event: quad-2023
        confirmation: {state: cancelled}
        # seeds/2023-05-17-reuters.yaml
        published: 2023-05-17
        publisher: Reuters
        claims:
          - {event: quad-2032, according_to: Reuters, confirmation: {state: cancelled}}

    Passing::

        # agendas/jp-au-2023.yaml
        visitor: {name: Fumio Kishida, country: JP}
        host: {country: AU, city: Sydney}
        event: quad-2023
        confirmation: {state: cancelled}
        # seeds/2023-05-17-reuters.yaml
        published: 2023-05-17
        publisher: Reuters
        claims:
          - {event: quad-2023, according_to: Reuters, confirmation: {state: cancelled}}
    """
    borne = {label for _, _, label in _labels(context)}
    for report in context.book.report_files:
        for index, claim in report.claims:
            if claim.visit or (label := label_of(claim)) in borne:
                continue
            kind, name = label
            known = Suggestions(of for of_kind, of in borne if of_kind == kind)
            yield Diagnostic(
                Location(report.file, ("claims", index, kind)),
                f"no visit has the {kind} `{name}`",
                known.did_you_mean(name) or f"add `{kind}: {name}` to each of its visits",
            )


@rule("warning", looks_at="visits")
def trip_named_as_event(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for names that are both of a trip and of an event.

    Why: A trip has one visitor and several places, an event one place and several visitors.

    Failing::

        # agendas/jp-au-2023.yaml
        visitor: {name: Fumio Kishida, country: JP}
        host: {country: AU, city: Sydney}
        event: quad-2023
        confirmation: {state: cancelled}
        # agendas/us-au-2023.yaml
        visitor: {name: Joe Biden, country: US}
        host: {country: AU, city: Sydney}
        trip: quad-2023
        confirmation: {state: cancelled}

    Passing::

        # agendas/jp-au-2023.yaml
        visitor: {name: Fumio Kishida, country: JP}
        host: {country: AU, city: Sydney}
        event: quad-2023
        confirmation: {state: cancelled}
        # agendas/us-au-2023.yaml
        visitor: {name: Joe Biden, country: US}
        host: {country: AU, city: Sydney}
        event: quad-2023
        confirmation: {state: cancelled}
    """
    first: dict[str, tuple[str, Location]] = {}
    for file, path, (kind, name) in _labels(context):
        location = Location(file, (*path, kind))
        known, place_of_first = first.setdefault(name, (kind, location))
        if known != kind:
            yield Diagnostic(
                location,
                f"`{name}` is the name of {_WITH_ARTICLE[known]} elsewhere",
                f"write `{known}: {name}`, or give the {kind} another name",
                (Related(place_of_first, f"the {known} `{name}`"),),
            )


_WITH_ARTICLE: Final = {"trip": "a trip", "event": "an event"}


def _labels(context: LintContext) -> Iterator[tuple[str, FieldPath, Label]]:
    """The labels that visits have, in all files and in claims on visits."""
    for file, path, visit in context.partial_visits:
        if not isinstance(visit, Claim) or visit.visit:
            for label in labels_of(visit):
                yield file, path, label


@rule("error")
def visit_field_on_label(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for claims on a trip or an event with fields that only a visit has.

    Why: An event has many visitors, and a trip many hosts. Such a field is not applied.

    Failing::

        # agendas/us-au-2023.yaml
        visitor: {name: Joe Biden, country: US}
        host: {country: AU, city: Sydney}
        trip: biden-pacific-2023
        confirmation: {state: cancelled}
        # seeds/2023-05-17-reuters.yaml
        published: 2023-05-17
        publisher: Reuters
        claims:
          - trip: biden-pacific-2023
            according_to: Reuters
            host: {country: AU}
            confirmation: {state: cancelled}

    Passing::

        # agendas/us-au-2023.yaml
        visitor: {name: Joe Biden, country: US}
        host: {country: AU, city: Sydney}
        trip: biden-pacific-2023
        confirmation: {state: cancelled}
        # seeds/2023-05-17-reuters.yaml
        published: 2023-05-17
        publisher: Reuters
        claims:
          - trip: biden-pacific-2023
            according_to: Reuters
            confirmation: {state: cancelled}
    """
    for report in context.book.report_files:
        for index, claim in report.claims:
            if claim.visit:
                continue
            kind, _ = label_of(claim)
            misplaced = {"visitor": claim.visitor != EMPTY_VISITOR, "instead_of": claim.instead_of}
            if kind == "trip":
                misplaced |= {"host": claim.host != EMPTY_HOST, "event": claim.event}
            for field in (field for field, is_there in misplaced.items() if is_there):
                yield Diagnostic(
                    Location(report.file, ("claims", index, field), key=True),
                    f"a claim on {_WITH_ARTICLE[kind]} can't have `{field}`",
                    "move it to a claim with `visit:`",
                )


@rule("warning", looks_at="visits")
def outside_label(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for visits on days, or in a place, that their trip or event excludes.

    Why: One of the two is out of date, or the visit has the wrong label.

    Failing::

        # agendas/in-au-2023.yaml
        visitor: {name: Narendra Modi, country: IN}
        host: {country: AU, city: Sydney}
        event: quad-2023
        dates: 2023-05-24
        confirmation: {state: completed}
        # agendas/us-jp-2023.yaml
        visitor: {name: Joe Biden, country: US}
        host: {country: JP, city: Hiroshima}
        event: quad-2023
        dates: 2023-05-20
        confirmation: {state: completed}

    Passing::

        # agendas/in-au-2023.yaml
        visitor: {name: Narendra Modi, country: IN}
        host: {country: AU, city: Sydney}
        dates: 2023-05-24
        confirmation: {state: completed}
        # agendas/us-jp-2023.yaml
        visitor: {name: Joe Biden, country: US}
        host: {country: JP, city: Hiroshima}
        event: quad-2023
        dates: 2023-05-20
        confirmation: {state: completed}
    """
    first: dict[Label, VisitFile] = {}
    claims = [of for of in claims_in_order(context.book.reports) if not of.claim.visit]
    labels = label_visits(claims)
    sources = {
        (label_of(sourced.claim), where): sourced
        for sourced in claims
        if not sourced.claim.rejected
        for where in (sourced.claim.host.country, sourced.claim.host.city)
    }
    for file in context.visit_files.values():
        visit = file.readable
        if visit.confirmation.state in CALLED_OFF:
            continue
        for label in labels_of(visit):
            known = labels.get(label, UNKNOWN_VISIT)
            if known.dates and visit.dates and not known.dates.overlaps(visit.dates):
                yield Diagnostic(
                    Location(file.file, ("dates",)),
                    f"`{visit.dates}` is not within the {label[0]} `{label[1]}`, which is on "
                    f"`{known.dates}`",
                    "correct the dates, or remove the label",
                )
            if label[0] == "event" and visit.host.country:
                other = first.setdefault(label, file)
                where = known.host if known.host.country else other.readable.host
                if visit.host.window(UNKNOWN_PLACE).excludes(where.window(UNKNOWN_PLACE)):
                    field = "country" if visit.host.country != where.country else "city"
                    related = Related(Location(other.file, ("host",)), "another guest")
                    if known.host.country:
                        sourced = sources[label, getattr(where, field)]
                        related = context.source(sourced, "host", field)
                    yield _other_place(file, label[1], where, field, related)


def _other_place(
    file: VisitFile, event: str, where: PartialHost, field: str, related: Related
) -> Diagnostic:
    there = f"{where.city}, {where.country.name}" if where.city else where.country.name
    host = file.readable.host
    return Diagnostic(
        Location(file.file, ("host", field)),
        f"the event `{event}` is in {there}, not in {host.city or host.country.name}",
        "correct the host, or remove the label",
        (related,),
    )
