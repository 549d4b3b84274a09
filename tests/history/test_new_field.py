"""A new field of a visit is one edit of the model, and survives every command."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import agenda
from tests.builders import MakeBook

FIELD = '    purpose: Annotated[str, Meta(description="What the visit is for.")] = ""\n'
GENERATE = "from agenda.store.schema import render; print(render('visit'))"
REPORT = """\
published: 2024-06-{day}
publisher: Reuters
title: A report
url: https://example.org/{day}
claims:
  - visit: ru-vn
    according_to: An official
    visitor: {{name: Vladimir Putin, country: RU}}
    host: {{country: VN}}
    confirmation: {{state: tentative}}
    purpose: {purpose}
"""


def package_with_a_new_field(folder: Path) -> Path:
    """A folder with a copy of the package whose visits have the field `purpose`."""
    shutil.copytree(Path(agenda.__file__).parent, folder / "agenda")
    model = folder / "agenda/model/visit.py"
    source = model.read_text(encoding="utf-8")
    before, partial_visit, after = source.partition("\nclass PartialVisit(")
    assert "    dates: Annotated[When" in after
    changed = after.replace("    dates: Annotated[When", f"{FIELD}    dates: Annotated[When", 1)
    model.write_text(before + partial_visit + changed, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_a_new_field_is_one_edit_of_the_model(make_book: MakeBook, tmp_path: Path) -> None:
    package = package_with_a_new_field(tmp_path / "package")
    book = make_book(
        {
            "seeds/2024-06-10-reuters.yaml": REPORT.format(day=10, purpose="Trade"),
            "seeds/2024-06-12-reuters.yaml": REPORT.format(day=12, purpose="Energy"),
        }
    )
    (book / "agendas").mkdir(exist_ok=True)

    def run(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=book,
            env={**os.environ, "PYTHONPATH": str(package)},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout

    run("-m", "agenda", "apply", "--yes", "seeds/2024-06-10-reuters.yaml")
    visit = book / "agendas/ru-vn.yaml"
    assert "purpose: Trade\n" in visit.read_text()
    changes = run("-m", "agenda", "diff", "--report", "seeds/2024-06-12-reuters.yaml")
    assert re.search("edited +purpose +Trade → Energy", changes)
    run("-m", "agenda", "apply", "--yes", "seeds/2024-06-12-reuters.yaml")
    assert "purpose: Energy\n" in visit.read_text()
    assert "Trade → Energy" in run("-m", "agenda", "log")
    since = run("-m", "agenda", "diff", "--since", "2024-06-10", "--as-of", "2024-06-12")
    assert re.search("edited +purpose +Trade → Energy", since)
    assert "no problems" in run("-m", "agenda", "validate", "--as-of", "2024-06-12")
    assert "What the visit is for." in run("-c", GENERATE)
