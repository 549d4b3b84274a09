"""Reference pages in `docs/`, generated from the schemas and from the commands' help."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

Schema = dict[str, Any]

GENERATED: Final = "<!-- Made by `make generate`; do not edit. -->\n\n"

FILES: Final = """# Files

A book is a folder with `agendas/`, which has one file per visit, and `seeds/`, which has one file
per report. `agenda.yaml` beside them is optional. All files are strict YAML: every value is text, a
list or a map, so `NO` is Norway and not false. Anchors, aliases, tags, merge keys and duplicate
keys are errors.

In the tables, a dot is a level of indentation, `[]` an entry of a list, and `KEY` a key that you
choose. `agenda schema` prints the same information as JSON Schema, for editors. See also
[Dates](dates.md) and [Confirmation](confirmation.md).
"""

CLAIMS: Final = """\
A claim has all fields of a visit beside its own, and none of those is required. Fields that it
omits are unchanged. The claim that opens a visit has a complete `visitor` and `host`.
"""

COMMANDS: Final = """# Commands

| Exit code | Meaning |
| --- | --- |
| 0 | success |
| 1 | problems found; with `agenda diff --exit-code`, differences |
| 2 | invalid usage |
| 3 | the environment failed: no book, no git, a file that cannot be read |
| 130 | interrupted |

A failure is reported in one line on standard error that says what to do.

In a pipe, lines are not wrapped, shortened or coloured. `NO_COLOR` and `FORCE_COLOR` are
supported. On a terminal, output that is longer than the screen is shown in a pager:
`AGENDA_PAGER`, else `PAGER`, else `less -FRX`. An empty `AGENDA_PAGER`, or `cat`, turns this off.
[JSON](json.md) describes the output of `--format json`.

These options can be given before or after a command, and are not repeated below:
"""

COMMON_OPTIONS: Final = ("book", "as_of", "color", "version")
"""The options that all commands share."""

WIDTH: Final = 100

LONG: Final = 20
"""The length from which a closed list is not written out: countries and time zones."""


def pages() -> dict[Path, str]:
    """The path and the text of each page."""
    return {Path("docs/files.md"): files(), Path("docs/commands.md"): commands()}


def commands() -> str:
    """The page on the commands, with the printed help of each."""
    from agenda.cli.main import agenda

    common = [option for option in agenda.params if option.name in COMMON_OPTIONS]
    sections = [
        f"## `{path}`\n\n```\n{_help(command, path)}\n```\n"
        for path, command in _subcommands(agenda)
    ]
    options = _options(click.Command("agenda", params=common), "agenda")
    return "\n".join((GENERATED + COMMANDS, f"```\n{options}\n```\n", *sections))


def _subcommands(group: click.Group, path: str = "agenda") -> Iterator[tuple[str, click.Command]]:
    """The command line and the command of each command in a group and in its subgroups."""
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None  # noqa: S101  it is listed
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _subcommands(command, f"{path} {name}")


def _help(command: click.Command, path: str) -> str:
    """The output of `--help`, without the common options."""
    shown = copy.copy(command)
    shown.params = [option for option in command.params if option.name not in COMMON_OPTIONS]
    shown.add_help_option = False
    return shown.get_help(_context(shown, path))


def _options(command: click.Command, path: str) -> str:
    context = _context(command, path)
    formatter = context.make_formatter()
    command.format_options(context, formatter)
    return formatter.getvalue().strip("\n")


def _context(command: click.Command, path: str) -> click.Context:
    return click.Context(
        command,
        info_name=path,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        help_option_names=["-h", "--help"],
    )


def files() -> str:
    """The page on the files, with each field and the meaning of each value."""
    from agenda.store.schema import build

    visit, report, book = build("visit")["$defs"], build("report")["$defs"], build("book")["$defs"]
    inherited = visit["Visit"]["properties"]
    claim = report["Claim"]
    report["Claim"] = claim | {
        "properties": {
            name: field for name, field in claim["properties"].items() if name not in inherited
        }
    }
    return "\n".join(
        (
            GENERATED + FILES,
            _section("A visit: `agendas/ID.yaml`", "Visit", visit),
            _section("A report: `seeds/ID.yaml`", "Report", report),
            CLAIMS,
            _section("The desk's settings: `agenda.yaml`", "Settings", book),
            _topics(),
        )
    )


def _section(heading: str, name: str, definitions: dict[str, Schema]) -> str:
    """The section on a kind of file: a table of its fields, and its closed lists."""
    rows = list(_fields(definitions[name], definitions))
    table = _table(
        ("field", "", "holds"), ((f"`{path}`", required, text) for path, required, text, _ in rows)
    )
    lists: dict[str, list[str]] = {}
    for path, _, _, field_or_empty in rows:
        field = field_or_empty.get("anyOf", [field_or_empty])[0]
        if len(field.get("enum", ())) in range(1, LONG):
            descriptions = zip(field["enum"], field["enumDescriptions"], strict=True)
            values = _table(
                ("value", "means"), ((f"`{value}`", text) for value, text in descriptions)
            )
            lists.setdefault(values, []).append(f"`{path}`")
    closed = [f"{' and '.join(paths)}:\n\n{values}" for values, paths in lists.items()]
    return "\n".join((f"## {heading}\n\n{definitions[name]['description']}\n", table, *closed))


def _fields(
    schema: Schema, definitions: dict[str, Schema], prefix: str = ""
) -> Iterator[tuple[str, str, str, Schema]]:
    """The path, the requirement, the description and the schema of each field."""
    for name, field in schema["properties"].items():
        path = f"{prefix}{name}"
        is_required = name in schema["required"]
        inner, step = _inner(field, definitions)
        text = field.get("description") or inner.get("description", "")
        yield path, "required" if is_required else "", text, inner if step else field
        if "properties" in inner and inner is not field:
            yield from _fields(inner, definitions, f"{path}{step or ''}.")


def _inner(field: Schema, definitions: dict[str, Schema]) -> tuple[Schema, str]:
    """The schema of the values in a field, and the path step to them (a key or an entry)."""
    step = ""
    if isinstance(values := field.get("additionalProperties"), dict):
        field, step = values, ".KEY"
    elif "items" in field:
        field, step = field["items"], "[]"
    reference = field.get("$ref", "").rpartition("/")[2]
    return definitions.get(reference, field), step


def _topics() -> str:
    from agenda.model.topics import TOPICS

    rows = ((f"`{key}`", topic.label, ", ".join(topic.keywords)) for key, topic in TOPICS.items())
    heading = "## Topics\n\nWhat an item's key or its `topic` can be, beside the desk's own.\n\n"
    return heading + _table(("topic", "label", "words that reports use"), rows)


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
