"""What fields a file has, and what they may hold."""

from collections.abc import Iterator

from agenda.lint.rule import View, rule
from agenda.model.diagnostic import Fault


@rule("error")
def empty_file(view: View) -> Iterator[Fault]:
    """A file says something.

    Why: an empty file is a visit or a report that somebody meant to write.

    Failing::

        # agendas/ru-vn-2024.yaml
        # to be written

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: rumoured}
    """
    yield from view.found.get("empty-file", ())


@rule("error")
def unknown_field(view: View) -> Iterator[Fault]:
    """A file has only the fields that its kind has.

    Why: what a slip of the pen hides would be left out of every answer.

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
    """
    yield from view.found.get("unknown-field", ())


@rule("error")
def missing_field(view: View) -> Iterator[Fault]:
    """A visit says who goes where and how sure that is; a report, who published it and when.

    Why: without them there is nothing to show.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """
    yield from view.found.get("missing-field", ())


@rule("error")
def wrong_shape(view: View) -> Iterator[Fault]:
    """A field holds text, a list or a map, as its kind has it.

    Why: a host, say, has a country and perhaps a city, and one text can't tell which it is.

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
    """
    yield from view.found.get("wrong-shape", ())


@rule("error")
def not_in_list(view: View) -> Iterator[Fault]:
    """A field with a closed list holds one of its values.

    Why: states, stages and statuses are compared, and only known ones can be.

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
    """
    yield from view.found.get("not-in-list", ())


@rule("error")
def grade_invalid(view: View) -> Iterator[Fault]:
    """A grade is of the Admiralty code: a letter A-F for the source, a digit 1-6 for the claim.

    Why: grades decide which of two claims weighs more.

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
    """
    yield from view.found.get("grade-invalid", ())
