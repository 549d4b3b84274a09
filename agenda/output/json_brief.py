"""The JSON of `agenda brief`: documented in docs/json.md, and stable."""

from agenda.output.brief import change_lines
from agenda.output.json import JsonObject, diagnostic_object, visit_row
from agenda.output.json_history import change_object
from agenda.services.brief import Brief, days_silent


def brief_object(brief: Brief) -> JsonObject:
    """What `agenda brief` shows."""
    topics = brief.book.settings.all_topics
    rows = {
        "under_way": brief.under_way,
        "tomorrow": brief.tomorrow,
        "ahead": brief.ahead,
        "disputed": brief.disputed,
        "overdue": brief.overdue,
    }
    return {
        "as_of": brief.today.isoformat(),
        "since": brief.since.isoformat(),
        "until": brief.until.isoformat(),
        **{name: [visit_row(row, topics) for row in shown] for name, shown in rows.items()},
        "silent": [
            visit_row(row, topics) | {"days_silent": days_silent(row)} for row in brief.silent
        ],
        "changed": _changed(brief),
        "problems": [diagnostic_object(brief.book, diagnostic) for diagnostic in brief.diagnostics],
    }


def _changed(brief: Brief) -> list[JsonObject]:
    updates = (
        (entry, update) for entry in brief.changes for update in entry.updates if update.after
    )
    return [
        {
            "visit": update.visit,
            "opened": update.is_opening,
            "text": ", ".join(line.sentences),
            "changes": [change_object(change) for change in update.changes],
            "report": {
                "id": entry.id,
                "published": entry.report.published.isoformat(),
                "publisher": entry.report.publisher,
            },
        }
        for (entry, update), line in zip(updates, change_lines(brief), strict=True)
    ]
