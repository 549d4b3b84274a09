import json
import re
import shutil
import subprocess
from datetime import date, timedelta
from importlib import resources

import pytest

from agenda.history.countdown import countdown
from agenda.model.edtf import When
from tests.builders import VISIT, MakeBook
from tests.output.site.pages import Page, site_of

BUILT = date(2024, 6, 1)

DATES = (
    "2024-06-19", "2024-06-19/2024-06-21", "2024-06-19/..", "../2024-06-20", "2024-06", "2024",
    "[2024-05-20..2024-06-20]", "2024-06-19?", "2024-06~/2024-07-01", "2024-06-19/2024-07",
    "[..2024-06-20]", "2024-06/..", "2024-05-30/..", "2027-06-19",
)  # fmt: skip

NUMBERS = ("earliest", "latest", "earliest-end", "end")


def test_the_script_words_a_countdown_as_the_program_does(make_book: MakeBook) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node here")
    claim = "according_to: A, visitor: {name: A, country: RU}, host: {country: VN}"
    claims = [
        f"  - {{visit: v{number}, {claim}, confirmation: {{state: announced}}, dates: '{dates}'}}"
        for number, dates in enumerate(DATES)
    ]
    report = "\n".join(["published: 2024-05-01", "publisher: A", "claims:", *claims, ""])
    files = {f"agendas/v{number}.yaml": VISIT for number in range(len(DATES))}
    book = make_book({**files, "seeds/2024-05-01-a.yaml": report})
    site = site_of(book, BUILT)
    today = [
        BUILT + timedelta(days=days) for days in (1, 10, 17, 18, 19, 20, 29, 30, 61, 400, 2000)
    ]
    cases, expected = [], []
    for number, dates in enumerate(DATES):
        page = Page(site[f"visits/v{number}.html"])
        names = [re.sub("-e", "E", name) for name in NUMBERS]
        data = dict(zip(names, (page.values(f"data-{name}")[0] for name in NUMBERS), strict=True))
        prefix = page.values("data-prefix")[0]
        for day in today:
            cases.append((data, prefix, day.isoformat()))
            expected.append((dates, str(day), countdown("announced", When.parse(dates), day).text))
    script = resources.files("agenda.output.templates").joinpath("script.js").read_text("utf-8")
    functions = script[: script.index("function countFromNow")]
    count = f"""{functions}
      console.log(JSON.stringify({json.dumps(cases)}.map(
        ([dates, prefix, day]) => prefix + countdown(daysOf(dates), dayOf(day)))));"""
    result = subprocess.run([node, "-"], input=count, capture_output=True, text=True, check=True)
    counted = json.loads(result.stdout)
    assert [
        (dates, day, text) for (dates, day, _), text in zip(expected, counted, strict=True)
    ] == expected
