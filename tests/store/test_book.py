import os
from datetime import date
from pathlib import Path

import pytest

from agenda.errors import EnvironmentFailure
from agenda.store.book import find_book, load, open_book
from agenda.store.files import read_bytes
from agenda.yamlio.types import MAX_BYTES
from tests.builders import VISIT, MakeBook
from tests.run import run

REPORT = "published: 2024-06-10\npublisher: P\n"


def test_a_book_is_found_from_a_folder_below_it(make_book: MakeBook) -> None:
    root = make_book({"agendas/2024/a.yaml": VISIT})
    assert find_book(root / "agendas" / "2024") == root


def test_a_missing_book_gives_a_hint_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="start one with `agenda init`"):
        find_book(tmp_path)


def test_a_named_folder_must_be_a_book(make_book: MakeBook, tmp_path: Path) -> None:
    root = make_book({})
    assert open_book(root) == root
    with pytest.raises(EnvironmentFailure, match="did you mean"):
        open_book(root / "agendas")
    with pytest.raises(EnvironmentFailure, match="there is no such folder"):
        open_book(tmp_path / "nowhere")


def test_yaml_and_yml_files_at_any_depth_are_read(make_book: MakeBook) -> None:
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


def test_a_broken_file_does_not_hide_the_others(make_book: MakeBook) -> None:
    book = load(
        make_book({"agendas/a.yaml": "[", "agendas/b.yaml": VISIT, "seeds/c.yaml": b"\xff"})
    )
    assert list(book.visits) == ["b"]
    assert book.broken_files == ("agendas/a.yaml", "seeds/c.yaml")


def test_a_file_with_refused_yaml_is_not_used_even_if_its_data_is_valid(
    make_book: MakeBook,
) -> None:
    book = load(make_book({"agendas/a.yaml": VISIT.replace("name: A", "name: &a A")}))
    assert book.visits == {}
    assert book.visit_files[0].readable.visitor.name == "A"


def test_a_book_needs_no_reports(make_book: MakeBook) -> None:
    assert load(make_book({"agendas/a.yaml": VISIT})).reports == {}


def test_an_unreadable_file_is_reported_and_does_not_hide_the_others(make_book: MakeBook) -> None:
    root = make_book({"agendas/b.yaml": VISIT})
    (root / "agendas" / "a.yaml").symlink_to("a.yaml")
    book = load(root)
    assert list(book.visits) == ["b"]
    assert book.unreadable == {"agendas/a.yaml": "Too many levels of symbolic links"}
    for command in ("status", "validate"):
        result = run(command, cwd=root)
        assert result.code == 3
        assert (
            result.err == "agenda: can't read agendas/a.yaml: Too many levels of symbolic links\n"
        )
        assert result.out


def test_an_irregular_file_is_a_diagnostic_and_the_rest_is_read(make_book: MakeBook) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    os.mkfifo(root / "agendas" / "b.yaml")
    book = load(root)
    assert list(book.visits) == ["a"]
    assert [(item.location.file, item.rule, item.message) for item in book.diagnostics] == [
        ("agendas/b.yaml", "irregular-file", "not read: it is a named pipe")
    ]


def test_a_folder_of_the_book_that_is_a_link_out_of_it_is_not_read(
    make_book: MakeBook, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = make_book({"agendas/a.yaml": VISIT})
    (root / "seeds").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(EnvironmentFailure, match="seeds: it is a link that leads out of the book"):
        load(root)


def test_the_source_map_of_a_file_is_built_once(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    import agenda.yamlio.source_map as module
    from agenda.model.diagnostic import Location
    from agenda.yamlio.source_map import map_source

    mapped: list[str] = []

    def map_and_record(file: str, text: str) -> object:
        mapped.append(file)
        return map_source(file, text)

    monkeypatch.setattr(module, "map_source", map_and_record)
    book = load(make_book({"agendas/a.yaml": VISIT}))
    for name in ("visitor", "host", "confirmation"):
        book.span(Location("agendas/a.yaml", (name,)))
    assert mapped == ["agendas/a.yaml"]


def test_the_first_of_two_files_with_the_same_id_is_used(make_book: MakeBook) -> None:
    second = VISIT.replace("rumoured", "announced")
    book = load(make_book({"agendas/1/a.yaml": VISIT, "agendas/2/a.yaml": second}))
    assert book.visits["a"].confirmation.state == "rumoured"


def test_a_report_with_refused_yaml_is_not_used(make_book: MakeBook) -> None:
    book = load(make_book({"seeds/r.yaml": REPORT.replace("P", "&p P")}))
    assert book.reports == {}


def test_a_book_as_of_a_day_has_no_later_reports(make_book: MakeBook) -> None:
    later = REPORT.replace("06-10", "06-12")
    book = load(make_book({"seeds/r.yaml": REPORT, "seeds/s.yaml": later}))
    assert list(book.until(date(2024, 6, 11)).reports) == ["r"]


@pytest.mark.parametrize("length", [0, 1, 32_767, 32_768, 32_769, MAX_BYTES, MAX_BYTES + 1])
def test_at_most_one_byte_beyond_the_limit_is_read(tmp_path: Path, length: int) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"ab" * (length // 2) + b"c" * (length % 2))
    assert read_bytes(path) == path.read_bytes()
    path.write_bytes(b"x" * (MAX_BYTES + 2))
    assert len(read_bytes(path)) == MAX_BYTES + 1


def test_data_is_retained_only_for_invalid_files(make_book: MakeBook) -> None:
    broken = VISIT + "dates: soon\n"
    book = load(
        make_book({"agendas/a.yaml": VISIT, "agendas/b.yaml": broken, "seeds/r.yaml": REPORT})
    )
    assert [file.source.data is None for file in book.files] == [True, False, True]
    valid, invalid = book.visit_files
    assert book.path_exists(valid, ("host", "country"))
    assert not book.path_exists(valid, ("dates",))
    assert not book.path_exists(valid, ("host", "country", "name"))
    assert book.path_exists(invalid, ("dates",))
