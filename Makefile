# `make run` is all that a newcomer needs; `make help` lists the rest.
PY := .venv/bin/python
pytest_if_there = $(if $(wildcard $(1)),$(PY) -m pytest $(1),echo "NOT CHECKED: there is no $(1) yet")
.PHONY: help install dev run test lint types imports migrations contract schemathesis bench check clean

help:
	@echo "make run         install, start the database, crawl the sample site, serve it on http://127.0.0.1:8000"
	@echo "make install     install into .venv, nothing else"
	@echo "make test        install the tools as well and run the tests"
	@echo "make check       every check of the continuous integration: lint types imports migrations contract test"
	@echo "make schemathesis the contract tried with three seeds and more than 3,000 cases (minutes)"
	@echo "make bench       the benchmarks"
	@echo "make clean       remove .venv and the caches (not the data in .kanri)"

install:
	@scripts/install.sh

dev:
	@scripts/install.sh dev

run: install
	@.venv/bin/kanri up

# Two workers at least: some tests only wait. More than four would starve each other's servers.
test: dev
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist worksteal

lint: dev
	@$(PY) -m ruff check .

types: dev
	@$(PY) -m mypy

imports: dev
	@.venv/bin/lint-imports --no-cache --no-logo

# The migrations make what the models say, from nothing.
migrations: dev
	@$(call pytest_if_there,tests/db/test_migrations.py)

# The committed OpenAPI documents are what the code generates, break nothing that was released, and leave nothing to Redocly and Spectral.
contract: dev
	@$(call pytest_if_there,tests/api/test_contract.py tests/api/test_breaking_changes.py tests/api/test_contract_lint.py -rs)

# What the tests do with one seed and a small budget.
schemathesis: dev
	@KANRI_SEEDS=1,2,3 KANRI_CASES=60 $(PY) -m pytest -s tests/api/test_schemathesis.py

# Each needs recorded files, which are no part of the project; SHARED is their folder.
SHARED ?= ../shared
bench: install
	@set -e; for file in $(wildcard benchmarks/[a-z]*.py); do \
	  echo "== $$file"; $(PY) -m "benchmarks.$$(basename "$$file" .py)" $(SHARED); done

check: lint types imports migrations contract test

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
