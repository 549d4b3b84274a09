"""`agenda help`: the documentation, without a browser."""

from typing import NoReturn

import click

from agenda.cli import completion
from agenda.cli.options import Invocation, command
from agenda.store.shipped import PAGES


@command("text")
@click.argument(
    "names", metavar="[TOPIC | COMMAND...]", nargs=-1, shell_complete=completion.choices(PAGES)
)
def help(invocation: Invocation, names: tuple[str, ...]) -> None:  # noqa: A001  the command's name
    """Show a page of the documentation, or the help of a command.

    Without a topic, list the topics.

    Example: agenda help dates
    """
    from agenda.cli.main import COMMANDS
    from agenda.store.shipped import page

    topic = " ".join(names)
    if not names:
        _print_topics()
    elif topic in PAGES:
        _print_page(invocation, page(topic))
    elif names[0] in COMMANDS:
        _print_help(invocation, names)
    else:
        _refuse(invocation, topic, [*PAGES, *COMMANDS], f"the topics are {', '.join(PAGES)}")


def _print_help(invocation: Invocation, names: tuple[str, ...]) -> None:
    """Print the help of a command, which may be one of a group, as in `new visit`."""
    context = click.get_current_context().find_root()
    for number, name in enumerate(names):
        group = context.command
        named = group.get_command(context, name) if isinstance(group, click.Group) else None
        if named is None:
            below = group.list_commands(context) if isinstance(group, click.Group) else []
            above = " ".join(names[:number])
            if not below:
                invocation.refuse(f"`{above}` has no subcommands; write `agenda help {above}`")
            topics = [f"{above} {command}" for command in below]
            listed = " and ".join(f"`{topic}`" for topic in topics)
            _refuse(invocation, " ".join(names), topics, f"the commands are {listed}")
        context = click.Context(named, context, name)
    click.echo(context.get_help())


def _refuse(invocation: Invocation, topic: str, topics: list[str], otherwise: str) -> NoReturn:
    from agenda.text.suggest import did_you_mean

    invocation.refuse(f"no topic `{topic}`; {did_you_mean(topic, topics) or otherwise}")


def _print_topics() -> None:
    click.echo("Pages of the documentation:\n")
    for name, subject in PAGES.items():
        click.echo(f"  agenda help {name:<{max(map(len, PAGES))}}  {subject}")
    click.echo("\n`agenda COMMAND --help` explains a command, `agenda explain RULE` a rule.")


def _print_page(invocation: Invocation, text: str) -> None:
    output = invocation.output()
    if not output.is_terminal:
        click.echo(text, nl=False)
        return
    from rich.markdown import Markdown

    output.print_renderable(Markdown(text, hyperlinks=False))
