"""`agenda edit`: edit the file of a visit or a report, and see what changed."""

from pathlib import Path, PurePosixPath

import click

from agenda.cli import completion
from agenda.cli.editor import edit_until_valid
from agenda.cli.options import Invocation, command


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
