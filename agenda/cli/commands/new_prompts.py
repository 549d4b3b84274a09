"""Questions on a terminal: a field each, with numbered choices; a wrong answer is asked again."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import click

from agenda.cli.commands.new_fields import InvalidText
from agenda.output.terminal import Output
from agenda.text.printable import escape_controls

_WIDEST_IN_LINE = 24
"""In characters. If a choice is longer, each is on a line of its own."""

Read = Callable[[str], str]
"""Returns the value that a text means, or raises :class:`InvalidText`."""


@contextmanager
def interruptible(message: str) -> Iterator[None]:
    """Says what a user who stops in the middle leaves behind."""
    try:
        yield
    except (click.Abort, KeyboardInterrupt):
        click.echo()
        raise click.Abort(message) from None


class Dialogue:
    """Asks questions on a terminal."""

    def __init__(self, output: Output) -> None:
        self.output = output
        with suppress(ImportError):
            import readline  # noqa: F401  arrow keys move within an answer
        output.line("Enter skips a question, or takes the answer in brackets; `-` takes none.")
        output.line("`?` explains a question. ctrl-C stops, and then nothing is written.")
        output.line()

    def heading(self, text: str) -> None:
        """Print what the next questions are about."""
        self.output.line()
        self.output.line(text)

    def block(self, text: str) -> None:
        """Print a file's text."""
        self.output.line()
        for line in text.splitlines():
            self.output.line(f"  {line}")
        self.output.line()

    def confirm(self, text: str, *, default: bool) -> bool:
        """Ask a question that has the answers yes and no."""
        return click.confirm(escape_controls(text), default=default)

    def text(
        self,
        label: str,
        read: Read,
        *,
        offers: Sequence[str] = (),
        labels: Sequence[str] | None = None,
        default: str = "",
        explanation: str = "",
        is_required: bool = False,
    ) -> str:
        """Ask for a value until it is valid; Enter takes the default, or skips the field.

        A value may be one of the ``offers``, by its number; ``labels`` are what to print for them,
        if that is not the offers themselves.
        The answer `?` prints the ``explanation``. After an invalid answer, Enter takes what it
        seems to mean, if that is known.
        """
        self._print_offers(offers if labels is None else labels)
        meant = default
        while True:
            shown = escape_controls(meant)
            answer = click.prompt(
                escape_controls(label), default=shown, show_default=bool(meant), value_proc=str
            ).strip()
            text, meant = meant if answer == shown else answer, default
            if text in {"", "-"} and not is_required:
                return ""
            if text == "?":
                self._print_indented(explanation or "Any text.")
                continue
            try:
                return _read(text, read, offers)
            except InvalidText as error:
                self._print_indented(f"Error: {error}")
                meant = error.meant or default

    def texts(
        self, label: str, read: Read, offers: Sequence[str], explanation: str = ""
    ) -> list[str]:
        """Ask for any number of values, separated by commas; numbers also by spaces."""

        def read_all(text: str) -> str:
            is_numbers = text.replace(" ", "").isdecimal()
            parts = filter(None, map(str.strip, text.split() if is_numbers else text.split(",")))
            return ",".join(dict.fromkeys(_read(part, read, offers) for part in parts))

        answer = self.text(label, read_all, labels=offers, explanation=explanation)
        return answer.split(",") if answer else []

    def _print_indented(self, text: str) -> None:
        for line in text.splitlines():
            self.output.print_indented([("  ", "")], [(line, "")])

    def _print_offers(self, labels: Sequence[str]) -> None:
        numbered = [f"{number} {label}" for number, label in enumerate(labels, 1)]
        if any(len(label) > _WIDEST_IN_LINE for label in numbered):
            for label in numbered:
                self.output.line(f"  {label}")
            return
        line = ""
        for label in numbered:
            if line and len(line) + len(label) + 4 > self.output.width:
                self.output.line(f"  {line}")
                line = ""
            line = f"{line}  {label}".strip()
        if line:
            self.output.line(f"  {line}")


def _read(text: str, read: Read, offers: Sequence[str]) -> str:
    if text.isdecimal() and offers:
        number = int(text) if len(text) < 4 else 0
        if 0 < number <= len(offers):
            return offers[number - 1]
        raise InvalidText(f"there is no number {text[:9]} in the list")
    if text in {"", "-"}:
        raise InvalidText("an answer is needed")
    return read(text)
