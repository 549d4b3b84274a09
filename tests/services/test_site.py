import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agenda.errors import EnvironmentFailure
from agenda.services.site import INDEX, MANIFEST, Published, publish, refuse_folder

FILES = {"style.css": b"a", "visits/ru-vn-2024.html": b"b", INDEX: b"c"}


def write(folder: Path, files: dict[str, bytes] | None = None) -> Published:
    files = FILES if files is None else files
    return publish(folder, [*files], iter(files.items()))


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """Limits the size of files, which the system reports as it does a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def files_in(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_second_build_writes_only_what_differs(tmp_path: Path) -> None:
    assert write(tmp_path) == Published(3, 0, 0)
    paths = [*FILES, MANIFEST]
    before = {path: (tmp_path / path).stat().st_ino for path in paths}
    assert write(tmp_path, FILES | {INDEX: b"d"}) == Published(1, 2, 0)
    changed = [path for path in paths if (tmp_path / path).stat().st_ino != before[path]]
    assert changed == [INDEX]
    assert (tmp_path / INDEX).read_bytes() == b"d"


def test_files_that_no_build_made_stay(tmp_path: Path) -> None:
    others = {"CNAME": b"example.org", ".git/config": b"x", "visits/notes.txt": b"y"}
    for path, raw in others.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(raw)
    write(tmp_path)
    assert write(tmp_path, {INDEX: b"c"}) == Published(0, 1, 2)
    assert files_in(tmp_path) == others | {INDEX: b"c", MANIFEST: b"index.html\n"}


def test_a_folder_without_pages_is_removed(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, {INDEX: b"c"})
    assert not (tmp_path / "visits").exists()


def test_a_page_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / INDEX).write_bytes(b"mine")
    with pytest.raises(EnvironmentFailure, match=r"index\.html was not made by `agenda site`"):
        write(tmp_path)
    assert files_in(tmp_path) == {INDEX: b"mine"}


def test_a_folder_in_the_place_of_a_page_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "style.css").unlink()
    (tmp_path / "style.css").mkdir()
    with pytest.raises(EnvironmentFailure, match=r"style\.css is a folder"):
        write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        MANIFEST, INDEX, "style.css", "visits"
    ]  # fmt: skip


def test_a_build_that_was_stopped_can_be_repeated(tmp_path: Path) -> None:
    def stopped() -> Iterator[tuple[str, bytes]]:
        yield "style.css", b"a"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path, [*FILES], stopped())
    assert write(tmp_path) == Published(2, 1, 0)


def test_a_page_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    too_large = FILES | {"visits/ru-vn-2024.html": b"x" * 100_000}
    with file_size_limit(50_000), pytest.raises(EnvironmentFailure) as failure:
        write(tmp_path, too_large)
    page = tmp_path / "visits/ru-vn-2024.html"
    assert str(failure.value) == (
        f"can't write {page}: File too large; "
        "1 file written before this, and the others are as before"
    )
    assert files_in(tmp_path).keys() == {"style.css", MANIFEST}
    assert write(tmp_path) == Published(2, 1, 0)


def test_what_a_killed_build_leaves_is_removed(tmp_path: Path) -> None:
    write(tmp_path)
    for folder in (tmp_path, tmp_path / "visits"):
        (folder / ".agenda-site-tmp").write_bytes(b"half")
    write(tmp_path, FILES | {"visits/ru-vn-2024.html": b"d", INDEX: b"d"})
    assert files_in(tmp_path).keys() == {*FILES, MANIFEST}


@pytest.mark.parametrize(
    "line",
    ["../outside.html", "/etc/hostname", "visits/../../outside.html", "CNAME", "other/a.html", ""],
)
def test_a_manifest_removes_nothing_but_pages_in_the_folder(tmp_path: Path, line: str) -> None:
    site = tmp_path / "site"
    write(site)
    outside = tmp_path / "outside.html"
    kept = [outside, site / "CNAME", site / "other" / "a.html"]
    for path in kept:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    (site / MANIFEST).write_text(f"{line}\nindex.html\nstyle.css\nvisits/ru-vn-2024.html\n")
    write(site)
    assert all(path.read_bytes() == b"x" for path in kept)


def test_a_link_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "ru-vn-2024.html").write_bytes(b"x")
    site = tmp_path / "site"
    site.mkdir()
    (site / "visits").symlink_to(elsewhere)
    (site / MANIFEST).write_text("visits/ru-vn-2024.html\nvisits/other.html\n")
    with pytest.raises(EnvironmentFailure, match="is a link or a file"):
        write(site)
    assert files_in(elsewhere) == {"ru-vn-2024.html": b"x"}


def test_a_page_that_is_a_link_is_replaced_and_its_target_stays(tmp_path: Path) -> None:
    site, target = tmp_path / "site", tmp_path / "target"
    write(site)
    target.write_bytes(b"x")
    for name in (INDEX, MANIFEST, ".agenda-site-tmp"):
        (site / name).unlink(missing_ok=True)
        (site / name).symlink_to(target)
    with pytest.raises(EnvironmentFailure, match="was not made by"):  # the manifest is lost
        write(site)
    (site / MANIFEST).unlink()
    (site / MANIFEST).write_text("".join(f"{path}\n" for path in FILES))
    write(site)
    assert target.read_bytes() == b"x"
    assert files_in(site) == FILES | {MANIFEST: b"index.html\nstyle.css\nvisits/ru-vn-2024.html\n"}


@pytest.mark.parametrize("name", [".", "agendas", "seeds/site", ".git/pages"])
def test_a_part_of_the_book_is_no_folder_for_a_site(tmp_path: Path, name: str) -> None:
    with pytest.raises(EnvironmentFailure, match="is a part of the book"):
        refuse_folder(tmp_path / name, tmp_path)


@pytest.mark.parametrize("name", ["site", "site/deeper"])
def test_a_link_in_the_book_is_no_folder_for_a_site(tmp_path: Path, name: str) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (book / "site").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EnvironmentFailure, match=r"is, or lies in, a link"):
        refuse_folder(book / name, book)


def test_a_folder_outside_the_book_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "real")
    refuse_folder(tmp_path / "site", tmp_path / "book")


def test_new_files_have_the_mode_that_the_user_wants(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path)
    finally:
        os.umask(before)
    assert (tmp_path / INDEX).stat().st_mode & 0o777 == 0o640
