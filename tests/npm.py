"""Installs the npm packages that tests need; skips a test whose package is unavailable."""

import shutil
import subprocess
from pathlib import Path

import pytest

ATTEMPTS = 3
"""A registry may be busy, and concurrent installations may conflict in npm's cache."""

QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error")


def npm(folder: Path, *arguments: str, wanted: str) -> None:
    """Run npm in a folder; skips the test if npm is missing or every attempt fails."""
    if not (shutil.which("npm") and shutil.which("node")):
        pytest.skip(f"node and npm are not installed, and only npm has {wanted}")
    for _ in range(ATTEMPTS):
        command = ["npm", *arguments, *QUIET]
        completed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if completed.returncode == 0:
            return
    pytest.skip(f"npm could not install {wanted}: {completed.stderr.strip()[-300:]}")
