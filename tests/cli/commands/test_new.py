import os
import sys
from pathlib import Path

import pytest
import yaml

from agenda.store.book import load
from agenda.store.decode import decode_report, decode_visit
from agenda.store.serialize import serialize
from agenda.yamlio.reader import read
from tests.builders import MakeBook
from tests.run import ROOT, run, run_process
from tests.terminal import Terminal


def test_a_new_report_is_named_by_its_day_and_publisher(make_book: MakeBook) -> None:
    root = make_book({})
    result = run(
        "new", "report", "Prensa Latína", "--published", "2024-05-30", "--visit", "ru-vn", cwd=root
    )
    assert (result.code, result.out) == (0, "wrote seeds/2024-05-30-prensa-latina.yaml\n")
    text = (root / "seeds/2024-05-30-prensa-latina.yaml").read_text(encoding="utf-8")
    assert "publisher: Prensa Latína\n" in text
    decoded = decode_report(read("x.yaml", text.encode()))
    assert [diagnostic.message for diagnostic in decoded.diagnostics] == ["`according_to` is empty"]
    filled = text.replace("according_to:", "according_to: X", 1)
    assert decode_report(read("x.yaml", filled.encode())).report
    # Each hint is valid when it is uncommented.
    hints = filled.replace("    # ", "    ")
    assert decode_report(read("x.yaml", hints.encode())).diagnostics == ()


def test_a_new_visit_is_named_by_its_countries_and_year(make_book: MakeBook) -> None:
    root = make_book({})
    result = run("new", "visit", "ru", "VN", "--name", "Vladimir Putin", "--year", "2024", cwd=root)
    assert (result.code, result.out) == (0, "wrote agendas/ru-vn-2024.yaml\n")
    raw = (root / "agendas/ru-vn-2024.yaml").read_bytes()
    visit = decode_visit(read("x.yaml", raw)).visit
    assert visit is not None
    assert visit.host.timezone == "Asia/Ho_Chi_Minh"
    assert run("status", cwd=root).code == 0


def test_a_new_visit_may_be_of_an_organization_and_have_no_place(make_book: MakeBook) -> None:
    root = make_book({})
    result = run(
        "new", "visit", "--organization", "European Commission", "--name", "Ursula",
        "--year", "2024", "--candidate", "Geneva, Switzerland", "--candidate", "HU",
        "--event", "talks", "--meets", "Ken Sato, Prime Minister, Japan",
        "--meets", "Lee, World Bank", cwd=root,
    )  # fmt: skip
    file = "agendas/european-commission-undecided-2024.yaml"
    assert (result.code, result.out) == (0, f"wrote {file}\n")
    visit = decode_visit(read("x.yaml", (root / file).read_bytes())).visit
    assert visit is not None
    assert visit.visitor.organization == "European Commission"
    assert str(visit.host.candidates) == "Geneva or Hungary"
    assert [(who.name, who.role, who.country) for who in visit.meets.values()] == [
        ("Ken Sato", "Prime Minister", "JP"), ("Lee", "World Bank", ""),
    ]  # fmt: skip
    assert run("validate", cwd=root).code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("RU", "VN", "--organization", "NATO"), "takes the place of VISITOR-COUNTRY"),
        (("RU", "VN", "--candidate", "HU"), "takes the place of HOST-COUNTRY"),
        (("RU", "--candidate", "Geneva"), "as in `Geneva, Switzerland`"),
        (("European Commission", "VN"), "an organization is named with --organization"),
    ],
)
def test_a_side_is_named_in_one_way(
    arguments: tuple[str, ...], message: str, make_book: MakeBook
) -> None:
    result = run("new", "visit", *arguments, cwd=make_book({}))
    assert result.code == 2
    assert message in result.err


