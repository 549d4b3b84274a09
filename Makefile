# Each target that needs .venv creates it, which requires only python3, and updates it when a lock file changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
DEMO_DAY := 2024-06-12
# For the tests that often wait, for pip, pagers and shells.
WORKERS := 4

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow test-browser hostile bench fuzz check format generate lock clean

help:  ## Show this list
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "make %-13s %s\n", $$1, $$2}'

demo: $(VENV)/run.stamp  ## Show the shipped book as it stood on 12 June 2024
	@$(BIN)/agenda status --book . --as-of $(DEMO_DAY)

# `make check` runs the tests of names and sizes.
test: $(VENV)/dev.stamp  ## Run the tests
	@$(BIN)/python -m pytest --ignore tests/test_house.py -m 'not slow and not hostile and not browser'

test-slow: $(VENV)/dev.stamp  ## Run the slow tests, and the property tests on many examples
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) -m '(slow or hypothesis) and not hostile and not browser' --hypothesis-profile thorough

test-browser: $(VENV)/browser.stamp  ## Open the pages of a site in Chromium, which must be installed
	@$(BIN)/python -m pytest --numprocesses 2 -m browser tests/browser

hostile: $(VENV)/dev.stamp  ## Attack the program with hostile repositories, files and names
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) -m hostile tests/hostile

bench: $(VENV)/dev.stamp $(VENV)/peers.stamp  ## Measure time and memory, and write docs/performance.md
	@$(BIN)/python -m tools.bench --peers $(VENV)/peers/bin $(OPTIONS)

# atheris has no wheels for some versions of Python; only the coverage-guided inputs need it.
fuzz: $(VENV)/dev.stamp  ## Run the program on 200,000 random inputs, and report crashes and slow runs
	@$(PIP) install --require-hashes --only-binary :all: --requirement requirements/fuzz.lock || true
	@nice $(BIN)/python -m tools.fuzz

check: $(VENV)/dev.stamp  ## Check format, lint, types, layers, names, generated files and the shipped book
	@$(BIN)/ruff format --check --quiet . || { echo "run make format to format the files above"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >$(VENV)/imports.txt 2>&1 || { cat $(VENV)/imports.txt; exit 1; }
	@$(BIN)/python -m pytest --quiet --no-header -n0 tests/test_house.py >$(VENV)/house.txt || { cat $(VENV)/house.txt; exit 1; }
	@$(BIN)/python -m tools.generate --check
	@$(BIN)/agenda validate --book .

format: $(VENV)/dev.stamp  ## Format the code
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

generate: $(VENV)/dev.stamp  ## Regenerate the generated files
	@$(BIN)/python -m tools.generate

# uv resolves for all platforms at once, which pip cannot. Nothing else needs it, so it has its own environment.
lock: $(VENV)/uv.stamp  ## Update the lock files from pyproject.toml
	@cd requirements && for set in "run ../pyproject.toml --group ../pyproject.toml:build" \
	  "dev ../pyproject.toml --group ../pyproject.toml:build --group ../pyproject.toml:dev" "bench --group ../pyproject.toml:bench" "fuzz --group ../pyproject.toml:fuzz" \
	  "browser --constraint dev.lock --group ../pyproject.toml:browser"; do \
	  set -- $$set; name=$$1; shift; \
	  ../$(VENV)/uv/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-annotate --custom-compile-command "make lock" --upgrade \
	    "$$@" --output-file $$name.lock || exit 1; \
	done

clean:  ## Remove .venv and all caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .fuzz .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "agenda needs Python 3.11 or later; choose one, as in make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.lock pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV)…" >&2
	@$(PIP) install --require-hashes --requirement requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock requirements/run.lock pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) with the development tools…" >&2
	@$(PIP) install --require-hashes --requirement requirements/dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(VENV)/run.stamp $@

# The browser's driver is large, and only `make test-browser` needs it.
$(VENV)/browser.stamp: $(VENV)/dev.stamp requirements/browser.lock
	@$(PIP) install --require-hashes --requirement requirements/browser.lock
	@touch $@

$(VENV)/uv.stamp: | $(BIN)/python
	@$(PYTHON) -m venv $(VENV)/uv
	@$(VENV)/uv/bin/python -m pip --disable-pip-version-check --quiet install 'uv>=0.9'
	@touch $@

# The programs that `make bench` compares with have their own environment, so that they can't change ours.
$(VENV)/peers.stamp: requirements/bench.lock | $(BIN)/python
	@$(PYTHON) -m venv $(VENV)/peers
	@$(VENV)/peers/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement requirements/bench.lock
	@touch $@
