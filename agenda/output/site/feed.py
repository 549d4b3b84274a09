"""The Atom feed of a site: an entry for each report and visit, with its changes in words.

This module needs feedgenerator, which is in the extra `share`.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from html import escape

from feedgenerator import Atom1Feed

from agenda.model.report import Report
from agenda.output import wording
from agenda.output.change_lines import ChangeLine
from agenda.output.markdown import web_address
from agenda.output.site.names import anchor_of
from agenda.text.printable import keep_joiners, one_line


def feed_of(
    lines: Iterable[ChangeLine],
    reports: Mapping[str, Report],
    url: str,
    title: str,
    paths: Mapping[str, str],
) -> bytes:
    """The feed of a site at an address, from what reports have changed, the newest first."""
    last = max((report.published for report in reports.values()), default=date(1970, 1, 1))
    feed = Atom1Feed(
        title=title,
        link=url,
        feed_url=f"{url}feed.xml",
        feed_guid=url,
        description="",
        language="en",
        author_name=title,
    )
    # By default, a feed without entries is as old as the moment at which it is made.
    feed.latest_post_date = lambda: _midnight(last)
    for line in lines:
        _add(feed, line, f"{url}{paths[line.visit_id]}")
    return keep_joiners(feed.writeString("utf-8")).encode("utf-8")


def _add(feed: Atom1Feed, line: ChangeLine, page: str) -> None:
    anchor = anchor_of(line.report_id)
    who = " → ".join(wording.who_where(line.visit))
    report = line.report
    source = escape(one_line(report.title or report.publisher))
    if address := web_address(report.url):
        source = f'<a href="{escape(address)}">{source}</a>'
    feed.add_item(
        title=f"{who}: {line.sentences[0]}",
        link=f"{page}#{anchor}",
        unique_id=f"{page}#{anchor}",
        description=f"<p>{escape('; '.join(line.sentences))}</p><p>{source}</p>",
        author_name=one_line(report.publisher),
        pubdate=_midnight(report.published),
        updateddate=_midnight(report.published),
    )


def _midnight(of: date) -> datetime:
    return datetime.combine(of, time(), UTC)
