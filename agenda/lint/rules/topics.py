"""What agenda items belong to."""

from collections.abc import Container, Iterator

from agenda.lint.rule import View, rule
from agenda.model.diagnostic import Fault, Place, Route
from agenda.model.visit import Item
from agenda.text.suggest import did_you_mean


@rule("warning")
def topic_unknown(view: View) -> Iterator[Fault]:
    """An agenda item belongs to a topic: its key is one, or it names one.

    Why: topics are what makes the items of many visits comparable. A desk adds its own to
    `agenda.yaml`.

    Failing::

        # agendas/ru-kp-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: KP}
        confirmation: {state: tentative}
        agenda:
          satelites: {status: expected}

    Passing::

        # agendas/ru-kp-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: KP}
        confirmation: {state: tentative}
        agenda:
          satellites: {status: expected}
          launch-site: {topic: satellites, status: proposed}
    """
    topics = view.book.settings.all_topics
    items = list(_items_of_other_names(view, topics))
    # A topic is named once for an item; later claims on it need not name it again.
    named = {(visit, key) for visit, _, _, key, item in items if item.topic}
    for visit, file, route, key, item in items:
        if item.topic and item.topic not in topics:
            yield Fault(
                Place(file, (*route, "topic")),
                f"there is no topic `{item.topic}`",
                did_you_mean(item.topic, topics) or "add it to `topics:` in agenda.yaml",
            )
        elif key not in topics and (visit, key) not in named:
            yield Fault(
                Place(file, route, key=True),
                f"`{key}` is not a topic, and the item names none",
                did_you_mean(key, topics)
                or "add `topic:` to the item, or the topic to `topics:` in agenda.yaml",
            )


def _items_of_other_names(
    view: View, topics: Container[str]
) -> Iterator[tuple[str, str, Route, str, Item]]:
    """Each item that is not called after its topic: its visit, where it stands, its key."""
    for visit in view.book.visit_files:
        for key, item in visit.readable.agenda.items():
            if item.topic or key not in topics:
                yield visit.id, visit.file, ("agenda", key), key, item
    for report in view.book.report_files:
        for index, claim in report.claims:
            for key, item in claim.agenda.items():
                if item.topic or key not in topics:
                    yield claim.visit, report.file, ("claims", index, "agenda", key), key, item
