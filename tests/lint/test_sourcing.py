from agenda.lint.all_rules import RULES
from agenda.lint.runner import lint
from agenda.store.book import load
from tests.builders import JUNE, VISIT, MakeBook

UNSOURCED = [rule for rule in RULES if rule.id == "unsourced"]
REPORT = "published: 2024-06-10\npublisher: P\nclaims: [{visit: b, according_to: X, notes: N}]\n"


def test_a_report_that_cannot_be_decoded_may_be_the_missing_source(make_book: MakeBook) -> None:
    """A file that is not UTF-8 cannot be searched for the visit's id."""
    files: dict[str, bytes | str] = {"agendas/a.yaml": VISIT, "seeds/2024-06-10-p.yaml": REPORT}
    assert lint(load(make_book(files)), lambda _: JUNE, UNSOURCED)
    files["seeds/2024-06-11-p.yaml"] = b"\xff\xfe\x00\xd8"
    assert lint(load(make_book(files)), lambda _: JUNE, UNSOURCED) == []
