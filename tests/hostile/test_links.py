"""Links, pipes and devices in a repository: nothing outside the book is read or written."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Final

import pytest

from agenda.store.git import Repository
from agenda.yamlio.types import MAX_BYTES
from tests.builders import VISIT, commit, git
from tests.hostile.conftest import Tried
from tests.run import RunResult, run

pytestmark = pytest.mark.hostile

PRIVATE: Final = "visitor: {name: secret-of-the-user, country: RU}\nx: ["

REPORT: Final = """\
published: 2024-06-10
publisher: P
claims:
  - visit: {visit}
    according_to: A
    visitor: {{name: A, country: RU}}
    host: {{country: VN}}
    dates: 2024-06-19
    agenda:
      "$(touch marker)": {{title: x}}
"""

WRITES: Final = (
    ("apply", "--yes", "{report}"),
    ("apply", "--yes", "{second}"),
    ("apply", "--yes", "../2024-06-10-p.yaml"),
    ("new", "report", "P", "--published", "2024-06-10"),
    ("new", "visit", "RU", "VN", "--year", "2024"),
    ("new", "visit", "RU", "VN", "--year", "store"),
    ("init", "."),
    ("init",),
    ("setup-git", "--yes"),
)

READS: Final = (
    ("validate",),
    ("status", "--all"),
    ("status", "--all", "--format", "json"),
    ("log",),
    ("diff", "HEAD"),
    ("show", "ru-vn-2024"),
    ("show", "x"),
    ("countdown", "--all"),
    ("diff", "--report", "{report}"),
    ("apply", "--dry-run", "{report}"),
)

LINKS: Final[dict[str, dict[str, str]]] = {
    "a visit, dangling": {"agendas/ru-vn-2024.yaml": "../../home/.profile"},
    "a visit, to a file": {"agendas/ru-vn-2024.yaml": "../../home/.bashrc"},
    "a visit, absolute": {"agendas/ru-vn-2024.yaml": "{home}/.bashrc"},
    "a visit, through a folder": {
        "agendas/sub": "../../home",
        "agendas/ru-vn-2024.yaml": "sub/new.yaml",
    },
    "a visit, through two links": {
        "agendas/ru-vn-2024.yaml": "y.yaml",
        "agendas/y.yaml": "../../home/z.yaml",
    },
    "the temporary file": {
        ".store.yaml.agenda-tmp": "../home/.bashrc",
        "agendas/ru-vn-2024.yaml": "../store.yaml",
    },
    "the temporary file of a visit": {"agendas/.ru-vn-2024.yaml.agenda-tmp": "../../home/.bashrc"},
    "a folder of reports, dangling": {"seeds": "../home/new"},
    "a folder of reports": {"seeds": "../home"},
    "a folder of reports, absolute": {"seeds": "{home}"},
    "a folder of visits": {"agendas": "../home/visits"},
    "a report, dangling": {"seeds/2024-06-10-p.yaml": "../../home/.profile"},
    "a report, to a file": {"seeds/2024-06-10-p.yaml": "../../home/.bashrc"},
    "attributes": {".gitattributes": "../home/.bashrc"},
    "attributes, dangling": {".gitattributes": "../home/.profile"},
    "attributes, in the repository's settings": {".gitattributes": ".git/config"},
    "settings": {"agenda.yaml": "../home/.bashrc"},
    "settings, dangling": {"agenda.yaml": "../home/.profile"},
    "a workflow": {".github": "../home"},
    "workflows": {".github/workflows": "../../home"},
    "hooks": {".pre-commit-config.yaml": "../home/.profile"},
    "a visit, in the repository's settings": {"agendas/ru-vn-2024.yaml": "../.git/config"},
    "a visit, as a hook": {"agendas/ru-vn-2024.yaml": "../.git/hooks/pre-commit"},
    "a visit, as a makefile": {"agendas/ru-vn-2024.yaml": "../Makefile"},
    "a report, as a workflow": {"seeds": ".github/workflows"},
    "a kept file": {
        "seeds/.gitkeep": "../../home/.profile",
        "agendas/.gitkeep": "../../home/.profile",
    },
}


class World:
    """A clone beside somebody's home, of which nothing may be read or changed."""

    def __init__(self, folder: Path) -> None:
        self.home, self.origin, self.clone = folder / "home", folder / "origin", folder / "clone"
        (self.home / "visits").mkdir(parents=True)
        (self.home / ".bashrc").write_text(PRIVATE)
        (self.home / "visits/other.yaml").write_text(PRIVATE)
        (folder / "2024-06-10-p.yaml").write_text(REPORT.format(visit="ru-vn-2024"))
        self.origin.mkdir()
        git(self.origin, "init", "--quiet", "--initial-branch", "main")

    def write(self, name: str, content: str) -> None:
        path = self.origin / name
        if not os.path.lexists(path) and not any(map(Path.is_symlink, path.parents)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)

    def link(self, name: str, target: str) -> None:
        path = self.origin / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target.format(home=self.home))

    def cloned(self) -> None:
        """Commit the book with all links, and clone it."""
        self.write("agendas/a.yaml", VISIT)
        self.write("store.yaml", VISIT)
        self.write("seeds/2024-06-11-p.yaml", REPORT.format(visit="ru-vn-2024"))
        self.write("seeds/2024-06-12-p.yaml", REPORT.format(visit="a"))
        commit(self.origin)
        git(self.origin.parent, "clone", "--quiet", str(self.origin), str(self.clone))
        self.before = self._outside()

    def run(self, arguments: tuple[str, ...], stdin: str = "") -> RunResult:
        names = {"report": "seeds/2024-06-11-p.yaml", "second": "seeds/2024-06-12-p.yaml"}
        return run(*(part.format(**names) for part in arguments), cwd=self.clone, stdin=stdin)

    def assert_untouched(self, what: object) -> None:
        assert self._outside() == self.before, what
        assert not list(self.clone.rglob("marker")), what

    def _outside(self) -> dict[str, bytes]:
        """All files but the clone's own, with the settings and hooks of its repository."""
        top = self.home.parent
        files = (Path(folder) / name for folder, _, names in os.walk(top) for name in names)
        return {
            str(file): file.read_bytes()
            for file in files
            if not file.is_symlink()
            if not file.is_relative_to(self.clone)
            or file.is_relative_to(self.clone / ".git/hooks")
            or file == self.clone / "Makefile"
        }


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.mark.parametrize("name", LINKS)
def test_no_command_writes_through_a_link(world: World, name: str, tried: Tried) -> None:
    for path, target in LINKS[name].items():
        world.link(path, target)
    world.cloned()
    for arguments in WRITES:
        tried("links: writes")
        result = world.run(arguments)
        world.assert_untouched(arguments)
        assert "internal error" not in result.err
        config = (world.clone / ".git/config").read_text()
        assert "visitor" not in config
        assert "agendas/**" not in config


