"""The topics of agenda items."""

from collections.abc import Iterator, Mapping

from agenda.lint.context import LintContext
from agenda.lint.rule import rule
from agenda.model.diagnostic import Diagnostic, Location
from agenda.text.suggest import Suggestions


@rule("warning")
def topic_unknown(context: LintContext) -> Iterator[Diagnostic]:
    """Checks for agenda items that belong to no known topic.

    Why: Topics make the items of many visits comparable. An item belongs to the topic that it
    names, or else to the one that its key names. A desk adds its own topics in `agenda.yaml`. An
    item is reported once, even if the visit's file and several claims have it.

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
    reported = set[tuple[str, str, str]]()
    by_keyword = {word: name for name, topic in topics.items() for word in topic.keywords}
    for placed in items:
        topic, key = placed.item.topic, placed.key
        mistake = placed.visit, key, topic
        if mistake in reported:
            continue
        if topic and topic not in topics:
            reported.add(mistake)
            location = Location(placed.file, (*placed.path, "topic"))
            yield Diagnostic(
                location,
                f"there is no topic `{topic}`",
                suggestions.did_you_mean(topic) or "add it to `topics:` in agenda.yaml",
                fix=context.fix(location, suggestions.typo_of(topic)),
            )
        elif key not in topics and (placed.visit, key) not in named:
            reported.add(mistake)
            yield Diagnostic(
                placed.location,
                f"`{key}` is not a topic, and the item does not name one",
                _hint_of_keyword(key, by_keyword)
                or suggestions.did_you_mean(key)
                or "add `topic:` to the item, or the topic to `topics:` in agenda.yaml",
            )


def _hint_of_keyword(key: str, by_keyword: Mapping[str, str]) -> str:
    """The hint to add the topic that a keyword in an item's key belongs to, or empty text."""
    candidates = (key.replace("-", " "), *key.split("-"))
    topic = next((by_keyword[word] for word in candidates if word in by_keyword), "")
    return f"add `topic: {topic}` to the item" if topic else ""
