from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.model.edtf import When
from agenda.model.written_dates import in_yaml, read_dates, read_day

TODAY = date(2026, 6, 25)

CERTAIN = {
    "2026-06-19": [
        "19/06/2026", "06/19/2026", "19.06.2026", "19-06-2026", "19.06.26", "2026/06/19",
        "2026.06.19", "20260619", "2026-6-19", "2026-19-06", "19 Jun 2026", "Jun. 19th, 2026",
        "19th of June 2026", "the 19th of June, 2026", "JUNE 19 2026", "19-Jun-2026",
        "2026 June 19", "Friday, 19 June 2026", "Fri 19/06/2026", "on 19 June 2026",
        "2026-06-19T10:00", "19 June 2026, 10:00", "“2026-06-19”", "2026‑06‑19", " 2026-06-19 ",
        "19 juin 2026", "19. Juni 2026", "19 de junio de 2026", "19 giugno 2026",
    ],
    "2026-08-01": ["1er août 2026", "1er AOUˆT 2026".replace("ˆ", "\u0302"), "1. August 2026"],
    "2026-12-14": ["14.12.2026", "14/12/2026", "14 déc. 2026"],
    "2026-06-19/2026-06-20": [
        "19-20 June 2026", "19 – 20 June 2026", "June 19–20, 2026", "19/20 June 2026",
        "19 and 20 June 2026", "19 & 20 June 2026", "from 19 to 20 June 2026",
        "19 June 2026 to 20 June 2026", "June 19 — June 20, 2026", "19.–20. Juni 2026",
        "19.-20.06.2026", "19-20/06/2026", "2026-06-19 - 2026-06-20", "2026-06-19–2026-06-20",
        "2026-06-19 to 2026-06-20", "2026-06-19 / 2026-06-20", "2026-06-19 -- 2026-06-20",
        "2026-06-19/20", "2026-06-19/2026-6-20", "19/06/2026 - 20/06/2026",
        "2026-06-19  –\u00a0 2026-06-20 ",
    ],
    "2026-06-30/2026-07-02": ["30 June - 2 July 2026", "June 30–July 2, 2026"],
    "2026-12-30/2027-01-02": [
        "30 December – 2 January 2027", "Dec 30, 2026 – Jan 2, 2027", "Dec. 30 to Jan. 2, 2027",
        "30 December 2026 – 2 January",
    ],
    "2026-04-03/2026-04-15": ["03/04/2026 - 15/04/2026"],
    "2026-06-19/..": ["from 19 June 2026"],
    "2026-12": ["Dec 2026", "December, 2026", "12/2026", "12.2026", "in December 2026", "2026-Dec"],
    "2026-06?": ["June 2026?", "2026-06 (tbc)", "possibly June 2026"],
    "2026-06-19~": ["around 19 June 2026", "~19 June 2026", "c. 19 June 2026"],
    "2026-06-19?/2026-06-20?": ["19–20 June 2026?"],
    "2026-06-19~/2026-06-20": ["2026-06-19~ – 2026-06-20"],
    "[2026-06-19..2026-06-23]": [
        "between 19 and 23 June 2026", "“[2026-06-19..2026-06-23]”", "[2026-06-19 .. 2026-06-23]",
        "[2026-06-19/2026-06-23]", "[19–23 June 2026]", "[2026-06-19..2026-06-23",
    ],
    "[2026-06..2026-07]": ["June or July 2026"],
    "[2026-07..2026-09]": ["Q3 2026", "2026 Q3", "third quarter of 2026"],
    "[2026-01..2026-06]": ["H1 2026", "first half of 2026"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "dates"), [(text, dates) for dates, texts in CERTAIN.items() for text in texts]
)
def test_dates_with_one_reading_are_certain(text: str, dates: str) -> None:
    read = read_dates(text, TODAY)
    assert (read.certain, read.hint) == (dates, f"write `{in_yaml(dates)}`")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "03/04/2026",
            "write `2026-04-03` for 3 April 2026 or `2026-03-04` for 4 March 2026",
        ),
        (
            "2026-06-19..2026-06-20",
            "write `2026-06-19/2026-06-20` for 19 June 2026 to 20 June 2026 or "
            '`"[2026-06-19..2026-06-20]"` for sometime within',
        ),
        (
            "June–July 2026",
            "write `2026-06/2026-07` for a visit from one to the other or "
            '`"[2026-06..2026-07]"` for sometime within',
        ),
        ("late June 2026", 'write `"[2026-06-21..2026-06-30]"`, if these days are meant'),
        ("mid-June 2026", 'write `"[2026-06-11..2026-06-20]"`, if these days are meant'),
        ("beginning of June 2026", 'write `"[2026-06-01..2026-06-10]"`, if these days are meant'),
        (
            "late June or early July 2026",
            'write `"[2026-06-21..2026-07-10]"`, if these days are meant',
        ),
        ("early 2026", 'write `"[2026-01..2026-04]"`, if these months are meant'),
        ("summer 2026", 'write `"[2026-06..2026-08]"`, if these months are meant'),
        ("winter 2026/27", 'write `"[2026-12..2027-02]"`, if these months are meant'),
        (
            "winter 2026",
            'write `"[2026-12..2027-02]"` or `"[2025-12..2026-02]"`, if these months are meant',
        ),
        (
            "mid-June",
            'no year is given; write `"[2027-06-11..2027-06-20]"`, '
            "if these days of the next one are meant",
        ),
    ],
)
def test_other_readings_are_suggested_with_what_they_assume(text: str, hint: str) -> None:
    read = read_dates(text, TODAY)
    assert (read.certain, read.hint) == ("", hint)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("June 19", "2027-06-19"),
        ("25 June", "2026-06-25"),
        ("1st of July", "2026-07-01"),
        ("19.06.", "2027-06-19"),
        ("19–20 June", "2027-06-19/2027-06-20"),
        ("24–26 June", "2026-06-24/2026-06-26"),
        ("30 Dec – 2 Jan", "2026-12-30/2027-01-02"),
        ("June", "2026-06"),
        ("29 February", "2028-02-29"),
        ("late February", "[2027-02-21..2027-02-28]"),
    ],
)
def test_dates_without_a_year_are_the_next_ones(text: str, dates: str) -> None:
    read = read_dates(text, TODAY)
    assert (read.readings, read.certain, read.lacks_year) == ((dates,), "", True)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("31/06/2026", "`2026-06-31` does not exist; 2026-06 has only 30 days"),
        ("29 February 2026", "`2026-02-29` does not exist; 2026-02 has only 28 days"),
        ("20–19 June 2026", "`2026-06-20/2026-06-19` ends before it begins; swap the two dates"),
        (
            "Thursday, 19 June 2026",
            "`2026-06-19` is a Friday; correct the date or the weekday",
        ),
    ],
)
def test_impossible_dates_are_explained(text: str, hint: str) -> None:
    read = read_dates(text, TODAY)
    assert (read.readings, read.hint) == ((), hint)


