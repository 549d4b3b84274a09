import re

from tests.run import ROOT

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_each_promise_names_tests_that_exist() -> None:
    promises = PAGE.partition("## What is promised")[2].partition("\n## ")[0]
    rows = [line for line in promises.splitlines() if line.startswith("| ") and "`tests/" in line]
    assert len(rows) == 11
    for row in rows:
        for name in re.findall(r"`(tests/[\w/.]+)`", row):
            assert "def test_" in (ROOT / name).read_text(encoding="utf-8"), name


def test_every_module_of_hostile_tests_is_named() -> None:
    for path in (ROOT / "tests/hostile").glob("test_*.py"):
        assert f"`tests/hostile/{path.name}`" in PAGE
