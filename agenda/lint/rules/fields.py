"""The fields of a file and their values."""

from agenda.lint.rule import reported_by_reader

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
