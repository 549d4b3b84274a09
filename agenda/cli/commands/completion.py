"""`agenda completion`: what a shell needs to complete this program's words."""

import click

from agenda.cli.options import Invocation, command


@command("text")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(invocation: Invocation, shell: str) -> None:  # noqa: ARG001  every command gets one
    """Print the completion script for a shell.

    Put it where the shell looks, in a folder that you may have to make, and open a new shell:

    \b
    bash  agenda completion bash > ~/.local/share/bash-completion/completions/agenda
    zsh   agenda completion zsh > ~/.zfunc/_agenda
          and in ~/.zshrc, before compinit: fpath+=~/.zfunc
    fish  agenda completion fish > ~/.config/fish/completions/agenda.fish

    Bash needs its package bash-completion for that; without it, put this into ~/.bashrc:

    \b
          eval "$(agenda completion bash)"

    Example: agenda completion bash
    """  # noqa: D301  click knows by the sign itself which lines to leave as they are
    from click.shell_completion import get_completion_class

    from agenda.cli.main import COMPLETE, agenda

    for_shell = get_completion_class(shell)
    if for_shell is not None:
        click.echo(for_shell(agenda, {}, "agenda", COMPLETE).source(), nl=False)