def test_an_existing_file_is_not_overwritten(make_book: MakeBook) -> None:
    root = make_book({"agendas/ru-vn-2024.yaml": "mine"})
    result = run("new", "visit", "RU", "VN", "--year", "2024", cwd=root)
    assert (result.code, result.out, result.err) == (
        1,
        "",
        "agenda: agendas/ru-vn-2024.yaml already exists, and is unchanged\n"
        "if this is another visit, give it another id, as with --year 2024-2\n",
    )
    assert (root / "agendas/ru-vn-2024.yaml").read_text() == "mine"


def test_the_default_day_is_today(make_book: MakeBook) -> None:
    result = run("new", "report", "P", "--as-of", "2024-06-12", cwd=make_book({}))
    assert result.out == "wrote seeds/2024-06-12-p.yaml\n"


@pytest.mark.parametrize(
    ("publisher", "slug"),
    [
        ("新华社", "新华社"),
        ("РИА Новости 24", "риа-новости-24"),
        ("हिन्दी", "हिन्दी"),
        ("Süddeutsche / SZ", "suddeutsche-sz"),
        ("Dziennik Łódzki", "dziennik-lodzki"),
        ("../../x", "x"),
        ("!?", "report"),
    ],
)
def test_publishers_in_any_script_give_file_names(
    make_book: MakeBook, publisher: str, slug: str
) -> None:
    root = make_book({})
    result = run("new", "report", publisher, "--published", "2024-06-10", cwd=root)
    assert result.out == f"wrote seeds/2024-06-10-{slug}.yaml\n"
    assert (root / f"seeds/2024-06-10-{slug}.yaml").exists()


def test_a_second_report_of_a_day_gets_a_number(make_book: MakeBook) -> None:
    root = make_book({})
    for name in ("reuters", "reuters-2", "reuters-3"):
        result = run("new", "report", "Reuters", "--published", "2024-06-10", cwd=root)
        assert result.out == f"wrote seeds/2024-06-10-{name}.yaml\n"
    assert "seeds/2024-06-10-reuters.yaml already exists, so this is another" in result.err


def test_a_report_on_a_new_visit_has_lines_that_open_it(make_book: MakeBook) -> None:
    root = make_book({"agendas/ru-vn-2024.yaml": "mine"})
    result = run("new", "report", "P", "--visit", "quad-2023", "--as-of", "2024-06-12", cwd=root)
    assert "no visit `quad-2023` has a file yet; its first claim opens it" in result.err
    assert "    # visitor: {name: " in (root / "seeds/2024-06-12-p.yaml").read_text()
    run("new", "report", "Q", "--visit", "ru-vn-2024", "--as-of", "2024-06-12", cwd=root)
    assert "    # visitor: {name: " not in (root / "seeds/2024-06-12-q.yaml").read_text()


def test_without_a_terminal_a_visit_with_a_typo_is_refused(make_book: MakeBook) -> None:
    root = make_book({"agendas/ru-vn-2024.yaml": "mine"})
    arguments = ("new", "report", "P", "--visit", "ru-vm-2024", "--as-of", "2024-06-12")
    result = run(*arguments, cwd=root)
    assert (result.code, result.out) == (2, "")
    assert "no visit `ru-vm-2024` has a file; did you mean `ru-vn-2024`?" in result.err
    assert not (root / "seeds").exists()
    assert run(*arguments, "--yes", cwd=root).out == "wrote seeds/2024-06-12-p.yaml\n"
    assert "  - visit: ru-vm-2024\n" in (root / "seeds/2024-06-12-p.yaml").read_text()


# The key after ctrl-C is for the moment after the prompt, when Python notices it only then.
@pytest.mark.parametrize(
    ("answer", "visit"), [("\n", "ru-vn-2024"), ("n\n", "ru-vm-2024"), ("\x03\n", "")]
)
def test_on_a_terminal_a_visit_with_a_typo_is_asked_about_before_writing(
    make_book: MakeBook, answer: str, visit: str
) -> None:
    root = make_book({"agendas/ru-vn-2024.yaml": "mine"})
    command = (sys.executable, "-m", "agenda", "new", "report", "P", "--as-of", "2024-06-12")
    with Terminal.running(*command, "--visit", "ru-vm-2024", cwd=root) as terminal:
        terminal.until(r"no visit `ru-vm-2024` has a file. Use `ru-vn-2024` instead\? \[Y/n\]: ")
        terminal.until_quiet(0.2)  # a signal just before the program waits for a key is lost
        terminal.press(answer)
        terminal.process.wait(30)
    written = [path.read_text() for path in root.glob("seeds/*")]
    assert [f"  - visit: {visit}\n" in text for text in written] == ([True] if visit else [])