@pytest.mark.parametrize("name", LINKS)
def test_no_command_shows_what_a_link_leads_to(world: World, name: str, tried: Tried) -> None:
    for path, target in LINKS[name].items():
        world.link(path, target)
    world.cloned()
    for arguments in READS:
        tried("links: reads")
        result = world.run(arguments)
        assert "secret-of-the-user" not in result.out + result.err, arguments
        assert "internal error" not in result.err


SPECIAL: Final = {
    "stdin": "/dev/stdin",
    "terminal": "/dev/tty",
    "zeros": "/dev/zero",
    "random": "/dev/urandom",
    "environment": "/proc/self/environ",
    "memory": "/proc/self/mem",
    "descriptor": "/proc/self/fd/0",
    "folder": "/",
    "a folder of processes": "/proc",
    "loop": "{name}",
}

PATHS: Final = ("agendas/x.yaml", "seeds/2024-06-10-x.yaml", "agenda.yaml", ".gitattributes")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", SPECIAL)
def test_devices_and_processes_are_not_read(
    world: World, name: str, path: str, tried: Tried
) -> None:
    world.link(path, SPECIAL[name].format(name=Path(path).name))
    world.cloned()
    for arguments in (*READS, ("setup-git", "--yes")):
        tried("links: devices, processes and loops")
        result = world.run(arguments, stdin=PRIVATE)
        assert "secret-of-the-user" not in result.out + result.err, arguments
        assert "PATH=" not in result.out + result.err, arguments
        assert "internal error" not in result.err
    if path.startswith("agendas/") and name != "loop":
        assert "error[irregular-file]" in world.run(("validate",)).out
        assert "A → Vietnam" in world.run(("status", "--all")).out


