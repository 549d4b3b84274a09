import json

from tests.run import run, run_on_terminal


def test_a_visit_with_all_that_was_said_of_it() -> None:
    ran = run("show", "ru-vn-2024", "--as-of", "2024-06-18")
    assert ran.code == 0
    for said in (
        "As known on 18 June 2024",
        "Vladimir Putin → Hanoi, Vietnam",
        "  dates         19–20 June 2024  2024-06-19/2024-06-20",
        "  confirmation  confirmed (Russia announced, Vietnam announced)",
        "  17 June 2024  Simge: Simge [D5]",
        "    rejected: A slip; the Kremlin's announcement, which it retells, says 19-20 June.",
    ):
        assert said in ran.out.splitlines()
    assert "TRT World" not in ran.out


def test_its_json_names_each_claim() -> None:
    ran = run("show", "ru-kp-2024", "--as-of", "2024-06-10", "--format", "json")
    shown = json.loads(ran.out)
    assert shown["visit"]["countdown"]["phase"] == "any-day"
    assert shown["claims"][2] == {
        "report": {
            "id": "2024-06-10-vedomosti",
            "published": "2024-06-10",
            "publisher": "Vedomosti",
        },
        "according_to": "A diplomatic source",
        "grade": "C3",
        "wording": "in the coming weeks, before Vietnam",
        "rejected": None,
        "says": {"dates": "[2024-06-10..2024-07-07]"},
    }


def test_it_fits_a_narrow_terminal() -> None:
    ran = run_on_terminal("show", "ru-vn-2024", columns=60, NO_COLOR="1")
    assert max(len(line.rstrip()) for line in ran.out.splitlines()) <= 60


def test_an_unknown_visit_is_wrong_usage() -> None:
    ran = run("show", "ru-vn-2025")
    assert ran.code == 2
    assert "did you mean `ru-vn-2024`?" in ran.err
