"""The files that check a book, and that publish it: for GitHub, GitLab and before a commit."""

import shlex
from typing import Final, Literal

from agenda.yamlio.quoting import yaml_scalar

Service = Literal["github", "gitlab", "none"]

GITHUB: Final = ".github/workflows/agenda.yml"
GITHUB_SITE: Final = ".github/workflows/agenda-site.yml"
GITLAB: Final = ".gitlab-ci.yml"
HOOKS: Final = ".pre-commit-config.yaml"

CHECKOUT: Final = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2"
SETUP_PYTHON: Final = "actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0"
CONFIGURE_PAGES: Final = "actions/configure-pages@983d7736d9b0ae728b81ab479565c72886d7745b # v5.0.0"
UPLOAD_PAGES: Final = (
    "actions/upload-pages-artifact@56afc609e74202658d3ffba0e8f6dda462b719fa # v3.0.1"
)
DEPLOY_PAGES: Final = "actions/deploy-pages@d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e # v4.0.5"
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


def github_site_workflow(options: str, requirement: str) -> str:
    """The workflow that publishes a site on GitHub Pages, with the same parameters."""
    command = f'agenda site public{options} --url "$ADDRESS/"'.replace("${{", "${{ '${{' }}")
    return f"""\
# Publishes the book as a site on GitHub Pages: after each push, and every morning, since days are
# counted. In the repository's settings, choose GitHub Actions as the source of Pages.
name: agenda-site
on:
  push:
  schedule:
    - cron: "0 5 * * *" # 05:00 UTC
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: pages
  cancel-in-progress: false

jobs:
  site:
    name: Publish the site
    if: github.ref_name == github.event.repository.default_branch
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pages: write # to publish
      id-token: write # to prove that this workflow publishes
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - uses: {CHECKOUT}
        with:
          persist-credentials: false
      - uses: {SETUP_PYTHON}
        with:
          python-version: "3.13"
      - id: pages
        uses: {CONFIGURE_PAGES}
      - run: {yaml_scalar(_install(_with_share(requirement)))}
      - run: {yaml_scalar(command)}
        env:
          ADDRESS: ${{{{ steps.pages.outputs.base_url }}}}
      - uses: {UPLOAD_PAGES}
        with:
          path: public
      - id: deployment
        uses: {DEPLOY_PAGES}
"""


def gitlab_site_job(options: str, requirement: str) -> str:
    """The job that publishes a site on GitLab Pages, to add to the pipeline."""
    command = f'agenda site public{options} --url "$CI_PAGES_URL/"'
    return f"""\
# Publishes the book as a site on GitLab Pages. Let a scheduled pipeline do it every morning, since
# days are counted.
pages:
  stage: deploy
  image: python:3.13
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - {yaml_scalar(_install(_with_share(requirement)))}
    - {yaml_scalar(command)}
  artifacts:
    paths:
      - public
"""


def _with_share(requirement: str) -> str:
    """A requirement with the extra `share`, which the site needs."""
    name, equals, version = requirement.partition("==")
    if equals:
        return f"{name}[share]=={version}"
    return f"summit-agenda[share] @ {requirement}" if requirement else ""


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