@pytest.mark.parametrize("path", PATHS[:3])  # git itself waits for a pipe `.gitattributes`
def test_named_pipes_do_not_block(world: World, path: str, tried: Tried) -> None:
    world.cloned()
    (world.clone / path).unlink(missing_ok=True)
    os.mkfifo(world.clone / path)
    for arguments in (*READS, *WRITES):
        tried("links: named pipes")
        result = world.run(arguments)
        assert "internal error" not in result.err
    if path.startswith(("agendas/", "seeds/")):
        line = f"{path}:1:1: error[irregular-file] not read: it is a named pipe"
        assert line in world.run(("validate",)).out


def test_a_report_named_on_the_command_line_may_be_a_pipe(world: World, tried: Tried) -> None:
    world.cloned()
    reader, writer = os.pipe()
    os.write(writer, REPORT.format(visit="a").encode())
    os.close(writer)
    tried("links: a pipe that the user names")
    result = run("diff", "--report", f"/dev/fd/{reader}", cwd=world.clone)
    os.close(reader)
    assert (result.code, result.err) == (0, "")
    assert "dates" in result.out


def test_a_link_that_stays_inside_the_book_works(world: World) -> None:
    world.link("agendas/ru-vn-2024.yaml", "../store.yaml")
    world.cloned()
    result = world.run(("apply", "--yes", "{report}"))
    assert (result.code, result.err) == (0, "")
    assert (world.clone / "agendas/ru-vn-2024.yaml").is_symlink()
    assert 'dates: "2024-06-19"' in (world.clone / "store.yaml").read_text()


def test_a_report_on_two_visits_that_are_one_file_is_refused(world: World) -> None:
    world.link("agendas/ru-vn-2024.yaml", "a.yaml")
    both = REPORT.format(visit="a") + REPORT.format(visit="ru-vn-2024").partition("claims:\n")[2]
    world.write("seeds/2024-06-13-p.yaml", both)
    world.cloned()
    result = world.run(("apply", "--yes", "seeds/2024-06-13-p.yaml"))
    assert result.code == 1
    assert "agendas/a.yaml and agendas/ru-vn-2024.yaml are one file" in result.err
    assert (world.clone / "agendas/a.yaml").read_text() == VISIT


NAMES: Final = (
    *("", ":", "..", "../x", "/", "a/b", "-", "--", ".hidden"),
    *("\u200b", "\u202e", "\u3164", " ", "\n", "$(x)"),
)


@pytest.mark.parametrize("name", NAMES)
def test_new_files_have_slugs_as_names(world: World, name: str, tried: Tried) -> None:
    world.cloned()
    before = set(world.clone.rglob("*"))
    for arguments in (
        ("new", "visit", name, "VN", "--year", "2024"),
        ("new", "visit", "RU", name, "--year", "2024"),
        ("new", "visit", "RU", "VN", "--year", name),
        ("new", "report", name, "--published", "2024-06-20"),
        ("new", "report", "P", "--published", "2024-06-20", "--visit", name),
    ):
        tried("names: of new files")
        result = run(*arguments, cwd=world.clone)
        assert "internal error" not in result.err
    report = world.home.parent / "2024-06-10-q.yaml"
    report.write_text(REPORT.format(visit=f'"{name!s}"'.replace("\n", "\\n")))
    tried("names: of new files")
    assert run("apply", "--yes", report, cwd=world.clone).code == 1
    for path in set(world.clone.rglob("*")) - before:
        if ".git" not in path.parts:
            assert path.suffix == ".yaml"
            assert all(part and part.isalnum() for part in path.stem.split("-")), path


@pytest.mark.parametrize("path", ["seeds", "agendas"])
def test_nothing_is_removed_through_a_linked_folder(world: World, path: str, tried: Tried) -> None:
    world.link(path, "../home/visits")
    only_copy = world.home / "visits/.z.yaml.0123456789abcdef.agenda-old"
    only_copy.write_text("the only copy")
    world.cloned()
    for arguments in (("apply", "--dry-run", "../2024-06-10-p.yaml"), *WRITES):
        tried("links: removals")
        world.run(arguments)
        assert only_copy.exists()


