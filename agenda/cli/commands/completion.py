"""`agenda completion`: the completion script for a shell."""

import click

from agenda.cli.options import Invocation, command


@command("text")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(invocation: Invocation, shell: str) -> None:  # noqa: ARG001  every command gets one
    """Print the completion script for a shell.

    Save it where the shell looks for it (create the folder if necessary), then open a new shell:

    \b
    bash  agenda completion bash > ~/.local/share/bash-completion/completions/agenda
    zsh   agenda completion zsh > ~/.zfunc/_agenda
          and in ~/.zshrc, before compinit: fpath+=~/.zfunc
    fish  agenda completion fish > ~/.config/fish/completions/agenda.fish

    Bash needs the package bash-completion for this; without it, add this to ~/.bashrc:

    \b
          eval "$(agenda completion bash)"

    Example: agenda completion bash
    """  # noqa: D301  click knows by the sign itself which lines to leave as they are
    from click.shell_completion import get_completion_class

    from agenda.cli.main import COMPLETE, agenda
    from agenda.cli.shells import register

    register()
    for_shell = get_completion_class(shell)
    if for_shell is not None:
        click.echo(for_shell(agenda, {}, "agenda", COMPLETE).source(), nl=False)
