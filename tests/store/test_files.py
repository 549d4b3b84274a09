import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from agenda.store.files import IrregularFile, read_book_file, read_bytes


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with two files, and a file outside it."""
    folder = tmp_path / "book"
    (folder / "agendas").mkdir(parents=True)
    (folder / "agendas/a.yaml").write_bytes(b"a")
    (folder / "store.yaml").write_bytes(b"store")
    (tmp_path / "outside.yaml").write_bytes(b"outside")
    return folder


def linked(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def bound_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(path.parent)  # a socket's path has at most 108 bytes
        try:
            server.bind(path.name)
        finally:
            os.chdir(here)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (linked("../../outside.yaml"), "it is a link that leads out of the book"),
        (linked("/dev/stdin"), "it is a link that leads out of the book"),
        (linked("/dev/tty"), "it is a link that leads out of the book"),
        (linked("/proc/self/environ"), "it is a link that leads out of the book"),
        (linked("../../missing.yaml"), "it is a link that leads out of the book"),
        (linked("../missing.yaml"), "it is a link to a file that does not exist"),
        (linked("../agendas"), "it is a folder"),
        (os.mkfifo, "it is a named pipe"),
        (bound_socket, "it is a socket"),
        (Path.mkdir, "it is a folder"),
    ],
)
def test_only_regular_files_inside_the_book_are_read(
    root: Path, make: Callable[[Path], None], reason: str
) -> None:
    make(root / "agendas/x.yaml")
    with pytest.raises(IrregularFile) as raised:
        read_book_file(root, "agendas/x.yaml")
    assert raised.value.strerror == reason


def test_a_link_to_a_named_pipe_inside_the_book_is_not_read(root: Path) -> None:
    os.mkfifo(root / "pipe")
    (root / "agendas/x.yaml").symlink_to("../pipe")
    with pytest.raises(IrregularFile, match="it is a named pipe"):
        read_book_file(root, "agendas/x.yaml")


def test_a_link_that_stays_inside_the_book_is_read(root: Path) -> None:
    (root / "agendas/x.yaml").symlink_to("../store.yaml")
    (root / "agendas/y.yaml").symlink_to("x.yaml")
    assert read_book_file(root, "agendas/y.yaml") == b"store"


def test_a_book_may_lie_behind_a_link(root: Path) -> None:
    (root.parent / "link").symlink_to("book")
    (root / "agendas/x.yaml").symlink_to(root / "store.yaml")
    assert read_book_file(root.parent / "link", "agendas/x.yaml") == b"store"


def test_a_pipe_that_is_named_on_the_command_line_is_read() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"from a pipe")
    os.close(writer)
    assert read_bytes(f"/dev/fd/{reader}") == b"from a pipe"
    os.close(reader)
