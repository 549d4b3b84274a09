"""YAML that is refused: each value is text as written, and each line is readable on its own."""

from agenda.lint.rule import reported_by_reader

yaml_syntax = reported_by_reader(
    "error",
    "yaml-syntax",
    """Checks for files that are not valid YAML.

    Why: One parser, libyaml, decides on every machine, so that a file is valid for everybody or for
    nobody.

    Failing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU
        host: {country: VN}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """,
)


irregular_file = reported_by_reader(
    "error",
    "irregular-file",
    """Checks for links that lead out of the book, named pipes, sockets and devices.

    Why: A link in a repository from someone else can point at any file of this machine, and a pipe
    or a device can block every command. Such a file is not read.

    Failing::

        # agendas/ru-vn-2024.yaml -> ../../../etc/passwd

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """,
)


not_utf_8 = reported_by_reader(
    "error",
    "not-utf-8",
    r"""Checks for files that are not UTF-8.

    Why: In any other encoding, a name may read differently on another machine.

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
    """,
)


control_character = reported_by_reader(
    "error",
    "control-character",
    r"""Checks for control characters, and for line ends other than `\n` and `\r\n`.

    Why: They are invisible, and some of them change how a terminal shows the rest of the text.

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
    """,
)


too_large = reported_by_reader(
    "error",
    "too-large",
    r"""Checks for files of more than 1 MiB or 10,000 values.

    Why: A visit or a report has a few thousand bytes; a much larger file is likely something else.

    Failing, 100000 times over::

        # seeds/2024-06-10-reuters.yaml
        # The whole wire of a day.

    Passing::

        # seeds/2024-06-10-reuters.yaml
        published: 2024-06-10
        publisher: Reuters
    """,
)


too_deep = reported_by_reader(
    "error",
    "too-deep",
    """Checks for lists and maps that are nested more than 20 deep.

    Why: No file of a book needs more than five levels; deeper nesting is a mistake or an attack.

    Failing::

        # agendas/ru-vn-2024.yaml
        notes: [[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
        notes: "[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]"
    """,
)


duplicate_key = reported_by_reader(
    "error",
    "duplicate-key",
    """Checks for keys that occur twice in a map.

    Why: One of the two values would be lost silently, and which one depends on the parser.

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
    """,
)


anchor = reported_by_reader(
    "error",
    "anchor",
    """Checks for YAML anchors (`&name`).

    Why: An anchor lets one line change the meaning of others, which a reviewer of a diff does not
    see.

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
    """,
)


alias = reported_by_reader(
    "error",
    "alias",
    """Checks for YAML aliases (`*name`).

    Why: Each line should be readable on its own. Text that begins with `*` needs quotes.

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
    """,
)


merge_key = reported_by_reader(
    "error",
    "merge-key",
    """Checks for YAML merge keys (`<<`).

    Why: The keys of a map should be written in it, where a reviewer looks for them.

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
    """,
)


tag = reported_by_reader(
    "error",
    "tag",
    """Checks for YAML tags (`!type`).

    Why: Every value is text as written; the model decides what it means.

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
    """,
)


several_documents = reported_by_reader(
    "error",
    "several-documents",
    """Checks for files with more than one YAML document.

    Why: A file's name is the id of one visit or one report.

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
    """,
)


key_not_text = reported_by_reader(
    "error",
    "key-not-text",
    """Checks for keys that are a list, a map or empty.

    Why: The name of a field is text.

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
    """,
)


unquoted_window = reported_by_reader(
    "error",
    "unquoted-window",
    """Checks for windows of dates without quotes.

    Why: Without quotes, YAML reads the brackets as a list.

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
    """,
)
