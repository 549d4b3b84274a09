"""What a file may not do with YAML: each value is text as written, and each line says itself."""

from collections.abc import Iterator

from agenda.lint.rule import View, rule
from agenda.model.diagnostic import Fault


@rule("error")
def yaml_syntax(view: View) -> Iterator[Fault]:
    """A file is YAML that libyaml can read to its end.

    Why: one parser decides on every machine, so that a file is valid for everybody or for nobody.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU
        host: {country: VN}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """
    yield from view.found.get("yaml-syntax", ())


@rule("error")
def not_utf_8(view: View) -> Iterator[Fault]:
    r"""A file is UTF-8 throughout.

    Why: in any other encoding a name reads differently on another machine.

    Failing, as bytes::

        # agendas/fr-vn-2024.yaml
        visitor: {name: Fran\xe7ois, country: FR}
        host: {country: VN}
        confirmation: {state: rumoured}

    Passing::

        # agendas/fr-vn-2024.yaml
        visitor: {name: François, country: FR}
        host: {country: VN}
        confirmation: {state: rumoured}
    """
    yield from view.found.get("not-utf-8", ())


@rule("error")
def control_character(view: View) -> Iterator[Fault]:
    r"""A text has no control characters, and no line ends but `\n` and `\r\n`.

    Why: they are invisible, and some of them change what a terminal shows of the rest.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: "Vladimir\ePutin", country: RU}
        host: {country: VN}
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """
    yield from view.found.get("control-character", ())


@rule("error")
def too_large(view: View) -> Iterator[Fault]:
    r"""A file has at most 1 MiB, and in it at most 10,000 values.

    Why: a visit or a report has a few thousand bytes; what is so much larger is another file.

    Failing, 100000 times over::

        # seeds/2024-06-10-reuters.yaml
        # The whole wire of a day.

    Passing::

        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
    """
    yield from view.found.get("too-large", ())


@rule("error")
def too_deep(view: View) -> Iterator[Fault]:
    """Lists and maps lie at most 20 deep.

    Why: no file of a book needs more than five, and a deeper one is a slip or an attack.

    Failing::

        # agendas/ru-vn-2024.yaml
        notes: [[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        notes: "[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]"
    """
    yield from view.found.get("too-deep", ())


@rule("error")
def duplicate_key(view: View) -> Iterator[Fault]:
    """A map has each key once.

    Why: of two values one would be lost without a word, and which one depends on the reader.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19
        dates: 2024-06-20
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: 2024-06-19/2024-06-20
        confirmation: {state: tentative}
    """
    yield from view.found.get("duplicate-key", ())


@rule("error")
def anchor(view: View) -> Iterator[Fault]:
    """No value is marked with `&` to be used again.

    Why: a reviewer reads a change line by line, and a mark changes lines that are not shown.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: &who Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """
    yield from view.found.get("anchor", ())


@rule("error")
def alias(view: View) -> Iterator[Fault]:
    """No value stands for one that is written elsewhere.

    Why: each line is to say by itself what it says. Text that begins with `*` needs quotes.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        notes: *to be checked*

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        notes: "*to be checked*"
    """
    yield from view.found.get("alias", ())


@rule("error")
def merge_key(view: View) -> Iterator[Fault]:
    """No map takes in another one with `<<`.

    Why: what a map holds is to stand in it, where a reviewer looks for it.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {<<: {role: President}, name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {role: President, name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """
    yield from view.found.get("merge-key", ())


@rule("error")
def tag(view: View) -> Iterator[Fault]:
    """No value has a type put before it with `!`.

    Why: every value is text as written, and the model gives it its meaning.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: !!str RU}
        host: {country: VN}
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """
    yield from view.found.get("tag", ())


@rule("error")
def several_documents(view: View) -> Iterator[Fault]:
    """A file holds one document.

    Why: the file's name is the id of one visit or one report.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        ---
        visitor: {name: Vladimir Putin, country: RU}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """
    yield from view.found.get("several-documents", ())


@rule("error")
def key_not_text(view: View) -> Iterator[Fault]:
    """A key is text, and not a list, a map or nothing.

    Why: fields have names.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        [notes, trip]: checked

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        notes: checked
    """
    yield from view.found.get("key-not-text", ())


@rule("error")
def unquoted_window(view: View) -> Iterator[Fault]:
    """A window of dates is in quotes.

    Why: without them YAML reads the brackets as a list.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: [2024-06-10..2024-07-07]
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        dates: "[2024-06-10..2024-07-07]"
        confirmation: {state: tentative}
    """
    yield from view.found.get("unquoted-window", ())
