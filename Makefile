# `make run` serves the site on this machine, `make test` checks everything; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# Tests share the processor's cores; two workers are what the smallest machines have.
WORKERS ?= 2
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header
# Only `check --deploy` reads these; the secret is made anew each time.
PRODUCTION = ENVIRONMENT=production DEBUG=no ALLOWED_HOSTS=first.example.org EMAIL_HOST=mail.example.org \
	DATABASE_URL=sqlite:///:memory: SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')

.PHONY: help run serve curator test lint format lock bench bench-web bench-scale chromium faults

help: ## list what can be made
	@grep -E '^[a-z-]+:.* ## ' Makefile | sed -E 's/^([a-z-]+):.* ## /make \1\t/' | expand -t 16

run: $(VENV)/installed ## serve the site at http://127.0.0.1:8000/ (another port: make run PORT=8001)
	@exec $(BIN)/python manage.py serve --port $(PORT)

serve: $(VENV)/installed ## serve with production's settings, on this machine alone
	@export ENVIRONMENT=production ALLOWED_HOSTS="$${ALLOWED_HOSTS:-localhost,127.0.0.1}" BIND=127.0.0.1:$(PORT) \
		SITE_URL="$${SITE_URL:-http://localhost:$(PORT)}" TRUSTED_PROXIES="$${TRUSTED_PROXIES:-0}" \
		SSL_REDIRECT="$${SSL_REDIRECT:-no}" EMAIL_HOST="$${EMAIL_HOST:-console}" \
		SECRET_KEY="$${SECRET_KEY:-$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')}"; \
	$(BIN)/python manage.py migrate --no-input --verbosity 0; \
	$(BIN)/python manage.py createcachetable; \
	$(BIN)/python manage.py load_catalog; \
	$(BIN)/python manage.py collectstatic --no-input --verbosity 0; \
	echo "Which First is at http://localhost:$(PORT)/ with production's settings (stop it with Ctrl-C)."; \
	exec $(BIN)/gunicorn --config python:config.server config.wsgi

curator: $(VENV)/installed ## make an account that may edit the catalogue
	@$(BIN)/python manage.py createsuperuser

test: $(VENV)/installed-dev chromium ## lint, types, migrations, settings, and all tests on both databases
	$(MAKE) --no-print-directory lint
	DATABASE_URL=sqlite:///:memory: $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	TEST_DB=sqlite $(BIN)/python -m pytest -q -n $(WORKERS)
	TEST_DB=postgres $(BIN)/python -m pytest -q -n $(WORKERS) -m "not browser"

lint: $(VENV)/installed-dev ## formatting, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/installed-dev ## rewrite the code in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/installed-dev ## pin every dependency of requirements*.in with its hashes
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

bench: $(VENV)/installed-dev ## measure the planner against general solvers, the questionnaire and the dials
	@directory=$$(mktemp -d); trap 'rm -r "$$directory"' EXIT; \
	$(BIN)/python -m tests.bench.shipped "$$directory"; \
	$(BIN)/python -m tests.bench.planner_bench --catalog "$$directory/shipped.json" --learners "$$directory/shipped.jsonl"
	$(BIN)/python -m tests.bench.interview_bench
	$(BIN)/python -m tests.bench.dials_bench
	$(BIN)/python -m tests.bench.exchange_bench
	$(BIN)/python -m tests.bench.ask_bench
	$(BIN)/python -m tests.bench.impact_bench

faults: $(VENV)/installed-dev ## kill the site and what it needs while people use it, on both databases
	$(BIN)/python -m tests.faults sqlite
	$(BIN)/python -m tests.faults postgres

bench-web: $(VENV)/installed-dev ## measure pages against an empty page on the same server
	$(BIN)/python -m tests.bench.web_bench

bench-scale: $(VENV)/installed-dev ## compare pages at a thousand and at a million people, in about a quarter of an hour
	$(BIN)/python -m tests.bench.scale_bench

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Which First needs Python 3.11 or newer as $(PYTHON); name another one with: make PYTHON=python3.12 ..." >&2; \
		exit 1; }
	$(PYTHON) -m venv $(VENV)

# Each stamp is as old as the last install, so that a lock file that has changed since is installed again.
$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing packages into $(VENV) ..."
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing packages for development into $(VENV) ..."
	@$(PIP_INSTALL) -r requirements.txt -r requirements-dev.txt
	@touch $(VENV)/installed $@

chromium:
	@if ! command -v chromium >/dev/null; then \
		if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
			echo "Browser tests need Chromium, which is missing. As root: apt-get install chromium" >&2; \
			exit 1; \
		fi; \
		apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y chromium; \
	fi
