"""The examples in docs/python.md work."""

import doctest
import shutil
from pathlib import Path

import pytest

from tests.run import ROOT


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("agendas", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    failed, run = doctest.testfile(str(ROOT / "docs/python.md"), module_relative=False)
    assert run >= 10
    assert failed == 0
