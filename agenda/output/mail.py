"""The brief as a mail: HTML whose styles are in its elements, and the same in plain text.

This module needs Jinja2 and css-inline, which are in the extra `share`.
"""

from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from css_inline import CSSInliner
from msgspec import Struct

from agenda.output.brief import brief_parts, change_lines, heading, nothing, plain_text
from agenda.output.change_lines import joint_lines
from agenda.output.html import template
from agenda.output.markdown import web_address
from agenda.services.brief import Brief
from agenda.text.printable import keep_joiners, one_line


class MailLine(Struct, frozen=True):
    """A line of a mail, and the report that it is from, if it is from one."""

    who: str
    text: str
    publisher: str = ""
    url: str = ""


class MailSection(Struct, frozen=True):
    """Lines below a title."""

    title: str
    lines: Sequence[MailLine]


def mail_html(brief: Brief) -> str:
    """The brief as a page that mail clients show, also those that drop its style sheet."""
    page = template("mail.html.j2").render(
        heading=heading(brief),
        nothing="" if brief else nothing(brief),
        sections=[section for section in _sections(brief) if section.lines],
    )
    inliner = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    return keep_joiners(inliner.inline(page))


def mail_message(brief: Brief) -> bytes:
    """The brief as a message in plain text and in HTML; whoever sends it adds the addresses."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = heading(brief).partition(",")[0]
    html = mail_html(brief)
    message.set_content(keep_joiners(plain_text(brief)))
    message.add_alternative(html, subtype="html")
    # By default, the boundary is random, and two messages of one brief would differ.
    message.set_boundary(f"agenda-{sha256(html.encode()).hexdigest()[:32]}")
    return message.as_bytes()


def _sections(brief: Brief) -> Iterator[MailSection]:
    parts = [
        (part.is_to_check, MailSection(part.title, [_line(text) for text in part.sentences]))
        for part in brief_parts(brief)
    ]
    yield from (section for is_to_check, section in parts if not is_to_check)
    yield MailSection(
        "Changed",
        [
            MailLine(
                f"{line.who}: ",
                ", ".join(line.sentences),
                one_line(line.report.publisher),
                web_address(line.report.url),
            )
            for line in joint_lines(change_lines(brief))
        ],
    )
    yield from (section for is_to_check, section in parts if is_to_check)


def _line(sentence: str) -> MailLine:
    who, colon, text = sentence.partition(": ")
    return MailLine(f"{who}{colon}", text) if colon else MailLine("", sentence)
