from pathlib import Path

from agenda.store.book import load
from agenda.store.layout import REPORTS, VISITS, book_above, ids
from tests.builders import MakeBook


def test_ids_are_listed_for_the_files_that_are_read(make_book: MakeBook) -> None:
    root = make_book(
        {
            "agendas/b.yaml": "",
            "agendas/2023/a.yml": "",
            "agendas/.hidden.yaml": "",
            "agendas/.trash/c.yaml": "",
            "agendas/notes.txt": "",
            "seeds/2024-06-10-p.q.yaml": "",
        }
    )
    assert ids(root, VISITS) == ["a", "b"]
    assert ids(root, REPORTS) == ["2024-06-10-p.q"]
    book = load(root)
    assert sorted(file.id for file in book.visit_files) == ids(root, VISITS)
    assert [file.id for file in book.report_files] == ids(root, REPORTS)


def test_a_missing_folder_has_no_ids(tmp_path: Path) -> None:
    assert ids(tmp_path, VISITS) == []
    assert book_above(tmp_path / "not/there") is None
