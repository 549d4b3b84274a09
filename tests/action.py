"""Runs the steps of the action for GitHub as GitHub's runner does."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import yaml
from msgspec import Struct

from tests.run import ROOT, RunResult, environment

ACTION: Final[dict[str, Any]] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INPUTS: Final[dict[str, dict[str, str]]] = ACTION["inputs"]
INSTALL, SUMMARY, CHECK = [step for step in ACTION["runs"]["steps"] if "run" in step]
EXPRESSION: Final = re.compile(r"\$\{\{ (.*?) \}\}")
PROGRAMS: Final = Path(sys.executable).parent


class Runner(Struct, frozen=True):
    """Runs steps in a folder, after an event, with the action's inputs."""

    workspace: Path
    summary: Path
    event: dict[str, Any]
    programs: Path = PROGRAMS

    def run(self, step: dict[str, Any], **inputs: str) -> RunResult:
        values = {name: entry["default"] for name, entry in INPUTS.items()} | inputs
        step_environment = {
            name: self._evaluate(text, values) for name, text in step.get("env", {}).items()
        }
        script = self.summary.with_name("script.sh")
        script.write_text(step["run"])
        completed = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script],
            cwd=self.workspace,
            env=self._environment() | step_environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return RunResult(completed.returncode, completed.stdout, completed.stderr)

    def _environment(self) -> dict[str, str]:
        inherited = environment(
            PATH=f"{self.programs}{os.pathsep}{os.environ['PATH']}",
            GITHUB_STEP_SUMMARY=str(self.summary),
            GITHUB_ACTION_PATH=str(ROOT),
        )
        inherited.pop("PYTHONPATH")
        return {name: value for name, value in inherited.items() if not name.startswith("GIT_")}

    def _evaluate(self, text: str, inputs: dict[str, str]) -> str:
        """Evaluate `${{ a.b || c }}` as GitHub does: the first value that is not empty."""
        contexts = {"inputs": inputs, "github": {"event": self.event}}

        def look_up(path: str) -> str:
            value: Any = contexts
            for name in path.strip().split("."):
                value = value.get(name, {})
            return value or ""

        return EXPRESSION.sub(
            lambda match: next(filter(None, map(look_up, match[1].split("||"))), ""), text
        )
