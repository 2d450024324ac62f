# Every target works from a bare clone: it makes the virtual environment it needs, once.
PYTHON ?= python3
PORT ?= 8080
ONLY ?=
BIN := .venv/bin
CONTRACTS := examples/contracts

# Compiled files are kept: without them, every process of the tests compiles every module again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install demo test check format bench constraints picture clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | column -t -s '|'

install: .venv/.runtime .venv/.dev ## a virtual environment in .venv with Vigie and its tools

demo: .venv/.runtime ## the whole product against stand-ins for Slack, Jira and a mailbox (PORT=8099 for another port)
	@$(BIN)/vigie demo --port $(PORT)

test: .venv/.dev ## the tests
	@$(BIN)/python -m pytest -p tests.speed_ratio --numprocesses 4 --dist worksteal $(ARGS)

check: .venv/.dev ## format, lint, types and import rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/.dev ## put the code in form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: .venv/.bench ## measure speed and memory, one JSON object a line (ONLY=ingest for one)
	@$(BIN)/python -m tests.bench $(ONLY)

constraints: ## choose the newest versions again and write constraints.txt
	@rm -rf .venv && $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet -e '.[demo,postgres,dev,bench]'
	@$(BIN)/python -m pip freeze --exclude-editable > constraints.txt
	@touch .venv/.runtime .venv/.dev .venv/.bench

picture: .venv/.runtime ## draw docs/architecture.svg again from its text
	@$(BIN)/python -c "import typst; typst.compile('docs/architecture.typ', output='docs/architecture.svg', format='svg', ignore_system_fonts=True)"

clean: ## remove the virtual environment and the demo's data
	@rm -rf .venv var

.venv/.python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(None if v >= (3, 11) else f"Vigie needs Python 3.11 or newer; $(PYTHON) is {v[0]}.{v[1]}. Name another one: make PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.runtime: .venv/.python pyproject.toml constraints.txt
	@echo "Installing Vigie in .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[demo]'
	@touch $@

.venv/.dev: .venv/.runtime pyproject.toml constraints.txt
	@echo "Installing the development tools in .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[demo,postgres,dev]'
	@touch $@

# What cannot be installed is left out of the comparison, and the bench says so.
.venv/.bench: .venv/.dev pyproject.toml constraints.txt
	@echo "Installing the libraries that the bench compares with in .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[demo,postgres,dev,bench]' && touch $@ \
		|| echo "They cannot be installed: the bench goes on without them."