@pytest.mark.parametrize("folder", ["agendas/sub", "seeds/sub", "agendas"])
def test_a_folder_that_became_a_link_is_not_read(world: World, folder: str, tried: Tried) -> None:
    world.write("agendas/a.yaml", VISIT)
    world.write(f"{folder}/x.yaml", VISIT)
    commit(world.origin)
    shutil.rmtree(world.origin / folder)
    world.link(folder, "../" * (1 + folder.count("/")) + "home/sub")
    (world.home / "sub").mkdir()
    (world.home / "sub/x.yaml").write_text(PRIVATE.replace("x: [", "confirmation: {state: x}"))
    world.cloned()
    for arguments in (
        ("diff", "HEAD~1"),
        ("diff", "HEAD~1", "--format", "markdown"),
        ("diff", "HEAD~1", "--format", "json"),
        ("validate", "--changed", "HEAD~1"),
        ("diff", "--report", f"{folder}/x.yaml"),
        ("apply", "--yes", f"{folder}/x.yaml"),
        ("validate", f"{folder}/x.yaml"),
    ):
        tried("links: reads")
        result = world.run(arguments)
        assert "secret-of-the-user" not in result.out + result.err, arguments


def test_a_link_to_a_hidden_file_is_not_read(world: World, tried: Tried) -> None:
    world.link("agendas/x.yaml", "../.env")
    world.write(".env", "API_KEY=secret-of-the-user")
    world.cloned()
    tried("links: reads")
    result = world.run(("validate",))
    assert "secret-of-the-user" not in result.out
    assert (
        "agendas/x.yaml:1:1: error[irregular-file] not read: it is a link to a hidden" in result.out
    )


def test_init_reads_no_link(world: World, tried: Tried) -> None:
    (world.home / "hooks").write_text("agenda validate")
    for target in ("../home/hooks", "/proc/kmsg", "/dev/zero"):
        folder = world.home.parent / "new"
        folder.mkdir()
        (folder / ".pre-commit-config.yaml").symlink_to(target)
        (folder / ".git").mkdir()
        tried("links: reads")
        result = run("init", cwd=folder)
        assert "To check the book, add this to" in result.out
        shutil.rmtree(folder)


def test_init_follows_no_dangling_link(world: World, tried: Tried) -> None:
    (world.home.parent / "desk").symlink_to("home/new")
    tried("links: writes")
    result = run("init", "desk", cwd=world.home.parent)
    assert (result.code, (world.home / "new").exists()) == (2, False)


def test_init_writes_no_expression_of_github(tmp_path: Path, tried: Tried) -> None:
    folder = tmp_path / "desk ${{ toJSON(secrets) }}"
    folder.mkdir()
    (tmp_path / ".git").mkdir()
    tried("names: of folders in workflows")
    out = run("init", folder, cwd=tmp_path).out
    assert "${{ toJSON" not in out.partition("name: agenda")[2].partition("repos:")[0]


@pytest.fixture
def deep_folder(world: World) -> Iterator[Path]:
    """A visit in 1,200 folders, in each other."""
    world.cloned()
    top = world.clone / "agendas/d"
    with chdir(world.clone / "agendas"):
        for _ in range(1200):
            Path("d").mkdir()
            os.chdir("d")
        Path("deep.yaml").write_text(VISIT)
    yield top
    subprocess.run(["rm", "-r", "--", top], check=True)  # Python's own way recurses too deep


@pytest.mark.usefixtures("deep_folder")
def test_deep_folders_are_read(world: World, tried: Tried) -> None:
    for arguments in (("status", "--all"), ("validate", "--notices"), ("diff", "HEAD")):
        tried("inputs: deep folders")
        result = world.run(arguments)
        assert "deep" in result.out
        assert "internal error" not in result.err


def test_a_large_blob_of_a_revision_is_cut(world: World, tried: Tried) -> None:
    world.write("agendas/big.yaml", "#" * 30_000_000)
    commit(world.origin)
    (world.origin / "agendas/big.yaml").unlink()
    world.cloned()
    tried("inputs: large blobs")
    repository = Repository(world.clone)
    commit_before = repository.commit("HEAD~1")
    entries = repository.files(commit_before, ("agendas",))
    sizes = [len(raw) for raw in repository.blobs([entry.blob for entry in entries] * 2)]
    assert max(sizes) == MAX_BYTES + 1
    assert sizes == sizes[: len(entries)] * 2
    assert "1,048,576 bytes" in world.run(("diff", "HEAD~1")).err


def test_files_with_the_names_of_revisions_do_not_replace_them(world: World, tried: Tried) -> None:
    world.write("HEAD", VISIT)
    world.write("HEAD~1", VISIT)
    world.write("agendas/a.yaml", VISIT)
    commit(world.origin)
    (world.origin / "agendas/a.yaml").write_text(VISIT.replace("rumoured", "tentative"))
    world.cloned()
    tried("names: of files that are revisions too")
    assert "tentative" in world.run(("diff", "HEAD~1", "HEAD")).out
