import pytest

from agenda.store.shipped import PAGES
from tests.run import ROOT, run, run_on_terminal


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_documentation_is_printed_in_a_pipe(name: str) -> None:
    page, shown = (ROOT / f"docs/{name}.md").read_text(encoding="utf-8"), run("help", name).out
    changed = set(page.splitlines()) - set(shown.splitlines())
    assert all("](" in line or "<!--" in line for line in changed)
    assert "](../" not in shown
    assert ".md)" not in shown
    assert shown.startswith("# ")


def test_a_page_is_laid_out_on_a_terminal() -> None:
    shown = run_on_terminal("help", "dates", columns=60, NO_COLOR="1", PAGER="cat").out
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 60
    assert "```" not in shown
    assert "Counting down" in shown


def test_without_a_topic_the_pages_are_listed() -> None:
    listed = run("help").out
    assert all(f"agenda help {name} " in listed for name in PAGES)


def test_the_help_of_a_command_is_shown() -> None:
    assert "Usage: agenda diff [OPTIONS]" in run("help", "diff").out


@pytest.mark.parametrize("command", ["new", "new visit", "new report", "export ics", "git-driver"])
def test_the_help_of_a_command_is_that_of_its_option(command: str) -> None:
    assert run("help", *command.split()) == run(*command.split(), "--help")


@pytest.mark.parametrize(
    ("topic", "hint"),
    [
        ("new vist", "did you mean `new visit`?"),
        ("new zzz", "the commands are `new report` and `new visit`"),
        ("dates x", "did you mean `dates`?"),
    ],
)
def test_more_words_than_a_topic_has_are_refused(topic: str, hint: str) -> None:
    result = run("help", *topic.split())
    assert (result.code, result.out) == (2, "")
    assert f"no topic `{topic}`; {hint}" in result.err


def test_more_words_than_a_command_are_refused() -> None:
    result = run("help", "status", "ru-vn-2024")
    assert (result.code, result.out) == (2, "")
    assert "`status` has no subcommands; write `agenda help status`" in result.err


def test_an_unknown_topic_is_refused_with_a_hint() -> None:
    result = run("help", "dats")
    assert (result.code, "no topic `dats`; did you mean `dates`?" in result.err) == (2, True)
