"""The snippets in docs/sharing.md work unchanged, and are what `agenda init --site` writes."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from agenda.store.scaffold_checks import (
    GITHUB_SITE,
    GITLAB,
    github_site_workflow,
    gitlab_pipeline,
    gitlab_site_job,
)
from tests.documents import blocks
from tests.run import ROOT, run

PAGE: Final = (ROOT / "docs/sharing.md").read_text(encoding="utf-8")
SNIPPETS: Final = {
    block.partition("\n")[0].removeprefix("# "): block for block in blocks(PAGE, "yaml")
}
WRITTEN: Final = {
    GITHUB_SITE: github_site_workflow("", "ADDRESS"),
    GITLAB: gitlab_site_job("", "ADDRESS"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_init_writes_what_the_page_shows(name: str) -> None:
    written: Any = yaml.safe_load(WRITTEN[name])
    assert yaml.safe_load(SNIPPETS[name]) == written


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("github-workflows", WRITTEN[GITHUB_SITE]),
        ("gitlab-ci", f"{gitlab_pipeline('', 'ADDRESS')}\n{WRITTEN[GITLAB]}"),
    ],
)
@pytest.mark.slow
def test_each_file_conforms_to_its_official_schema(schema: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text(text)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    checked = subprocess.run(
        [*command, str(tmp_path / "x.yml")], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.slow
def test_the_workflow_passes_zizmor(tmp_path: Path) -> None:
    workflow = tmp_path / GITHUB_SITE
    workflow.parent.mkdir(parents=True)
    workflow.write_text(github_site_workflow(" --book desk", "summit-agenda==1"))
    command = [str(Path(sys.executable).parent / "zizmor"), "--offline", "--quiet", "."]
    audited = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert audited.returncode == 0, audited.stdout + audited.stderr


def test_the_example_prints_what_the_page_shows(tmp_path: Path) -> None:
    for folder in ("agendas", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    example = re.search(r"^```sh\n\$ agenda (site .*)\n((?:.*\n)*?)```$", PAGE, re.MULTILINE)
    assert example
    assert run(*example[1].split(), cwd=tmp_path).out == example[2]


def test_the_commands_of_the_jobs_build_a_site(tmp_path: Path) -> None:
    for folder in ("agendas", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    command = yaml.safe_load(WRITTEN[GITLAB])["pages"]["script"][1]
    arguments = command.replace('"$CI_PAGES_URL/"', "https://example.org/").split()[1:]
    assert run(*arguments, cwd=tmp_path).code == 0
    assert (tmp_path / "public/feed.xml").exists()
