"""Starting files in the house order, with comments on what goes where."""

from datetime import date
from typing import Final

from agenda.model.country import Country
from agenda.yamlio.quoting import scalar

_OPENING: Final = """\
    # visitor: {name: Vladimir Putin, role: President, country: RU}
    # host: {country: VN, city: Hanoi}
"""


def report_template(
    published: date, publisher: str, title: str, url: str, visit: str, *, opens: bool
) -> str:
    """A report's file to go on from; with the lines that open its visit, if it ``opens`` one."""
    opening = _OPENING if opens else ""
    return _without_blanks_at_ends(f"""\
published: {published.isoformat()}
publisher: {scalar(publisher)}
title: {scalar(title) if title else ""}  # what it says, in one line of your own words
url: {scalar(url) if url else ""}
cites: []  # the ids of the reports that this one retells
# A claim for each voice and visit, with the fields of a visit; what it is silent on stays as it is.
# The first claim on a visit opens it, and names visitor and host.
claims:
  - visit: {scalar(visit) if visit else ""}
    according_to:  # whose words these are: a name and an office
{opening}    # grade: B2  # the Admiralty code: the source's reliability A-F, then the claim's 1-6
    # wording: in the coming weeks  # the report's own hedge
    # dates: "[2024-06-10..2024-07-07]"  # sometime within; 2024-06-19/2024-06-20 lasts from to
    # confirmation:
    #   state: tentative  # rumoured, tentative, announced, confirmed; or doubtful, postponed, ...
    #   visitor: preparing  # no-comment, preparing, announced; or denied
    #   host: no-comment
    # agenda:
    #   energy:
    #     title: Energy cooperation
    #     status: expected  # proposed, expected, agreed; after it discussed, signed; or dropped
    # retracts: [dates]  # facts taken back before the rest is applied
    # rejected: Why this desk does not believe it.
""")


def _without_blanks_at_ends(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def visit_template(name: str, visitor: Country, host: Country) -> str:
    """A visit's file to go on from."""
    zones = f"{host.zones[0]}" if len(host.zones) == 1 else ""
    zone_note = "" if zones else f"  # {host.name} has {len(host.zones)} time zones: name one"
    return _without_blanks_at_ends(f"""\
visitor:
  name: {scalar(name) if name else ""}
  role:
  country: {visitor}  # {visitor.name}
host:
  country: {host}  # {host.name}
  city:
  timezone: {zones}{zone_note}
kind:  # state, official, official-working, working, private, multilateral, margins
# trip: a-name  # what the legs of one journey share
dates:  # 2024-06-19/2024-06-20 lasts from to; "[2024-06-10..2024-07-07]" is sometime within
confirmation:
  state: rumoured  # rumoured, tentative, announced, confirmed; or doubtful, postponed, ...
  # visitor: preparing  # each side's last word: no-comment, preparing, announced; or denied
  # host: no-comment
agenda:
  # energy:
  #   title: Energy cooperation
  #   status: expected  # proposed, expected, agreed; after it discussed, signed; or dropped
""")