def test_a_report_on_several_visits_has_a_claim_for_each(make_book: MakeBook) -> None:
    root = make_book({"agendas/ru-kp-2024.yaml": "", "agendas/ru-vn-2024.yaml": ""})
    visits = ("--visit", "ru-kp-2024", "--visit", "ru-vn-2024", "--visit", "ru-kp-2024")
    result = run("new", "report", "P", *visits, "--published", "2024-06-12", cwd=root)
    assert (result.code, result.out) == (0, "wrote seeds/2024-06-12-p.yaml\n")
    text = (root / "seeds/2024-06-12-p.yaml").read_text()
    filled = text.replace("according_to:", "according_to: X").replace("    # ", "    ")
    report = decode_report(read("x.yaml", filled.encode())).report
    assert report is not None
    assert [claim.visit for claim in report.claims] == ["ru-kp-2024", "ru-vn-2024"]


def test_printed_commands_work_in_the_current_folder(make_book: MakeBook) -> None:
    root = make_book({"agendas/2024/x.yaml": ""})
    result = run("new", "report", "P", "--published", "2024-06-10", cwd=root / "agendas/2024")
    assert "  agenda apply ../../seeds/2024-06-10-p.yaml\n" in result.err


def test_an_unknown_country_is_invalid_usage(make_book: MakeBook) -> None:
    result = run("new", "visit", "GB", "Vietnma", cwd=make_book({}))
    assert result.code == 2
    assert "HOST-COUNTRY: `Vietnma` is not the code or the name of a country" in result.err
    assert "did you mean `VN` (Vietnam)?" in result.err
    result = run("new", "visit", "GB", "Korea", cwd=make_book({}))
    assert result.code == 2
    assert "write `KP` (North Korea) or `KR` (South Korea)" in result.err


def test_countries_have_names_and_dates_are_read_as_people_write_them(
    make_book: MakeBook,
) -> None:
    root = make_book({})
    result = run(
        *("new", "visit", "UK", "South Korea", "--name", "A", "--role", "Prime Minister"),
        *("--city", "Seoul", "--kind", "State", "--occasion", "G20", "--trip", "asia"),
        *("--dates", "19–20 June 2027", "--state", "tentative", "--host-side", "preparing"),
        *("--topic", "Energy", "--topic", "trade", "--as-of", "2026-11-26"),
        cwd=root,
    )
    assert (result.code, result.out) == (0, "wrote agendas/gb-kr-2027.yaml\n")
    assert result.err.startswith(
        "VISITOR-COUNTRY: United Kingdom (GB)\n"
        "HOST-COUNTRY: South Korea (KR)\n"
        "--dates: 19–20 June 2027 (2027-06-19/2027-06-20)\n"
    )
    visit = decode_visit(read("x", (root / "agendas/gb-kr-2027.yaml").read_bytes())).visit
    assert visit is not None
    assert serialize(visit) == (
        "visitor:\n  name: A\n  role: Prime Minister\n  country: GB\n"
        "host:\n  country: KR\n  city: Seoul\n  timezone: Asia/Seoul\n"
        "kind: state\noccasion: G20\ntrip: asia\ndates: 2027-06-19/2027-06-20\n"
        "confirmation:\n  state: tentative\n  host: preparing\n"
        "agenda:\n  energy: {}\n  trade: {}\n"
    )


