"""Packages of npm's, for the tests that need them: what can't be fetched is no fault of ours."""

import shutil
import subprocess
from pathlib import Path

import pytest

TRIES = 3
"""A registry may be busy, and two installations at once may meet in npm's own cache."""

QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error")


def npm(folder: Path, *arguments: str, wanted: str) -> None:
    """Run npm in a folder; without node, or where it fails again and again, the test is skipped."""
    if not (shutil.which("npm") and shutil.which("node")):
        pytest.skip(f"node and npm are not here, and only npm has {wanted}")
    for _ in range(TRIES):
        command = ["npm", *arguments, *QUIET]
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if ended.returncode == 0:
            return
    pytest.skip(f"npm could not install {wanted}: {ended.stderr.strip()[-300:]}")
