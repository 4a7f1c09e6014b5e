# The habits of this house. Everything is installed once into .venv, from requirements.lock.
.DEFAULT_GOAL := help
.PHONY: help demo test lint trust proof mutants bench lock styles packages test-packages

python := .venv/bin/python
ready := .venv/ready
browser := tests/browser/node_modules/.package-lock.json

help: ## List these habits
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

demo: $(ready) ## Build the demo health system and serve it on 127.0.0.1:8000
	.venv/bin/comanage demo

test: $(ready) $(browser) lint ## Run everything: lint, then all tests on SQLite, PostgreSQL and in a browser
	$(python) -m pytest --numprocesses=2 --database=both

lint: $(ready) ## Check style and types
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy

trust: $(ready) ## Print each promise of the trust list with the tests that show it
	$(python) -m tests.house.trust

proof: $(ready) ## Calculate 10,000 agreements a second way; play a hospital 10,000 times on each database
	nice $(python) -m tests.proof --agreements 10000
	nice $(python) -m tests.machine --runs 10000
	nice $(python) -m tests.machine --runs 10000 --database postgresql

mutants: $(ready) ## Write every place of the settlement wrongly, and see that a test notices
	nice $(python) -m tests.mutants

bench: $(ready) $(browser) ## Measure how long the main work takes
	$(python) -m pytest tests/benchmarks --override-ini python_files='bench_*.py' --capture=no

lock: $(ready) ## Pin every package with its hashes, after a change in pyproject.toml
	$(python) -m pip install --quiet uv==0.13.9
	$(python) -m uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet \
	  --output-file requirements.lock

styles: ## Compile the style sheet in static/ from static/source/
	npm --prefix static/source ci --no-audit --no-fund
	npm --prefix static/source run styles

$(ready): requirements.lock pyproject.toml | packages
	test -x $(python) || python3 -m venv .venv
	$(python) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(python) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(browser): tests/browser/package-lock.json | test-packages
	npm --prefix tests/browser ci --no-audit --no-fund --ignore-scripts
	touch $@

packages:
	@.ci/packages

test-packages:
	@.ci/packages test