@pytest.mark.parametrize(
    ("option", "text", "message"),
    [
        ("--dates", "8/7/2027", "write `2027-07-08` for 8 July 2027 or `2027-08-07` for"),
        ("--dates", "19-20 June", "write `2027-06-19/2027-06-20`, if the next one is meant"),
        ("--state", "tentativ", "did you mean `tentative`?"),
        ("--topic", "oil", "did you mean `energy`?"),
        ("--timezone", "Hanoi", "write an IANA name, as in `Asia/Tokyo`"),
    ],
)
def test_an_invalid_value_writes_nothing(
    make_book: MakeBook, option: str, text: str, message: str
) -> None:
    root = make_book({})
    result = run("new", "visit", "RU", "VN", option, text, "--as-of", "2026-11-26", cwd=root)
    assert (result.code, result.out) == (2, "")
    assert f"Error: {option}: " in result.err
    assert message in result.err
    assert list((root / "agendas").iterdir()) == []


def test_without_a_terminal_nothing_is_asked(make_book: MakeBook) -> None:
    root = make_book({})
    for arguments, needed in (
        (("visit",), "agenda new visit Russia Vietnam --name NAME --dates DATES"),
        (("visit", "RU"), "agenda new visit Russia Vietnam --name NAME --dates DATES"),
        (("report",), "agenda new report Reuters --published DAY --url URL"),
        (("report", "--from", "-"), "the page does not name its publisher; name it, as in"),
    ):
        result = run("new", *arguments, cwd=root, stdin="a\nb\n")
        assert (result.code, result.out) == (2, "")
        assert needed in " ".join(result.err.split())
    assert not list(root.rglob("*.yaml"))


def test_a_report_is_started_from_a_saved_page(make_book: MakeBook) -> None:
    root = make_book({})
    page = (ROOT / "tests/cases/pages/paper.html").read_text(encoding="utf-8")
    result = run("new", "report", "--from", "-", "--visit", "ru-vn-2024", cwd=root, stdin=page)
    assert (result.code, result.out) == (0, "wrote seeds/2024-06-10-the-example-courier.yaml\n")
    assert result.err.startswith(
        "publisher of the page: The Example Courier\n"
        "day of the page: 2024-06-10\n"
        "title of the page: President & ministers to visit Hanoi\n"
        "address of the page: https://courier.example.org/world/hanoi-visit\n"
        "language of the page: en-GB\n"
    )
    text = (root / "seeds/2024-06-10-the-example-courier.yaml").read_text()
    assert "title: President & ministers to visit Hanoi  #" in text
    assert "url: https://courier.example.org/world/hanoi-visit\n" in text


def test_what_the_command_line_gives_counts_more_than_the_page(make_book: MakeBook) -> None:
    root = make_book({})
    page = ROOT / "tests/cases/pages/agency.html"
    arguments = ("--from", page, "--published", "12 June 2024", "--title", "T", "--url", "U")
    result = run("new", "report", "Agency", *arguments, cwd=root)
    assert result.out == "wrote seeds/2024-06-12-agency.yaml\n"
    text = (root / "seeds/2024-06-12-agency.yaml").read_text()
    assert "title: T  #" in text
    assert "url: U\n" in text


def test_the_day_of_a_page_is_not_guessed(make_book: MakeBook) -> None:
    result = run("new", "report", "P", "--from", "-", cwd=make_book({}), stdin="<title>T</title>")
    assert (result.code, result.out) == (2, "")
    assert "the page does not give its day of publication; add --published DAY" in result.err


