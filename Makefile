# Each target starts from nothing and is quick the second time. `make help` lists them.
#   make demo PYTHON=python3.12    another Python, from 3.10 to 3.13
#   make lab EXTRAS=               without PyTorch
#   make test PYTEST_ARGS="tests/judge -x"
#   make site REPOSITORY=owner/name   with links that open the lessons on Binder

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

EXTRAS ?= torch
PYTEST_ARGS ?= -n auto --maxprocesses 4 --dist loadgroup
VENV := .venv
READY := $(VENV)/.ready
READY_TO_TEST := $(VENV)/.ready-to-test
READY_FOR_SITE := $(VENV)/.ready-for-site
BIN := $(VENV)/bin

# The first of these that runs and is recent enough; 3.11 is the one tested most.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.10 python3; do \
	if $$python -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; \
	then echo $$python; break; fi; done)

.PHONY: help venv demo test lint lab build site clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

venv: $(READY) ## Make the virtual environment and install the course into it
	@echo 'Ready. Try: $(BIN)/autograder doctor'

$(READY): pyproject.toml constraints.txt
	@python='$(PYTHON)'; \
	if [ -z "$$python" ]; then \
		echo 'No Python from 3.10 to 3.13 was found. Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python' >&2; \
		exit 1; \
	fi; \
	if [ ! -x $(BIN)/python ]; then \
		echo "==> Making a virtual environment in $(VENV) with $$python"; \
		"$$python" -m venv $(VENV); \
	fi
	@echo '==> Installing the course (a few minutes the first time)'
	@$(BIN)/python -m pip install --disable-pip-version-check -e '.$(if $(EXTRAS),[$(EXTRAS)])' -c constraints.txt
	@touch $@

$(READY_TO_TEST): $(READY)
	@echo '==> Installing what the tests need'
	@$(BIN)/python -m pip install --disable-pip-version-check -e '.[dev,site]' -c constraints.txt
	@touch $@

$(READY_FOR_SITE): $(READY)
	@echo '==> Installing what the web site needs'
	@$(BIN)/python -m pip install --disable-pip-version-check -e '.[site]' -c constraints.txt
	@touch $@

demo: $(READY) ## Build the lessons, make an example class, grade it, show the scores
	@echo '==> Building the lessons'
	@$(BIN)/autograder build
	@echo '==> Making and grading an example class'
	@$(BIN)/autograder demo

test: lint ## Run the linters, check that course/ is up to date, run the whole test suite
	@echo '==> Is course/ what solutions/ builds?'
	@$(BIN)/autograder build --check
	@echo '==> Tests'
	@$(BIN)/pytest $(PYTEST_ARGS)

lint: $(READY_TO_TEST) ## Check style (ruff) and types (mypy --strict)
	@echo '==> ruff'
	@$(BIN)/ruff check .
	@echo '==> mypy --strict'
	@$(BIN)/mypy

lab: $(READY) ## Open the course in JupyterLab, at the first lesson
	@echo '==> Opening JupyterLab; Ctrl-C here ends it'
	@cd course && ../$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) 00-images/00-images.ipynb

build: $(READY) ## Build the lessons from solutions/ into course/
	@$(BIN)/autograder build

site: $(READY_FOR_SITE) ## Build the course as web pages, in build/site
	@$(BIN)/autograder site $(if $(REPOSITORY),--repository $(REPOSITORY))

clean: ## Remove the environment and everything built, but never course/
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
