"""How a file's text is written, beyond what YAML asks."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from agenda.lint.rule import View, rule
from agenda.model.diagnostic import Fault, Place
from agenda.text.confusables import lookalikes
from agenda.yamlio.reader import Lines

_MOST_OF_A_KIND: Final = 10
"""How many blanks, or characters that don't show, are told one by one in a file."""

_BLANKS: Final = re.compile(r"[ \t]+(?=\r?\n|\r?\Z)|\t+")

# Zero-width joiners are part of some scripts and of pictures; between Latin letters they are not.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]+"
    "|(?<![^\x00-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\u024f])"
)

_MAYBE_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]"
)
_ASCII: Final = bytes(range(0x80))

_LOOKS_QUOTED: Final = re.compile(
    "(?<=: )[\u2018\u2019\u201a\u201c-\u201f]"
    "[^\n,{}\u2018-\u201f]*"
    "[\u2018-\u201f](?=[ \t]*(?:[,}#\r\n]|\\Z))"
)
_MAYBE_LOOKS_QUOTED: Final = re.compile("[\u2018-\u201f]")

_COMBINED: Final = re.compile(r"[^\x00-\x7f]+|\w[\u0300-\u036f]+")


@rule("warning")
def text_untidy(view: View) -> Iterator[Fault]:
    r"""A text has nothing in it that does not show, and ids have letters of one alphabet.

    Why: blanks at the end of a line, tabs, and accents put together from two characters make
    differences in git that nobody sees. Characters without width, and letters that look like
    others, make two names of one. So do typographic quotes around a value: to YAML they are a part
    of it.

    Failing, as bytes::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir\xe2\x80\x8b Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}

    Passing::

        # agendas/ru-vn-2024.yaml
        visitor: {name: Vladimir Putin, country: RU}
        host: {country: VN}
        confirmation: {state: tentative}
    """
    for file in view.book.files:
        yield from _untidy_text(file.file, file.source.text)
        if not file.id.isascii():
            yield from _disguised(Place(file.file, (), key=True), file.id, "rename the file")
    foreign = frozenset(key for key in view.item_keys if not key.isascii())
    for key, place in view.items_called(foreign):
        yield from _disguised(place, key, "write it")


def _disguised(place: Place, name: str, remedy: str) -> Iterator[Fault]:
    for letter, like in lookalikes(name):
        yield Fault(
            place,
            f"`{name}` has a {unicodedata.name(letter).lower()} that looks like `{like}`",
            f"{remedy} with a plain `{like}`",
        )


def _untidy_text(file: str, text: str) -> Iterator[Fault]:
    if "\t" in text or " \n" in text or ("\r" in text and " \r\n" in text) or text.endswith(" "):
        yield from _runs(file, text, _BLANKS, _blanks)
    if text.isascii():
        return
    beyond_ascii = text.encode().translate(None, _ASCII).decode()  # a few letters, quickly found
    if _MAYBE_INVISIBLE.search(beyond_ascii):
        yield from _runs(file, text, _INVISIBLE, _invisible)
    if _MAYBE_LOOKS_QUOTED.search(beyond_ascii):
        yield from _runs(file, text, _LOOKS_QUOTED, _quoted)
    if not unicodedata.is_normalized("NFC", text):
        yield from _runs(file, text, _COMBINED, _decomposed)


def _runs(
    file: str, text: str, pattern: re.Pattern[str], told: Callable[[str], tuple[str, str] | None]
) -> Iterator[Fault]:
    """A fault for each run that matches and has something to be told, the first ones by name."""
    lines = Lines(text)
    runs = [(run, what) for run in pattern.finditer(text) if (what := told(run[0]))]
    for number, (run, (message, hint)) in enumerate(runs[:_MOST_OF_A_KIND], 1):
        rest = len(runs) - number if number == _MOST_OF_A_KIND else 0
        more = f", and so in {rest} places further on" if rest else ""
        yield Fault(Place(file, lines.span(run.start(), run.end())), message + more, hint)


def _blanks(run: str) -> tuple[str, str]:
    if "\t" in run:
        return "a tab, which each editor shows with another width", "write blanks"
    return "a line ends with blanks that nobody sees", "delete them"


def _invisible(run: str) -> tuple[str, str]:
    names = ", ".join(
        f"U+{ord(sign):04X} {unicodedata.name(sign, '').lower()}" for sign in dict.fromkeys(run)
    )
    return f"{names} does not show", "delete it"


def _quoted(run: str) -> tuple[str, str]:
    return f"the quotes of `{run}` are no quotes to YAML, but a part of the text", 'write `"`'


def _decomposed(run: str) -> tuple[str, str] | None:
    whole = unicodedata.normalize("NFC", run)
    if whole == run:
        return None
    return f"`{whole}` is put together from {len(run)} characters", f"write `{whole}` as one"
