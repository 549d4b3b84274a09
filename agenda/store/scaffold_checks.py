"""The files that check a book: for GitHub, for GitLab, and before a commit."""

import shlex
from typing import Final, Literal

from agenda.yamlio.quoting import yaml_scalar

Service = Literal["github", "gitlab", "none"]

GITHUB: Final = ".github/workflows/agenda.yml"
GITLAB: Final = ".gitlab-ci.yml"
HOOKS: Final = ".pre-commit-config.yaml"

CHECKOUT: Final = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2"
SETUP_PYTHON: Final = "actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0"
"""Actions by commit, since a tag can be moved to other code."""

_FILL_IN: Final = (
    "echo 'Replace this line with how to install agenda: pip install ADDRESS' >&2; exit 1"
)


def github_workflow(options: str, requirement: str) -> str:
    """The workflow for GitHub.

    ``options`` name the book. ``requirement`` is the argument with which pip installs this program,
    or empty if it is not known; then the workflow fails and says what to fill in.
    """
    # To GitHub, `${{` begins an expression, wherever it is.
    command = f"agenda validate{options}".replace("${{", "${{ '${{' }}")
    return f"""\
# Checks the book on each push and pull request, and annotates problems at their lines.
# Once a week it also fails for what is due: visits that have passed, and the like.
name: agenda
on:
  push:
  pull_request:
  schedule:
    - cron: "0 6 * * 1" # Mondays at 06:00 UTC

permissions:
  contents: read

concurrency:
  group: ${{{{ github.workflow }}}}-${{{{ github.ref }}}}
  cancel-in-progress: true

jobs:
  validate:
    name: Check the book
    runs-on: ubuntu-latest
    steps:
      - uses: {CHECKOUT}
        with:
          persist-credentials: false
      - uses: {SETUP_PYTHON}
        with:
          python-version: "3.13"
      - run: {yaml_scalar(_install(requirement))}
      - run: {yaml_scalar(f"{command} --format github")}
        if: github.event_name != 'schedule'
      - run: {yaml_scalar(f"{command} --strict --calendar --format github")}
        if: github.event_name == 'schedule'
"""


def gitlab_pipeline(options: str, requirement: str) -> str:
    """The pipeline for GitLab, with the same parameters."""
    command = f"agenda validate{options}"
    return f"""\
# Checks the book in each pipeline; problems appear in merge requests and in the test report.
# A scheduled pipeline also fails for what is due: visits that have passed, and the like.
agenda:
  image: python:3.13
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
      variables:
        OPTIONS: --strict --calendar
    - when: always
  script:
    - {yaml_scalar(_install(requirement))}
    - {yaml_scalar(f"{command} --format gitlab > code-quality.json || true")}
    - {yaml_scalar(f"{command} $OPTIONS --format junit > junit.xml")}
  artifacts:
    when: always
    reports:
      codequality: code-quality.json
      junit: junit.xml
"""


def _install(requirement: str) -> str:
    return f"pip install {shlex.quote(requirement)}" if requirement else _FILL_IN


def pre_commit_hooks(options: str) -> str:
    """The hook for pre-commit, which runs the program that is installed."""
    # Pre-commit passes no files that are deleted, and would skip a commit of only those.
    return f"""\
repos:
  - repo: local
    hooks:
      - id: agenda-validate
        name: agenda validate
        entry: {yaml_scalar(f"agenda validate{options}")}
        language: system
        always_run: true
        pass_filenames: false
        stages: [pre-commit, pre-merge-commit]
"""
