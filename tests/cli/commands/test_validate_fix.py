"""`agenda validate --fix` and `--diff`."""

import random
from pathlib import Path

import pytest

from agenda.model.country import COUNTRY_CODES, Country
from tests.builders import VISIT, MakeBook, git
from tests.run import run, run_on_terminal

VISIT_FILE = """\
# A visit
visitor: {{name: Visitor {number}, role: President, country: RU}}
host:
  country: {code}  # the host
  city: "Town {number}"
kind: state
dates: "[2096-03-01..2096-03-20]"
confirmation:
  state: tentative
agenda:
  energy: {{title: "Energy, gas", status: expected}}

# The end
notes: "As the paper says: soon"
"""

REPORT_FILE = """\
published: 2024-06-10
publisher: Paper {number}
cites: [first]
claims:
  - visit: {visit}
    according_to: Official {number}
    grade: B2
    kind: state
    dates: "[2096-03-01..2096-03-20]"
    confirmation: {{state: tentative}}
"""

MISTAKES_IN_VISITS: tuple[tuple[str, str], ...] = (
    ("kind: state", "kind: State"),
    ("kind: state", "kind: stat"),
    ("kind: state", "kind:state"),
    ("kind: state", "kind:\tstate"),
    ("kind: state", "kind: state \t"),
    ("kind: state", "knid: state"),
    ("kind: state", "kind = state"),
    ("state: tentative", "state: TENTATIVE"),
    ("state: tentative", "state: “tentative”"),
    ("state: tentative", "state: tentatve"),
    ('"[2096-03-01..2096-03-20]"', "[2096-03-01..2096-03-20]"),
    ('"[2096-03-01..2096-03-20]"', "“[2096-03-01..2096-03-20]”"),
    ('title: "Energy, gas"', "title: Energy, gas"),
    ('title: "Energy, gas"', "title: “Energy, gas”"),
    ("  city", "\tcity"),
    ('"As the paper says: soon"', "As the paper says: soon"),
    ("# The end", "# The end   "),
    ("host:", "hots:"),
)

MISTAKES_IN_REPORTS: tuple[tuple[str, str], ...] = (
    ("2024-06-10", "10 June 2024"),
    ("2024-06-10", "10.06.2024 "),
    ("grade: B2", "grade: b2"),
    ("grade: B2", "grade: 2B"),
    ('"[2096-03-01..2096-03-20]"', "[2096-03-01..2096-03-20]"),
    ("[first]", "[firts]"),
    ("- visit: ", "- visit: agendas/"),
    ("  - visit", "  -visit"),
    ("state: tentative}", "state: Tentative}"),
    ("according_to", "acording to"),
    ("according_to", "according-to"),
)


def with_mistakes(text: str, mistakes: tuple[tuple[str, str], ...], seed: random.Random) -> str:
    """A text with one to three mistakes, each in a part of its own."""
    for old, new in seed.sample(mistakes, seed.randint(1, 3)):
        text = text.replace(old, new, 1)
    return text


Files = dict[str, bytes]


def right_and_broken(seed: random.Random, size: int) -> tuple[Files, Files]:
    """A book without and with mistakes; some files have a byte order mark or other line ends."""
    codes = [code for code in COUNTRY_CODES if code not in {"RU", "NO", "CD", "CG"}]
    right = {"agenda.yaml": "rules: {untidy-text: error, unsourced: off}  # strict\n"}
    broken = {"agenda.yaml": "rules: {text-untidy: error, unsourced: off}  # strict\n"}
    right["seeds/first.yaml"] = "published: 2024-06-09\npublisher: First\nclaims: []\n"
    broken["seeds/first.yaml"] = right["seeds/first.yaml"].replace("2024-06-09", "9 June 2024")
    for number, code in enumerate(seed.sample(codes, size)):
        name = f"ru-{code.lower()}-2096"
        visit, report = f"agendas/{name}.yaml", f"seeds/paper-{number}.yaml"
        right[visit] = VISIT_FILE.format(number=number, code=code)
        right[report] = REPORT_FILE.format(number=number, visit=name)
        written = seed.choice([Country(code).name, code.lower()])
        mistakes = (*MISTAKES_IN_VISITS, *[(f"country: {code} ", f"country: {written} ")] * 4)
        broken[visit] = with_mistakes(right[visit], mistakes, seed)
        broken[report] = with_mistakes(right[report], MISTAKES_IN_REPORTS, seed)
    marks = {file: b"\xef\xbb\xbf" * (seed.random() < 0.3) for file in right}
    newlines = {file: seed.choice(["\n", "\n", "\r\n"]) for file in right}
    ends = {file: seed.choice(["\n", "\n", ""]) for file in right}

    def encoded(texts: dict[str, str]) -> Files:
        return {
            file: marks[file]
            + (text.removesuffix("\n") + ends[file]).replace("\n", newlines[file]).encode()
            for file, text in texts.items()
        }

    return encoded(right), encoded(broken)


def contents(root: Path) -> Files:
    files = (path for path in sorted(root.rglob("*.yaml")))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize(("seed", "size"), [(1, 10), pytest.param(21, 100, marks=pytest.mark.slow)])