@pytest.mark.parametrize(
    "text",
    ["", " ", "soon", "tbd", "19", "13/13/2026", "2026-27", "next week", "19 Foo 2026", "1" * 99],
)
def test_other_texts_have_no_reading(text: str) -> None:
    read = read_dates(text, TODAY)
    assert (read.readings, read.certain, read.hint) == ((), "", "")


def test_a_day_is_read_only_where_the_text_has_its_year() -> None:
    assert read_day("19 June 2026", TODAY).certain == "2026-06-19"
    assert read_day("03/04/2026", TODAY).readings == ("2026-04-03", "2026-03-04")
    for text in ("June 2026", "19 June", "19–20 June 2026", "19 June 2026?"):
        assert read_day(text, TODAY).readings == ()


FORMATS = ("{0:%d/%m/%Y}", "{0:%d.%m.%Y}", "{0.day} {0:%B} {0:%Y}", "{0:%b}. {0.day}, {0:%Y}")


@given(
    st.dates(date(1000, 1, 1), date(9999, 1, 1)),
    st.sampled_from(FORMATS),
    st.sampled_from(["-", " – ", " to ", "—"]),
)
def test_a_stay_of_two_written_days_has_a_reading_with_both(
    start: date, form: str, dash: str
) -> None:
    end = start + timedelta(days=40)
    written = dash.join(form.format(day) for day in (start, end))
    assert f"{start}/{end}" in read_dates(written, TODAY).readings


@given(st.text("0123456789-/.[]? JuneMay", max_size=25), st.dates())
def test_all_readings_are_valid_dates(text: str, today: date) -> None:
    for reading in read_dates(text, today).readings:
        assert When.parse(reading)
