"""`agenda help`: the documentation, without a browser."""

import click

from agenda.cli import completion
from agenda.cli.options import Invocation, command
from agenda.store.shipped import PAGES


@command("text")
@click.argument("topic", required=False, shell_complete=completion.choices(PAGES))
def help(invocation: Invocation, topic: str | None) -> None:  # noqa: A001  the command's name
    """Show a page of the documentation, or the help of a command.

    Without a topic, list the topics.

    Example: agenda help dates
    """
    from agenda.cli.main import COMMANDS, agenda
    from agenda.store.shipped import page

    context = click.get_current_context()
    if topic is None:
        _print_topics()
    elif topic in PAGES:
        _print_page(invocation, page(topic))
    elif topic in COMMANDS and context.parent and (named := agenda.get_command(context, topic)):
        click.echo(named.get_help(click.Context(named, context.parent, topic)))
    else:
        from agenda.text.suggest import did_you_mean

        hint = did_you_mean(topic, [*PAGES, *COMMANDS]) or f"the topics are {', '.join(PAGES)}"
        invocation.refuse(f"no topic `{topic}`; {hint}")


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