def test_all_files_are_as_before_their_mistakes(make_book: MakeBook, seed: int, size: int) -> None:
    right, broken = right_and_broken(random.Random(seed), size)  # noqa: S311
    assert len([file for file in right if broken[file] != right[file]]) == 2 * size + 2
    root = make_book(dict(broken))
    patch = run("validate", "--diff", cwd=root)
    assert patch.code == 1
    assert contents(root) == broken
    git(root, "init", "--quiet")
    (root / "patch").write_bytes(patch.out.encode())
    git(root, "apply", "--check", "--whitespace=nowarn", "patch")
    result = run("validate", "--fix", cwd=root)
    assert result.code == 0, result.out
    assert contents(root) == right
    git(root, "apply", "--reverse", "--whitespace=nowarn", "patch")
    assert contents(root) == broken
    git(root, "apply", "--whitespace=nowarn", "patch")
    again = run("validate", "--fix", cwd=root)
    assert again.out.startswith("nothing to fix\n")
    assert contents(root) == right


BROKEN = VISIT.replace("VN", "Vietnam")


def test_the_number_of_edits_is_printed_and_then_what_remains(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": BROKEN + "kind: Stat\nfoo: x\n", "agendas/b.yaml": BROKEN})
    result = run("validate", "--fix", "--statistics", "-q", cwd=root)
    assert result.code == 1
    assert not result.out.startswith("fixing")
    (root / "agendas/b.yaml").write_text(BROKEN)
    result = run("validate", "--fix", cwd=root)
    assert result.out.splitlines()[0] == "making 1 edit in 1 file"
    assert "agendas/a.yaml:5:1: error[unknown-field] there is no field `foo`" in result.out
    assert (root / "agendas/b.yaml").read_text() == VISIT


def test_only_given_files_are_fixed(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": BROKEN, "agendas/b.yaml": BROKEN})
    assert run("validate", "--fix", "agendas/b.yaml", cwd=root).code == 0
    assert (root / "agendas/a.yaml").read_text() == BROKEN
    assert (root / "agendas/b.yaml").read_text() == VISIT


def test_only_what_changed_is_fixed(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": BROKEN, "agendas/b.yaml": VISIT})
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "first")
    (root / "agendas/b.yaml").write_text(BROKEN)
    assert run("validate", "--fix", "--changed", "HEAD", cwd=root).code == 0
    assert (root / "agendas/a.yaml").read_text() == BROKEN
    assert (root / "agendas/b.yaml").read_text() == VISIT


def test_a_suppressed_problem_and_a_rule_that_is_off_are_not_fixed(make_book: MakeBook) -> None:
    text = VISIT + "kind: state  # agenda: allow untidy-text because it is so \n"
    tab = VISIT + "kind:\tstate\n"
    files = {"agendas/a.yaml": text, "agendas/b.yaml": tab}
    root = make_book({**files, "agenda.yaml": "rules: {untidy-text: off}\n"})
    assert run("validate", "--fix", cwd=root).out.startswith("nothing to fix\n")


def test_a_program_reads_only_what_remains(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": BROKEN})
    result = run("validate", "--fix", "--format", "junit", cwd=root)
    assert result.out.startswith("<?xml")
    assert result.err == "making 1 edit in 1 file\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fix", "--as-of", "2024-06-12"], "leave out --as-of"),
        (["--diff", "--as-of", "2024-06-12"], "leave out --as-of"),
        (["--fix", "-", "--stdin-filename", "agendas/a.yaml"], "name the file instead of `-`"),
        (["--diff", "--format", "json"], "leave out --format"),
    ],
)
def test_what_can_not_be_fixed_is_a_usage_error(
    make_book: MakeBook, arguments: list[str], message: str
) -> None:
    root = make_book({"agendas/a.yaml": BROKEN})
    result = run("validate", *arguments, cwd=root)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert (root / "agendas/a.yaml").read_text() == BROKEN


def test_a_patch_is_coloured_on_a_terminal_and_says_what_is_not_written(
    make_book: MakeBook,
) -> None:
    root = make_book({"agendas/a.yaml": BROKEN})
    result = run_on_terminal("validate", "--diff", cwd=root)
    assert "\x1b[31m-host: {country: Vietnam}" in result.out
    assert "\x1b[32m+host: {country: VN}" in result.out
    assert result.err == "agenda: --fix would make 1 edit in 1 file\n"
    # With both options, nothing is written either.
    assert run("validate", "--fix", "--diff", cwd=root).out.startswith("--- a/agendas/a.yaml\n")
    assert (root / "agendas/a.yaml").read_text() == BROKEN


def test_a_patch_counts_paths_from_the_current_folder(make_book: MakeBook, tmp_path: Path) -> None:
    name = 'agendas/ä b"\\\n.yaml'
    make_book({f"book/{name}": BROKEN})
    patch = run("validate", "--diff", "--book", "book", cwd=tmp_path).out
    assert r'--- "a/book/agendas/\303\244 b\"\\\012.yaml"' in patch
    git(tmp_path, "init", "--quiet")
    (tmp_path / "patch").write_text(patch)
    git(tmp_path, "apply", "patch")
    assert (tmp_path / "book" / name).read_text() == VISIT


def test_a_file_is_not_written_through_a_link_that_leads_out(make_book: MakeBook) -> None:
    root = make_book({"book/agendas/a.yaml": BROKEN, "outside.yaml": BROKEN}) / "book"
    (root / "agendas/b.yaml").symlink_to("../../outside.yaml")
    assert run("validate", "--fix", cwd=root).code == 1
    assert (root / "../outside.yaml").read_text() == BROKEN
    assert (root / "agendas/a.yaml").read_text() == VISIT


def test_a_file_that_is_read_only_stops_all(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": BROKEN, "agendas/b.yaml": BROKEN})
    (root / "agendas/b.yaml").chmod(0o444)
    result = run("validate", "--fix", cwd=root)
    assert result.code == 3
    assert "can't write agendas/b.yaml: it is read-only; nothing is changed" in result.err
    assert (root / "agendas/a.yaml").read_text() == BROKEN
