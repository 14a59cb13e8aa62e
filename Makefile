# Every target works on a fresh clone. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help run serve test test-next bench lint types format messages requirements art guide-shots clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: $(VENV)/.installed ## the site with its real content, on PORT (8000)
	@$(BIN)/python scripts/site.py run

serve: $(VENV)/.installed ## the production server on this machine, on PORT (8000)
	@$(BIN)/python scripts/site.py serve

test: $(VENV)/.installed-dev ## every test: on SQLite, on a real PostgreSQL, then in a browser
	@$(BIN)/python scripts/run_tests.py

test-next: $(VENV)/.installed-dev ## the tests with Wagtail 8 (and Django 6 from Python 3.12 on), which may fail
	@$(PYTHON) -m venv var/next && var/next/bin/pip install -q -e '.[dev,s3,redis]' --config-settings=editable_mode=compat
	@var/next/bin/pip install -q 'wagtail>=8,<9' 'django>=6,<6.1; python_version >= "3.12"' --upgrade
	@var/next/bin/python -m pytest -n 2 --dist loadscope -m 'not browser'

bench: $(VENV)/.installed-dev ## the benchmarks: a table, and var/bench.json
	@$(BIN)/python scripts/bench

lint: $(VENV)/.installed-dev ## style, imports, templates, migrations, catalogues
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	@$(BIN)/djhtml --check $$(git ls-files 'templates/*.html') 2>/dev/null
	@PYTHONPATH=site $(BIN)/lint-imports --no-cache >/dev/null || PYTHONPATH=site $(BIN)/lint-imports --no-cache
	@$(MANAGE) makemigrations --check --dry-run >/dev/null || (echo "Models and migrations differ: manage.py makemigrations" && exit 1)
	@$(BIN)/python scripts/check_catalogues.py

types: $(VENV)/.installed-dev ## mypy
	@$(BIN)/mypy

format: $(VENV)/.installed-dev ## put Python and templates in shape
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .
	@$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html') || true
	@$(BIN)/djhtml $$(git ls-files 'templates/*.html') || true

messages: $(VENV)/.installed-dev ## gather the strings to translate and compile the catalogues
	@$(BIN)/python scripts/messages.py

requirements: $(VENV)/.installed-dev ## compile the pinned requirements from pyproject.toml
	@$(BIN)/python scripts/compile_requirements.py

art: $(VENV)/.installed-dev ## raster the illustrations whose SVG has changed
	@$(BIN)/python scripts/raster_art.py

guide-shots: $(VENV)/.installed-dev ## take the pictures of the editors' guide from the running site, in both languages
	@$(BIN)/python scripts/guide_shots.py

clean: ## forget the environment (content in var/ stays)
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if v >= (3, 11) else f"Python {v[0]}.{v[1]} is too old: Passerelle needs 3.11 or later. Name one: make run PYTHON=python3.12")'
	@echo "Environment: making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.txt
	@echo "Environment: installing the packages, half a minute..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "Environment: installing the packages for tests..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
