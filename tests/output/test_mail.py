import re
import sys
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from tests.builders import VISIT, MakeBook
from tests.output.site.pages import Page
from tests.run import run
from tools.morning_book import DAY

BRIEF = ("brief", "--as-of", str(DAY))


def message_of(book: Path, *options: str) -> EmailMessage:
    result = run(*BRIEF, "--format", "eml", *options, cwd=book)
    assert result.code == 0, result.err
    message = message_from_string(result.out, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def part_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def test_a_message_has_the_brief_in_plain_text_and_in_html(morning_book: Path) -> None:
    message = message_of(morning_book)
    assert message["Subject"] == "Brief for Tuesday 24 November 2026"
    assert message.get_content_type() == "multipart/alternative"
    assert [*message.keys()] == ["Subject", "MIME-Version", "Content-Type"]
    for kind, name in (("plain", "text"), ("html", "html")):
        printed = run(*BRIEF, "--format", name, cwd=morning_book).out
        assert part_of(message, kind).splitlines() == printed.splitlines()


def test_each_line_of_the_plain_text_is_in_the_html(morning_book: Path) -> None:
    html = run(*BRIEF, "--format", "html", cwd=morning_book).out
    text = Page(html.encode()).plain_text
    for line in run(*BRIEF, "--format", "markdown", cwd=morning_book).out.splitlines():
        if "→" in line:
            who = re.sub(r"[\\*]|^- ", "", line).partition(": ")[0]
            assert who in text


def test_styles_are_in_the_elements_and_the_sheet_is_only_for_the_dark(morning_book: Path) -> None:
    html = run(*BRIEF, "--format", "html", cwd=morning_book).out
    page = Page(html.encode())
    assert all("style" in values for tag, values in page.tags if tag in {"h1", "h2", "li", "a"})
    sheet = html.partition("<style>")[2].partition("</style>")[0]
    assert sheet.startswith("@media (prefers-color-scheme: dark)")
    assert {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe"} == set()


def test_two_messages_of_one_brief_are_the_same(morning_book: Path) -> None:
    assert message_of(morning_book).as_string() == message_of(morning_book).as_string()


def test_a_brief_without_anything_says_so(make_book: MakeBook) -> None:
    book = make_book({"agendas/a-2024.yaml": VISIT})
    message = message_of(book, "--country", "FR")
    for kind in ("plain", "html"):
        assert "Nothing to report for Tuesday 24 November 2026" in part_of(message, kind)


def test_without_css_inline_a_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "agenda.output.mail", raising=False)
    monkeypatch.setitem(sys.modules, "css_inline", None)
    result = run("brief", "--format", "eml")
    assert (result.code, result.out) == (3, "")
    assert result.err == (
        "agenda: `agenda brief --format eml` needs css_inline; run `pip install 'Jinja2>=3.1.5' "
        "'css-inline>=0.14'`, or install agenda with its extra `share`\n"
    )
