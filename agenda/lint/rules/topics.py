"""The topics of agenda items."""

from collections.abc import Iterator

from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.model.diagnostic import Diagnostic, Location
from agenda.text.suggest import Suggestions


@rule("warning")
def topic_unknown(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for agenda items that belong to no known topic.

    Why: Topics make the items of many visits comparable. An item belongs to the topic that it
    names, or else to the one that its key names. A desk adds its own topics in `agenda.yaml`.

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
    topics = context.book.settings.all_topics
    suggestions = Suggestions(topics)
    items = list(context.items(lambda key, item: bool(item.topic) or key not in topics))
    # An item names its topic once; later claims on it need not name it again.
    named = {(placed.visit, placed.key) for placed in items if placed.item.topic}
    for placed in items:
        topic, key = placed.item.topic, placed.key
        if topic and topic not in topics:
            yield Diagnostic(
                Location(placed.file, (*placed.path, "topic")),
                f"there is no topic `{topic}`",
                suggestions.did_you_mean(topic) or "add it to `topics:` in agenda.yaml",
            )
        elif key not in topics and (placed.visit, key) not in named:
            yield Diagnostic(
                placed.location,
                f"`{key}` is not a topic, and the item does not name one",
                suggestions.did_you_mean(key)
                or "add `topic:` to the item, or the topic to `topics:` in agenda.yaml",
            )
