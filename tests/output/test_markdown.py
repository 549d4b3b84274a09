import re
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from agenda.output.markdown import escape_markdown, link
from agenda.text.printable import one_line

SAMPLES: Final = (
    "<script>alert(1)</script>", "<b>", "<!-- x", "&lt;b&gt;", "&amp;", "&#64;x", "@octocat",
    "(@octocat)", "x@example.org", "https://example.org", "http://a.b/?c=d&e=f", "www.example.org",
    "#123", "a/b#7", "GH-12", "0123456789abcdef0123456789abcdef01234567", ":tada:", "$x^2$",
    "`code`", "``", "a`b@c`d", "a|b", "a@b|c`d", "*bold*", "_it_", "__init__", "~~gone~~",
    "[a](b)", "![a](b)", "[a]: b", "# x", "- x", "+ x", "* x", "1. x", "12) x", "> x", "---",
    "===", "***", "| a | b |", "\\", "\\`", "a\\", "    code", "```", "~~~", ": x", "ftp://x",
    "mailto:a@b.c", "line\nbreak", "  \n", "\t", "=1+1",
)  # fmt: skip

GITHUB_WOULD_LINK: Final = re.compile(
    r"(?<![\w`])@\w|://|\bwww\.|#\d|\bGH-\d|\b[0-9a-f]{40}\b|:\w+:|\$", re.IGNORECASE
)


def inline_tokens(document: str) -> list[Token]:
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(document)
    return [child for token in tokens for child in token.children or []]


def assert_inert(document: str, text: str) -> None:
    """Only text and code are in a document, the text as it is, and no page links any of it."""
    tokens = inline_tokens(document)
    assert {token.type for token in tokens} <= {"text", "code_inline", "text_special"}, document
    assert "".join(token.content for token in tokens).strip() == one_line(text), document
    for token in tokens:
        assert token.type == "code_inline" or not GITHUB_WOULD_LINK.search(token.content), document


@pytest.mark.parametrize("text", SAMPLES)
def test_a_text_is_shown_as_it_is(text: str) -> None:
    assert_inert(escape_markdown(text), text)


@given(st.lists(st.sampled_from([*SAMPLES, "a", " ", "é"]), max_size=5).map("".join))
@example("a@b`c`")
@example("<b>0123456789abcdef0123456789abcdef01234567")
def test_any_text_is_shown_as_it_is(text: str) -> None:
    assert_inert(f"x{escape_markdown(text)}", f"x{one_line(text)}")


@given(st.lists(st.sampled_from([*SAMPLES, "a"]), min_size=1, max_size=3).map("".join))
def test_a_cell_of_a_table_holds_any_text(text: str) -> None:
    cell = escape_markdown(text)
    tokens = MarkdownIt("commonmark").enable("table").parse(f"| a | b |\n|---|---|\n| {cell} | x |")
    cells = [token.children or [] for token in tokens if token.type == "inline"][2:]
    assert len(cells) == 2
    assert "".join(child.content for child in cells[0]).strip() == one_line(text).strip()


@pytest.mark.parametrize("text", SAMPLES)
def test_a_paragraph_holds_any_text(text: str) -> None:
    blocks = [token.type for token in MarkdownIt("commonmark").parse(escape_markdown(text))]
    assert blocks in ([], ["paragraph_open", "inline", "paragraph_close"])


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://a.b/>x",
        "https://a b",
        "https://a\n",
        "https://a\\",
        "",
        "x",
        "https://a\u202eb",
    ],
)
def test_only_a_plain_web_address_is_linked(url: str) -> None:
    assert link("a", url) == "a"


def test_a_link_leads_to_its_address() -> None:
    tokens = inline_tokens(link("a]b", "https://example.org/x_(y)?z=1&w=2"))
    assert tokens[0].attrs == {"href": "https://example.org/x_(y)?z=1&w=2"}
    assert tokens[1].content == "a]b"
