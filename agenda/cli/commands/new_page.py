"""What a saved web page says about itself: title, publisher, day, language and address.

A page is only data. Nothing is fetched, and however it is built, reading it takes a time that
grows with its size.
"""

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from html.parser import HTMLParser
from typing import Final

from msgspec import Struct

from agenda.model.written_dates import read_day
from agenda.yamlio.types import FORBIDDEN, MAX_BYTES

_MAX_TEXT: Final = 300
"""In characters. A longer title is cut; another value that is longer is ignored."""

_MAX_ADDRESS: Final = 2000

_HEAD: Final = 4096
"""In bytes: where a page names its encoding."""

_CHARSET: Final = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([a-zA-Z0-9_-]{1,30})", re.IGNORECASE)

# Python has decoders, such as punycode, that take longer the more there is.
_ENCODINGS: Final = re.compile(
    r"utf-8|utf-16(-[lb]e)?|cp125[0-8]|cp874|iso8859-[0-9]{1,2}|koi8-[ru]|ascii|mac-roman"
    r"|gb2312|gbk|gb18030|big5(hkscs)?|shift_jis|cp932|euc_jp|iso2022_jp|euc_kr|cp949"
)

_TITLES: Final = ("og:title", "ld:headline", "twitter:title", "title")
_PUBLISHERS: Final = ("ld:publisher", "og:site_name", "application-name", "dc.publisher")
_DAYS: Final = (
    "article:published_time", "ld:datePublished", "datepublished", "og:published_time",
    "dc.date.issued", "dc.date", "date", "pubdate",
)  # fmt: skip
_ADDRESSES: Final = ("canonical", "og:url", "ld:url")
_LANGUAGES: Final = ("lang", "ld:inLanguage", "content-language", "og:locale")
"""Where each value is looked for, the most reliable first. `ld:` is JSON-LD."""

_ARTICLE: Final = re.compile(r"(.*Article|.*Posting|Report|WebPage)", re.DOTALL)


class SavedPage(Struct, frozen=True):
    """What a page says about itself; what it does not say is empty. Texts are on one line."""

    title: str = ""
    publisher: str = ""
    published: date | None = None
    language: str = ""
    url: str = ""


def read_page(raw: bytes, today: date) -> SavedPage:
    """Read the first mebibyte of a saved page."""
    parser = _PageParser()
    # Closing the parser would read an unfinished tag again and again.
    parser.feed(_text(raw[:MAX_BYTES]))
    values = {name: text for name, value in parser.values.items() if (text := _one_line(value))}
    for name, value in _linked_data(parser.scripts):
        values.setdefault(f"ld:{name}", _one_line(value))
    title = next(_first(values, _TITLES), "")
    return SavedPage(
        title if len(title) <= _MAX_TEXT else f"{title[:_MAX_TEXT].rstrip()}…",
        next((text for text in _first(values, _PUBLISHERS) if len(text) <= _MAX_TEXT), ""),
        next(filter(None, (_day(text, today) for text in _first(values, _DAYS))), None),
        next((text for text in _first(values, _LANGUAGES) if _is_language(text)), ""),
        next((text for text in _first(values, _ADDRESSES) if is_address(text)), ""),
    )


def is_address(text: str) -> bool:
    """Whether a text is the complete address of a web page."""
    return bool(
        len(text) <= _MAX_ADDRESS and re.fullmatch(r"https?://[^\s/.]+\.\S+", text, re.IGNORECASE)
    )


def _first(values: Mapping[str, str], names: tuple[str, ...]) -> Iterator[str]:
    return (values[name] for name in names if values.get(name))


def _is_language(text: str) -> bool:
    return bool(re.fullmatch(r"[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*", text))


def _day(text: str, today: date) -> date | None:
    """The day of a time stamp, or of a date as people write it."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        day = read_day(text, today).certain
        return date.fromisoformat(day) if day else None


def _one_line(text: str) -> str:
    """A text on one line, in which characters that no file of a book may contain are escaped."""
    line = " ".join(text[:MAX_BYTES].split())
    return FORBIDDEN.sub(lambda match: match[0].encode("unicode_escape").decode(), line)


def _text(raw: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    match = _CHARSET.search(raw[:_HEAD])
    try:
        encoding = codecs.lookup(match[1].decode()).name if match else "utf-8"
    except LookupError:
        encoding = "utf-8"
    return raw.decode(encoding if _ENCODINGS.fullmatch(encoding) else "utf-8", "replace")


class _PageParser(HTMLParser):
    """Collects the values of a page's tags, the first of each name, and its JSON-LD."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.scripts: list[str] = []
        self._texts: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the value of a tag, or begin to collect its text."""
        values = {name: value or "" for name, value in reversed(attrs)}
        match tag:
            case "html":
                self._add("lang", values.get("lang", ""))
            case "meta":
                names = (values.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
                self._add(next(filter(None, names), "").lower(), values.get("content", ""))
            case "link" if "canonical" in values.get("rel", "").lower().split():
                self._add("canonical", values.get("href", ""))
            case "title" if "title" not in self.values:
                self._texts = []
            case "script" if values.get("type", "").strip().lower() == "application/ld+json":
                self._texts = []

    def handle_data(self, data: str) -> None:
        """Collect text."""
        if self._texts is not None:
            self._texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Take the text that was collected."""
        if self._texts is not None and tag in {"title", "script"}:
            text, self._texts = "".join(self._texts), None
            if tag == "title":
                self._add("title", text)
            else:
                self.scripts.append(text)

    def _add(self, name: str, value: str) -> None:
        if name and value.strip():
            self.values.setdefault(name, value)


def _linked_data(scripts: list[str]) -> Iterator[tuple[str, str]]:
    """The values of the article that a page's JSON-LD describes, the best of each name first."""
    objects = [part for script in scripts for part in _objects(script)]
    by_id = {part["@id"]: part for part in objects if isinstance(part.get("@id"), str)}
    articles = [part for part in objects if _ARTICLE.fullmatch(_string(part.get("@type")))]
    articles.sort(key=lambda part: "headline" not in part)
    for article in articles:
        for name in ("headline", "datePublished", "url", "inLanguage"):
            yield from ((name, text) for text in [_string(article.get(name))] if text)
        publisher = _first_of(article.get("publisher"))
        if isinstance(publisher, dict) and "name" not in publisher:
            publisher = by_id.get(_string(publisher.get("@id")), publisher)
        named = publisher.get("name") if isinstance(publisher, dict) else publisher
        yield from (("publisher", text) for text in [_string(named)] if text)


def _objects(script: str) -> Iterator[dict[str, object]]:
    """The objects of a script, on its top level or in its graph."""
    try:
        data = json.loads(script)
    except (ValueError, RecursionError):
        return
    for part in data if isinstance(data, list) else [data]:
        if isinstance(part, dict):
            yield part
            graph = part.get("@graph")
            yield from (inner for inner in _list(graph) if isinstance(inner, dict))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _first_of(value: object) -> object:
    return next(iter(value), None) if isinstance(value, list) else value


def _string(value: object) -> str:
    first = _first_of(value)
    return first if isinstance(first, str) else ""