def test_a_country_cannot_visit_itself(make_book: MakeBook) -> None:
    root = make_book({})
    result = run("new", "visit", "FR", "fr", cwd=root)
    assert result.code == 2
    assert "France can't visit itself; name two countries" in result.err
    assert list((root / "agendas").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code"), [(("report", "P"), 1), (("visit", "RU", "VN", "--name", "A"), 0)]
)
def test_edit_opens_the_editor_and_checks_the_file(
    make_book: MakeBook, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "# edited" >> "$1"\n')
    editor.chmod(0o755)
    result = run("new", *arguments, "--edit", cwd=make_book({}), EDITOR=str(editor), VISUAL="")
    assert result.code == code
    written = tmp_path / result.out.splitlines()[0].removeprefix("wrote ")
    assert written.read_text().endswith("# edited\n")
    assert ("is kept as you left it, and has problems" in result.err) == bool(code)


@pytest.mark.parametrize("file", ["agendas/ru-vn-2024.yml", "agendas/old/ru-vn-2024.yaml"])
def test_a_visit_that_has_a_file_elsewhere_gets_no_second_one(
    make_book: MakeBook, file: str
) -> None:
    root = make_book({file: ""})
    result = run("new", "visit", "RU", "VN", "--year", "2024", cwd=root)
    assert result.code == 1
    assert f"{file} already exists" in result.err or f"{file} exists already" in result.err
    assert [path.name for path in root.rglob("ru-vn-2024.*")] == [Path(file).name]


def test_new_files_read_the_same_as_yaml_1_1(make_book: MakeBook) -> None:
    root = make_book({})
    run("new", "report", "2024", "--published", "2024-05-30", cwd=root)
    run("new", "visit", "NO", "VN", "--year", "2024", cwd=root)
    report = yaml.safe_load((root / "seeds/2024-05-30-2024.yaml").read_text(encoding="utf-8"))
    assert (report["published"], report["publisher"]) == ("2024-05-30", "2024")
    visit = yaml.safe_load((root / "agendas/no-vn-2024.yaml").read_text(encoding="utf-8"))
    assert visit["visitor"]["country"] == "NO"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("report", b"A\xff"), "PUBLISHER contains 0xFF, which is not UTF-8"),
        (("report", "A\x1b[31mB"), "PUBLISHER contains U+001B"),
        (("report", "A", "--title", b"\x85"), "--title contains 0x85, which is not UTF-8"),
        (("report", "A", "--url", "a\u2028b"), "--url contains U+2028"),
        (("report", "A", "--visit", b"\xff"), "--visit contains 0xFF, which is not UTF-8"),
        (("visit", "RU", "VN", "--name", "\ufeffA"), "--name contains U+FEFF"),
    ],
)
def test_a_text_that_no_file_may_contain_is_refused(
    make_book: MakeBook, arguments: tuple[str | bytes, ...], message: str
) -> None:
    root = make_book({})
    result = run("new", *map(os.fsdecode, arguments), cwd=root)
    assert result.code == 2
    assert f"Error: {message}; no file of a book can contain that" in result.err
    assert not list(root.rglob("*.yaml"))


def test_an_impossible_time_zone_of_the_machine_is_reported(make_book: MakeBook) -> None:
    # The C library reads TZ when the process starts.
    result = run_process("new", "report", "A", cwd=make_book({}), TZ="XXX-99:99")
    assert (result.code, result.err) == (
        3,
        "agenda: TZ=XXX-99:99 is no time zone; write a name, as in TZ=Asia/Tokyo\n",
    )


def test_a_visit_is_not_created_in_a_folder_that_is_a_link_out_of_the_book(tmp_path: Path) -> None:
    for folder in ("book/seeds", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
    visits = tmp_path / "book/agendas"
    visits.symlink_to("../elsewhere")
    result = run("new", "visit", "RU", "VN", cwd=tmp_path / "book")
    assert result.code == 3
    assert result.err == f"agenda: can't read {visits}: it is a link that leads out of the book\n"


def test_people_of_one_name_and_ids_without_letters_are_kept_apart(make_book: MakeBook) -> None:
    root = make_book({})
    people = ("Ann Lee, President, US", "Ann Lee, Minister, GB", "!!!", "...")
    options = [option for person in people for option in ("--meets", person)]
    run("new", "visit", "--name", "A", "--organization", "!!!", "VN", *options, cwd=root)
    ((name, visit),) = load(root).visits.items()
    assert name.startswith("vn-20")
    assert list(visit.meets) == ["ann-lee", "ann-lee-2", "guest", "guest-2"]
