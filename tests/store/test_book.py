import os
from datetime import date
from pathlib import Path

import pytest

from agenda.errors import BrokenSurroundings
from agenda.store.book import bytes_of, find, load, named
from agenda.yamlio.reader import MAX_BYTES
from tests.builders import MakeBook
from tests.run import run

VISIT = "visitor: {name: A, country: RU}\nhost: {country: VN}\nconfirmation: {state: rumoured}\n"
REPORT = "published: 2024-06-10\npublisher: P\n"


def test_a_book_is_found_from_below(make_book: MakeBook) -> None:
    root = make_book({"agendas/2024/a.yaml": VISIT})
    assert find(root / "agendas" / "2024") == root


def test_no_book_is_said_with_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(BrokenSurroundings, match="start one with `agenda init`"):
        find(tmp_path)


def test_a_folder_that_is_named_is_held_to_it(make_book: MakeBook, tmp_path: Path) -> None:
    root = make_book({})
    assert named(root) == root
    with pytest.raises(BrokenSurroundings, match="did you mean"):
        named(root / "agendas")
    with pytest.raises(BrokenSurroundings, match="there is no such folder"):
        named(tmp_path / "nowhere")


def test_files_lie_anywhere_below_and_end_in_yaml_or_yml(make_book: MakeBook) -> None:
    book = load(
        make_book(
            {
                "agendas/a.yaml": VISIT,
                "agendas/old/2023/b.yml": VISIT,
                "agendas/.hidden.yaml": "not: read",
                "agendas/.git/c.yaml": "not: read",
                "agendas/README.md": "not read",
                "seeds/r.yml": REPORT,
                "other/d.yaml": "not: read",
            }
        )
    )
    assert list(book.visits) == ["a", "b"]
    assert [file.file for file in book.visit_files] == ["agendas/a.yaml", "agendas/old/2023/b.yml"]
    assert list(book.reports) == ["r"]


def test_one_broken_file_hides_no_other(make_book: MakeBook) -> None:
    book = load(
        make_book({"agendas/a.yaml": "[", "agendas/b.yaml": VISIT, "seeds/c.yaml": b"\xff"})
    )
    assert list(book.visits) == ["b"]
    assert book.broken_files == ("agendas/a.yaml", "seeds/c.yaml")


def test_a_file_with_refused_yaml_is_not_used_even_if_its_data_would_do(
    make_book: MakeBook,
) -> None:
    book = load(make_book({"agendas/a.yaml": VISIT.replace("name: A", "name: &a A")}))
    assert book.visits == {}
    assert book.visit_files[0].readable.visitor.name == "A"


def test_a_book_needs_no_reports(make_book: MakeBook) -> None:
    assert load(make_book({"agendas/a.yaml": VISIT})).reports == {}


def test_a_file_that_can_t_be_read_is_named_and_hides_no_other(make_book: MakeBook) -> None:
    root = make_book({"agendas/b.yaml": VISIT})
    (root / "agendas" / "a.yaml").symlink_to(root / "gone.yaml")
    book = load(root)
    assert list(book.visits) == ["b"]
    assert book.unreadable == {"agendas/a.yaml": "No such file or directory"}
    for command in ("status", "validate"):
        ran = run(command, cwd=root)
        assert ran.code == 3
        assert ran.err == "agenda: can't read agendas/a.yaml: No such file or directory\n"
        assert ran.out


def test_a_pipe_is_not_waited_for(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    os.mkfifo(root / "agendas" / "b.yaml")
    assert list(load(root).visits) == ["a"]


def test_each_file_is_looked_through_once_for_all_its_places(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    import agenda.yamlio.source_map as module
    from agenda.model.diagnostic import Place
    from agenda.yamlio.source_map import survey

    looked: list[str] = []

    def counting(file: str, text: str) -> object:
        looked.append(file)
        return survey(file, text)

    monkeypatch.setattr(module, "survey", counting)
    book = load(make_book({"agendas/a.yaml": VISIT}))
    for name in ("visitor", "host", "confirmation"):
        book.span(Place("agendas/a.yaml", (name,)))
    assert looked == ["agendas/a.yaml"]


def test_of_two_files_with_one_id_the_first_counts(make_book: MakeBook) -> None:
    other = VISIT.replace("rumoured", "announced")
    book = load(make_book({"agendas/1/a.yaml": VISIT, "agendas/2/a.yaml": other}))
    assert book.visits["a"].confirmation.state == "rumoured"


def test_a_report_with_refused_yaml_is_not_used(make_book: MakeBook) -> None:
    book = load(make_book({"seeds/r.yaml": REPORT.replace("P", "&p P")}))
    assert book.reports == {}


def test_on_a_past_day_later_reports_are_left_out(make_book: MakeBook) -> None:
    later = REPORT.replace("06-10", "06-12")
    book = load(make_book({"seeds/r.yaml": REPORT, "seeds/s.yaml": later}))
    assert list(book.until(date(2024, 6, 11)).reports) == ["r"]


@pytest.mark.parametrize("length", [0, 1, 32_767, 32_768, 32_769, MAX_BYTES, MAX_BYTES + 1])
def test_a_file_is_read_whole_up_to_where_it_is_too_large(tmp_path: Path, length: int) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"ab" * (length // 2) + b"c" * (length % 2))
    assert bytes_of(path) == path.read_bytes()
    path.write_bytes(b"x" * (MAX_BYTES + 2))
    assert len(bytes_of(path)) == MAX_BYTES + 1


def test_a_book_keeps_the_data_only_of_what_is_not_whole(make_book: MakeBook) -> None:
    broken = VISIT + "dates: soon\n"
    book = load(
        make_book({"agendas/a.yaml": VISIT, "agendas/b.yaml": broken, "seeds/r.yaml": REPORT})
    )
    assert [file.source.data is None for file in book.files] == [True, False, True]
    whole, other = book.visit_files
    assert whole.has("host", "country")
    assert not whole.has("dates")
    assert not whole.has("host", "country", "name")
    assert other.has("dates")
