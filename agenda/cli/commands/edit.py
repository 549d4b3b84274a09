"""`agenda edit`: edit the file of a visit or a report, and see what changed."""

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from agenda.cli import completion
from agenda.cli.options import Invocation, command
from agenda.cli.terminal_io import can_answer
from agenda.cli.warnings import warn
from agenda.text.printable import escape_controls

if TYPE_CHECKING:
    from agenda.model.diagnostic import Diagnostic
    from agenda.store.book import Book


@command("text")
@click.argument("name", metavar="VISIT|REPORT", shell_complete=completion.visits_and_reports)
def edit(invocation: Invocation, name: str) -> int:
    """Edit a visit or a report in your editor, and check it.

    The editor is that of $VISUAL or $EDITOR. While the file has errors, you can edit it again.
    What changed is printed at the end, as `agenda diff` does.

    Example: agenda edit ru-vn-2024
    """
    from agenda.store.files import read_book_file

    root = invocation.root()
    file = _file_of(invocation, root, name)
    return edit_until_valid(invocation, root, file, read_book_file(root, file))


def _file_of(invocation: Invocation, root: Path, name: str) -> str:
    """The path of the file with an id, or of a path itself, from the book's folder."""
    from agenda.store.layout import REPORTS, VISITS, files
    from agenda.text.suggest import did_you_mean

    listed = [file for folder in (VISITS, REPORTS) for file in files(root, folder)]
    by_name = {PurePosixPath(file).stem: file for file in reversed(listed)}
    path = Path(name).absolute()
    if path.is_relative_to(root) and (inside := path.relative_to(root).as_posix()) in listed:
        return inside
    if name not in by_name:
        hint = did_you_mean(name, by_name) or "`agenda status --all` lists the visits"
        invocation.refuse(f"no visit and no report `{name}`; {hint}")
    return by_name[name]


def edit_until_valid(invocation: Invocation, root: Path, file: str, before: bytes) -> int:
    """Open a file in the user's editor, again while it is invalid; then print what changed.

    ``file`` is its path from the book's folder, ``before`` the content to compare with. The file
    is kept as the user leaves it. The exit code is 1 if it is invalid in the end.
    """
    from agenda.output.diagnostics import line_in
    from agenda.output.git_driver import print_edit
    from agenda.store.files import read_book_file

    while True:
        _open_editor(root / file)
        book, diagnostics = _check(invocation, root, file)
        for diagnostic in diagnostics:
            click.echo(line_in(book, diagnostic))
        is_valid = all(diagnostic.severity != "error" for diagnostic in diagnostics)
        if is_valid or not _wants_to_edit_again():
            break
    print_edit(invocation.output(), file, before, read_book_file(root, file))
    if not is_valid:
        warn(f"{escape_controls(file)} is kept as you left it, and has problems")
    return int(not is_valid)


def _open_editor(path: Path) -> None:
    try:
        click.edit(filename=str(path))
    except click.ClickException as error:
        message = f"{error.format_message()}; set VISUAL or EDITOR to your editor"
        raise click.ClickException(message) from error


def _check(invocation: Invocation, root: Path, file: str) -> "tuple[Book, list[Diagnostic]]":
    """The errors and warnings in a file, or caused by it elsewhere in the book."""
    from agenda.cli.clock import Clock
    from agenda.lint.runner import lint
    from agenda.store.book import load

    book = load(root)
    return book, [
        diagnostic
        for diagnostic in lint(book, Clock(invocation.as_of).day_in)
        if diagnostic.location.file == file and diagnostic.severity != "notice"
    ]


def _wants_to_edit_again() -> bool:
    """Whether a user who can be asked wants to correct the file now."""
    return can_answer() and click.confirm("Edit again?", default=True)
