"""`agenda schema`: the JSON Schema of a kind of file, for editors.

The schemas are generated (`make generate`) and shipped; printing one needs no book.
"""

import click

from agenda.cli.options import Invocation, command


@command("json")
@click.argument("kind", type=click.Choice(["visit", "report", "book"]))
def schema(invocation: Invocation, kind: str) -> None:  # noqa: ARG001  every command gets one
    """Print the JSON Schema of a kind of file, for editors.

    KIND is visit, report, or book (for agenda.yaml).

    Example: agenda schema visit
    """
    from agenda.schemas import path_of

    click.echo(path_of(kind).read_text(encoding="utf-8"), nl=False)
