"""The calendar of `agenda export ics`: an event of whole days for each visit with dates.

This module needs icalendar, which is in the extra `share`.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from icalendar import Calendar, Event, vCategory, vDate, vDatetime, vInt, vText
from msgspec import Struct

from agenda.history.evidence import SourcedClaim
from agenda.history.recent import claims_by_visit
from agenda.history.replay import steps_of
from agenda.history.status import StatusRow
from agenda.model.edtf import When
from agenda.model.report import Report
from agenda.model.topics import Topic
from agenda.output import wording
from agenda.output.markdown import web_address
from agenda.services.snapshot import Snapshot
from agenda.text.printable import keep_joiners, one_line
from agenda.text.prose import day

Span = tuple[date, date]
"""The first and the last day of an event."""

_STATUSES: Final = {
    "rumoured": "TENTATIVE",
    "tentative": "TENTATIVE",
    "announced": "TENTATIVE",
    "confirmed": "CONFIRMED",
    "doubtful": "TENTATIVE",
    "postponed": "CANCELLED",
    "cancelled": "CANCELLED",
    "completed": "CONFIRMED",
}
"""The status of an event for each state of a visit."""

_END: Final = b"END:VCALENDAR\r\n"

_ONE_DAY: Final = timedelta(days=1)


class _Text(vText):
    r"""A text in which `\N` stays as it is; icalendar writes a line end for it."""

    def to_ical(self) -> bytes:
        return rb"\\N".join(vText(part).to_ical() for part in self.split(r"\N"))


class CalendarFile(Struct, frozen=True):
    """A calendar as text, and the ids of the visits that it leaves out."""

    text: str
    left_out: tuple[str, ...]


def calendar_of(snapshot: Snapshot, rows: Sequence[StatusRow]) -> CalendarFile:
    """The calendar of some visits of a snapshot; those without dates are left out."""
    calendar = Calendar()
    calendar.add("prodid", "-//agenda//agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("name", "Planned visits")
    calendar.add("x-wr-calname", "Planned visits")
    calendar.add("refresh-interval", _ONE_DAY, parameters={"VALUE": "DURATION"})
    claims = claims_by_visit(snapshot.claims, [row.id for row in rows])
    topics = snapshot.book.settings.all_topics
    head, end = calendar.to_ical().partition(_END)[:2]
    events, left_out = [], []
    for row in rows:
        dates = _dates_to_show(row, claims[row.id])
        if span := _span(dates):
            values = _values(row, dates, span, claims[row.id])
            if categories := _categories(row, topics):
                values["categories"] = vCategory([])
                values["categories"].cats = [_Text(label) for label in categories]
            description = _description(row, dates, snapshot.book.reports, topics)
            values["description"] = _Text(description)
            events.append(Event(values).to_ical())  # as text, since it takes much less memory
        else:
            left_out.append(row.id)
    return CalendarFile(b"".join((head, *events, end)).decode(), tuple(left_out))


def _span(when: When) -> Span | None:
    """The whole span of some dates; ``None`` if they have no first day, or no last one."""
    first = when.earliest_start or when.earliest_end
    last = when.latest_end or when.latest_start
    return (first, last) if first and last else None


def _dates_to_show(row: StatusRow, claims: Sequence[SourcedClaim]) -> When:
    """The dates of a visit; if it was called off and has none, the last that it had.

    A calendar that has the event needs them to cancel it.
    """
    dates = row.visit.dates
    if row.countdown.phase != "off" or _span(dates):
        return dates
    steps = steps_of(claims, {row.id: row.visit})
    earlier = [step.after.dates for step in steps if step.after and _span(step.after.dates)]
    return earlier[-1] if earlier else dates


def _values(
    row: StatusRow, dates: When, span: Span, claims: Sequence[SourcedClaim]
) -> dict[str, Any]:
    """The properties of an event, without what only people read.

    Its sequence number is the number of reports on the visit, so that it grows with each one. The
    values have their types already, since `Event.add` takes long to find these.
    """
    first, last = span
    is_off = row.countdown.phase == "off"
    is_unsure = _is_unsure(row, dates)
    reported = max((sourced.published for sourced in claims), default=None)
    values = {
        "uid": _Text(f"{row.id}@agenda"),
        # Without a METHOD, DTSTAMP is the time of the last revision, as LAST-MODIFIED is.
        "dtstamp": _midnight(reported or row.today),
        "sequence": vInt(len({sourced.report for sourced in claims})),
        "dtstart": _whole_day(first),
        "summary": _Text(_summary(row, is_unsure=is_unsure and not is_off)),
        "location": _Text(keep_joiners(wording.location(row.visit.host))),
        "status": _Text(_STATUSES[row.visit.confirmation.state]),
        "transp": _Text("TRANSPARENT" if is_unsure or is_off else "OPAQUE"),
    }
    if reported:
        values["last-modified"] = _midnight(reported)
    if (end := min(last, date.max - _ONE_DAY) + _ONE_DAY) > first:
        values["dtend"] = _whole_day(end)
    return values


def _midnight(of: date) -> vDatetime:
    return vDatetime(datetime.combine(of, time(), UTC))


def _whole_day(of: date) -> vDate:
    value = vDate(of)
    value.params["VALUE"] = "DATE"
    return value


def _is_unsure(row: StatusRow, dates: When) -> bool:
    """Whether a visit may take place on other days than its dates span, or only on some of them."""
    is_exact = dates.is_start_sure and dates.is_end_sure and not dates.is_qualified
    return not is_exact or any(conflict.path == ("dates",) for conflict in row.disputed)


def _summary(row: StatusRow, *, is_unsure: bool) -> str:
    """Who goes where, and in brackets what makes that uncertain."""
    state, countdown = row.visit.confirmation.state, row.countdown
    is_certain = state in {"confirmed", "completed"} or countdown.phase == "off"
    notes = [
        "" if is_certain else state,
        countdown.text if is_unsure or countdown.phase == "off" else "",
        "disputed" if row.disputed else "",
    ]
    who = " → ".join(wording.who_where(row.visit))
    in_brackets = ", ".join(filter(None, notes))
    summary = f"{'? ' if is_unsure else ''}{who}{f' ({in_brackets})' if in_brackets else ''}"
    return keep_joiners(summary)


def _categories(row: StatusRow, topics: Mapping[str, Topic]) -> list[str]:
    """The labels of the topics on the agenda."""
    items = row.visit.agenda.items()
    keys = [item.topic_of(key) for key, item in items if item.status != "dropped"]
    return list(dict.fromkeys(one_line(topics[key].label) for key in keys if key in topics))


def _description(
    row: StatusRow, dates: When, reports: Mapping[str, Report], topics: dict[str, Topic]
) -> str:
    """What `agenda status --details` shows, a line for each, and the address of the last report."""
    visit = row.visit
    was = "" if dates is visit.dates else "until then, "
    others = [
        f"{wording.field_name(conflict.path)}: {one_line(conflict.sourced.publisher)} says "
        f"{wording.value_text(conflict.value)}"
        for conflict in row.disputed
        if conflict.path not in {("dates",), ("confirmation", "state")}
    ]
    url = reports[row.last.report].url if row.last else ""
    lines = {
        "Confirmation": f"{visit.confirmation.state}{wording.state_of(row)}",
        "When": f"{was}{wording.when(dates)}" if was else wording.dates_of(row),
        f"On {day(row.today)}": row.countdown.text,
        "Sides": ", ".join(wording.sides(visit)),
        "Occasion": one_line(visit.occasion),
        "Agenda": "; ".join(wording.agenda(visit, topics)),
        "Disputed": "; ".join(others),
        "Last report": ", ".join(filter(None, (*wording.last_report(row), web_address(url)))),
    }
    return keep_joiners("\n".join(f"{name}: {text}" for name, text in lines.items() if text))
