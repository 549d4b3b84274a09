"""What users install: the wheel outside the checkout, on the oldest Python and on the newest."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.run import ROOT, UNSET

pytestmark = pytest.mark.slow

OLDEST: Final = (3, 11)
NEWEST: Final = (3, 13)
"""As pyproject.toml says."""


def pythons() -> dict[tuple[int, int], Path]:
    """The supported Pythons of this machine, by version: on the path, or pyenv's."""
    installed = [
        Path(path) for minor in range(11, 30) if (path := shutil.which(f"python3.{minor}"))
    ]
    if pyenv := shutil.which("pyenv"):
        root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=True).stdout
        installed += sorted(Path(root.strip()).glob("versions/3.*/bin/python"))
    pythons = {sys.version_info[:2]: Path(sys.executable)}
    for python in installed:
        code = "import sys, venv, ensurepip; print(*sys.version_info[:4])"
        # A shim of pyenv's stands for a Python that may not be there.
        ran = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
        if ran.returncode == 0:
            major, minor, _, level = ran.stdout.split()
            if level == "final" and (int(major), int(minor)) <= NEWEST:
                pythons.setdefault((int(major), int(minor)), python)
    return {version: pythons[version] for version in sorted(pythons) if version >= OLDEST}


def outside(**extra: str) -> dict[str, str]:
    """The environment of somebody who has no checkout."""
    hidden = {*UNSET, "PYTHONPATH", "VIRTUAL_ENV"}
    return {name: it for name, it in os.environ.items() if name not in hidden} | extra


def succeed(*command: str | Path, cwd: Path, **extra: str) -> str:
    ran = subprocess.run(
        command, cwd=cwd, env=outside(**extra), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as `pip` and the index get it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ("-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    succeed(sys.executable, *build, cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


def works(agenda: Path, folder: Path) -> None:
    """A new book from nothing to a valid one, and the shipped one, in a folder outside."""
    assert succeed(agenda, "--version", cwd=folder).startswith("agenda, version ")
    desk = folder / "desk"
    succeed(agenda, "init", "desk", cwd=folder)
    succeed(agenda, "new", "visit", "RU", "VN", "--name", "Vladimir Putin", cwd=desk)
    assert "Vladimir Putin → Vietnam" in succeed(agenda, "status", cwd=desk)
    assert "2 files checked: 1 notice" in succeed(agenda, "validate", cwd=desk)
    for part in ("agendas", "seeds"):
        shutil.copytree(ROOT / part, folder / "shipped" / part)
    shipped = ("--book", folder / "shipped")
    assert "10 files checked: no problems" in succeed(agenda, "validate", *shipped, cwd=folder)
    assert "in 7 days" in succeed(agenda, "status", "--as-of", "2024-06-12", *shipped, cwd=folder)
    assert '"$schema"' in succeed(agenda, "schema", "visit", cwd=folder)
    (folder / "shipped/agendas/ru-vn-2024.yaml").write_text("visitor: {nam: A}\n")
    ran = subprocess.run([agenda, "validate", *shipped], cwd=folder, env=outside(), check=False)
    assert ran.returncode == 1


@pytest.mark.parametrize("which", [0, -1], ids=["oldest", "newest"])
def test_the_wheel_works_in_an_empty_environment(which: int, wheel: Path, tmp_path: Path) -> None:
    version, python = list(pythons().items())[which]
    empty = tmp_path / "empty"
    succeed(python, "-m", "venv", empty, cwd=tmp_path)
    quiet = ("-m", "pip", "--disable-pip-version-check", "--quiet", "install")
    succeed(empty / "bin/python", *quiet, wheel, cwd=tmp_path)
    code = "import sys, agenda; print(*sys.version_info[:2], agenda.__file__)"
    major, minor, file = succeed(empty / "bin/python", "-c", code, cwd=tmp_path).split(maxsplit=2)
    assert (int(major), int(minor)) == version
    assert Path(file.strip()).is_relative_to(empty)
    works(empty / "bin/agenda", tmp_path)


@pytest.mark.parametrize("installer", ["pipx", "uv"])
def test_it_is_installed_as_a_tool(installer: str, tmp_path: Path) -> None:
    empty, bins = tmp_path / "empty", tmp_path / "bin"
    succeed(sys.executable, "-m", "venv", empty, cwd=tmp_path)
    quiet = ("-m", "pip", "--disable-pip-version-check", "--quiet", "install")
    succeed(empty / "bin/python", *quiet, installer, cwd=tmp_path)
    command = ("install",) if installer == "pipx" else ("tool", "install")
    own = {
        "PIPX_HOME": str(tmp_path / "home"),
        "PIPX_BIN_DIR": str(bins),
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "UV_TOOL_DIR": str(tmp_path / "home"),
        "UV_TOOL_BIN_DIR": str(bins),
        "UV_PYTHON": sys.executable,
        # As pip does, trust whom the system trusts; older releases have the other name.
        "UV_SYSTEM_CERTS": "1",
        "UV_NATIVE_TLS": "1",
    }
    succeed(empty / "bin" / installer, *command, ROOT, cwd=tmp_path, **own)
    works(bins / "agenda", tmp_path)
