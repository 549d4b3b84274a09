"""The fields of a file and their values, and the topics of items."""

from collections.abc import Iterator, Mapping

from agenda.lint.context import LintContext
from agenda.lint.rule import reported_by_reader, rule
from agenda.model.diagnostic import Diagnostic, Location
from agenda.text.suggest import Suggestions

empty_file = reported_by_reader(
    "error",
    "empty-file",
    """Checks for empty files.

    Why: An empty file is most likely an unfinished visit or report.

    Failing::

        # agendas/ru-vn-2024.yaml
        # to be written

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: rumoured}
    """,
)


unknown_field = reported_by_reader(
    "error",
    "unknown-field",
    """Checks for fields that do not exist.

    Why: A typo in a field's name would hide its value from every command.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        date: 2024-06-19/2024-06-20

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        dates: 2024-06-19/2024-06-20
    """,
)


missing_field = reported_by_reader(
    "error",
    "missing-field",
    """Checks for required fields that are missing or empty.

    Why: A visit needs a visitor, a host and a state; a report needs a publisher and a date.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """,
)


exclusive_fields = reported_by_reader(
    "error",
    "exclusive-fields",
    """Checks for two fields of which a map can have only one.

    Why: A visitor travels for a country or for an organization, and a host's place is decided or
    not. If both are given, one of them is wrong.

    Failing::

        # agendas/us-hu-2025.yaml
        visitor: {name: Donald Trump, country: US}
        host: {country: HU, candidates: [{country: HU}, {country: CH}]}
        confirmation: {state: tentative}

    Passing::

        # agendas/us-hu-2025.yaml
        visitor: {name: Donald Trump, country: US}
        host: {candidates: [{country: HU}, {country: CH}]}
        confirmation: {state: tentative}
    """,
)


wrong_shape = reported_by_reader(
    "error",
    "wrong-shape",
    """Checks for values of the wrong kind: text, list or map.

    Why: A host, for example, has a country and perhaps a city; a plain text does not say which of
    them it is.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: Vietnam
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN, city: Hanoi}
        confirmation: {state: tentative}
    """,
)


not_in_list = reported_by_reader(
    "error",
    "not-in-list",
    """Checks for values that are not in the list of a field's values.

    Why: States, stages and statuses are compared with each other, which works only for known ones.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: likely}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """,
)


grade_invalid = reported_by_reader(
    "error",
    "grade-invalid",
    """Checks for grades that are not Admiralty grades.

    Why: A grade is a letter A-F for the source and a digit 1-6 for the claim; it decides which of
    two claims is more credible.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: An official in Vietnam
            grade: good
            confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
        claims:
          - visit: ru-vn-2024
            according_to: An official in Vietnam
            grade: B2
            confirmation: {state: tentative}
    """,
)


@rule("warning", looks_at="visits")
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
