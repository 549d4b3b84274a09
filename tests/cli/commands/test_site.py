import sys
from pathlib import Path

import pytest

from tests.builders import VISIT, MakeBook
from tests.run import imported_by, run

AS_OF = ("--as-of", "2024-06-12")


def test_a_site_is_written_and_written_again(tmp_path: Path) -> None:
    result = run("site", tmp_path / "site", *AS_OF, "--url", "https://example.org")
    assert (result.code, result.err) == (0, "")
    assert result.out == f"{tmp_path}/site: wrote 24 files\n"
    assert (tmp_path / "site/index.html").exists()
    result = run("site", tmp_path / "site", *AS_OF, "--url", "https://example.org/")
    assert result.out == f"{tmp_path}/site: 24 unchanged\n"


def test_without_an_address_a_line_says_that_there_is_no_feed(tmp_path: Path) -> None:
    result = run("site", tmp_path, *AS_OF)
    assert result.code == 0
    assert result.err == (
        "agenda: no feed, which needs the address of the site: add --url URL, or "
        "`site: {url: URL}` to agenda.yaml\n"
    )
    assert not (tmp_path / "feed.xml").exists()


def test_the_settings_give_the_address_and_the_title(make_book: MakeBook) -> None:
    book = make_book({
        "agendas/ru-vn-2024.yaml": VISIT,
        "agenda.yaml": "site: {url: https://example.org/a, title: Desk <1>}\n",
    })  # fmt: skip
    assert run("site", "public", *AS_OF, cwd=book).code == 0
    assert "<title>Desk &lt;1&gt;</title>" in (book / "public/index.html").read_text()
    feed = (book / "public/feed.xml").read_text()
    assert "<id>https://example.org/a/</id>" in feed
    assert run("validate", cwd=book).code == 0


@pytest.mark.parametrize("url", ["example.org", "javascript:x", "https://a b/", "https://a/?x", ""])
def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    result = run("site", tmp_path, "--url", url)
    assert result.code == 2
    assert "is no web address; write https://example.org/visits/" in result.err


def test_a_folder_of_the_book_is_refused(make_book: MakeBook) -> None:
    result = run("site", "agendas", cwd=make_book({}))
    assert result.code == 3
    assert "is a part of the book; name a folder for the site" in result.err


def test_a_file_with_problems_is_left_out(make_book: MakeBook) -> None:
    book = make_book({"agendas/ru-vn-2024.yaml": VISIT, "agendas/ru-kp-2024.yaml": "x: 1\n"})
    result = run("site", "public", "--url", "https://example.org/", cwd=book)
    assert result.code == 1
    assert "skipped because of problems: agendas/ru-kp-2024.yaml" in result.err
    assert (book / "public/visits/ru-vn-2024.html").exists()


def test_without_jinja_a_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("agenda.output.site.pages", "agenda.output.html"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    for library in ("jinja2", "markupsafe"):
        monkeypatch.setitem(sys.modules, library, None)
    result = run("site", tmp_path)
    assert (result.code, result.out) == (3, "")
    assert result.err == (
        "agenda: `agenda site` needs jinja2; run `pip install 'Jinja2>=3.1.5' "
        "'feedgenerator>=2.1' 'icalendar>=7'`, or install agenda with its extra `share`\n"
    )


def test_other_commands_do_not_import_the_libraries_of_pages() -> None:
    assert not imported_by("status") & {"jinja2", "feedgenerator", "icalendar", "css_inline"}
