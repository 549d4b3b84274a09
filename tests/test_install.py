"""The installed wheel works outside the checkout, on the oldest and the newest Python."""

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
"""As declared in pyproject.toml."""


def pythons() -> dict[tuple[int, int], Path]:
    """The supported Pythons of this machine, by version, from the path and from pyenv."""
    installed = [
        Path(path) for minor in range(11, 30) if (path := shutil.which(f"python3.{minor}"))
    ]
    if pyenv := shutil.which("pyenv"):
        root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=True).stdout
        installed += sorted(Path(root.strip()).glob("versions/3.*/bin/python"))
    by_version = {sys.version_info[:2]: Path(sys.executable)}
    for python in installed:
        code = "import sys, venv, ensurepip; print(*sys.version_info[:4])"
        # A pyenv shim may stand for a Python that is not installed.
        result = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
        if result.returncode == 0:
            major, minor, _, level = result.stdout.split()
            if level == "final" and (int(major), int(minor)) <= NEWEST:
                by_version.setdefault((int(major), int(minor)), python)
    return {version: by_version[version] for version in sorted(by_version) if version >= OLDEST}


def user_environment(**extra: str) -> dict[str, str]:
    """The environment of a user who has no checkout."""
    hidden = {*UNSET, "PYTHONPATH", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in hidden} | extra


def run_successfully(*command: str | Path, cwd: Path, **extra: str) -> str:
    result = subprocess.run(
        command, cwd=cwd, env=user_environment(**extra), capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


def create_environment(folder: Path, python: Path) -> Path:
    """Create a virtual environment without pip, which takes seconds to install, and return it."""
    run_successfully(python, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    return folder


def install(environment: Path, *packages: str | Path) -> None:
    """Install packages in an environment, with the pip that runs the tests."""
    pip = (sys.executable, "-m", "pip", "--python", environment / "bin/python", "--quiet")
    run_successfully(*pip, "install", *packages, cwd=environment, PIP_NO_COMPILE="1")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that is published."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ("-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    run_successfully(sys.executable, *build, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


def check_installation(agenda: Path, folder: Path) -> None:
    """Start a new book and check the shipped one, in a folder outside the checkout."""
    assert run_successfully(agenda, "--version", cwd=folder).startswith("agenda, version ")
    desk = folder / "desk"
    run_successfully(agenda, "init", "desk", cwd=folder)
    run_successfully(agenda, "new", "visit", "RU", "VN", "--name", "Vladimir Putin", cwd=desk)
    assert "Vladimir Putin → Vietnam" in run_successfully(agenda, "status", cwd=desk)
    assert "2 files checked: 1 notice" in run_successfully(agenda, "validate", cwd=desk)
    for part in ("agendas", "seeds"):
        shutil.copytree(ROOT / part, folder / "shipped" / part)
    shipped = ("--book", folder / "shipped")
    assert "10 files checked: no problems" in run_successfully(
        agenda, "validate", *shipped, cwd=folder
    )
    assert "in 7 days" in run_successfully(
        agenda, "status", "--as-of", "2024-06-12", *shipped, cwd=folder
    )
    assert '"$schema"' in run_successfully(agenda, "schema", "visit", cwd=folder)
    run_successfully(agenda, "init", "--demo", cwd=folder)
    demo = folder / "agenda-demo"
    assert "10 files checked: no problems" in run_successfully(agenda, "validate", cwd=demo)
    assert run_successfully(agenda, "help", "dates", cwd=folder).startswith("# Dates\n")
    (folder / "shipped/agendas/ru-vn-2024.yaml").write_text("visitor: {nam: A}\n")
    result = subprocess.run(
        [agenda, "validate", *shipped], cwd=folder, env=user_environment(), check=False
    )
    assert result.returncode == 1


def check_api(python: Path, folder: Path) -> None:
    """Load the new book with the public API, and find the marker of a typed package."""
    code = "import agenda; print(*agenda.load('desk').visits)"
    (visit,) = (folder / "desk/agendas").glob("ru-vn-*.yaml")
    assert run_successfully(python, "-c", code, cwd=folder) == f"{visit.stem}\n"
    code = "from importlib.resources import files; print((files('agenda') / 'py.typed').is_file())"
    assert run_successfully(python, "-c", code, cwd=folder) == "True\n"


@pytest.mark.parametrize("index", [0, -1], ids=["oldest", "newest"])
def test_the_wheel_works_in_an_empty_environment(index: int, wheel: Path, tmp_path: Path) -> None:
    version, python = list(pythons().items())[index]
    empty = create_environment(tmp_path / "empty", python)
    install(empty, wheel)
    code = "import sys, agenda; print(*sys.version_info[:2], agenda.__file__)"
    major, minor, file = run_successfully(empty / "bin/python", "-c", code, cwd=tmp_path).split(
        maxsplit=2
    )
    assert (int(major), int(minor)) == version
    assert Path(file.strip()).is_relative_to(empty)
    check_installation(empty / "bin/agenda", tmp_path)
    check_api(empty / "bin/python", tmp_path)
    install(empty, f"{wheel}[share]")
    site = ("site", "public", "--book", "agenda-demo", "--url", "https://example.org/")
    run_successfully(empty / "bin/agenda", *site, cwd=tmp_path)
    assert (tmp_path / "public/style.css").exists()


@pytest.mark.parametrize("installer", ["pipx", "uv"])
def test_the_program_can_be_installed_as_a_tool(installer: str, tmp_path: Path) -> None:
    empty, programs = create_environment(tmp_path / "empty", Path(sys.executable)), tmp_path / "bin"
    install(empty, installer)
    command = ("install",) if installer == "pipx" else ("tool", "install")
    installer_environment = {
        "PIPX_HOME": str(tmp_path / "home"),
        "PIPX_BIN_DIR": str(programs),
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "UV_TOOL_DIR": str(tmp_path / "home"),
        "UV_TOOL_BIN_DIR": str(programs),
        "UV_PYTHON": sys.executable,
        # Trust the system's certificates, as pip does; older releases use the second name.
        "UV_SYSTEM_CERTS": "1",
        "UV_NATIVE_TLS": "1",
    }
    run_successfully(
        empty / "bin" / installer, *command, ROOT, cwd=tmp_path, **installer_environment
    )
    check_installation(programs / "agenda", tmp_path)
