# Maakwijzer: `make up` runs everything, `make test` proves it. Each command installs what it needs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help up test train eval bench chat interpret parse advisor check install install-bot uv chromium knowledge-check openapi

# uv by `uv --version`: a shim may be on the PATH and not run.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .tools/uv/bin/uv)
PY := .venv/bin/python
BOT := bot/.venv/bin/python
STAMPS := .cache/stamps
export PYTHONPATH := $(CURDIR)
export RASA_TELEMETRY_ENABLED := false

# An interpreter that is there, or that uv can fetch; else one sentence.
needs = $(UV) python find $(1) >/dev/null 2>&1 || $(UV) python install --quiet $(1) >/dev/null 2>&1 || \
  { echo "Python $(1) is needed: install it (with pyenv, or from your system's packages) and try again." >&2; exit 1; }

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.tools/uv/bin/uv:
	@echo "Installing uv into .tools/ ..." >&2
	@python3 -m venv .tools/uv || { echo "python3 with venv is missing: install Python 3.12 with the venv module." >&2; exit 1; }
	@.tools/uv/bin/python -m pip install --quiet uv

uv: $(if $(filter uv,$(UV)),,.tools/uv/bin/uv)

$(STAMPS)/main: pyproject.toml uv.lock .python-version | uv
	@echo "Installing the libraries (Python 3.12) ..." >&2
	@$(call needs,3.12)
	@$(UV) sync --quiet --locked
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/bot: bot/pyproject.toml bot/uv.lock .python-version | uv
	@echo "Installing Rasa (Python 3.10; 2.7 GB the first time) ..." >&2
	@$(call needs,3.10)
	@$(UV) sync --quiet --locked --directory bot --python 3.10
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/spacy: $(STAMPS)/bot nlu/spacy_pipeline.py
	@echo "Preparing the Dutch language pipeline ..." >&2
	@$(BOT) -m nlu.spacy_pipeline >&2 2>.cache/spacy.log || { tail -20 .cache/spacy.log >&2; exit 1; }
	@touch $@

install: $(STAMPS)/main ## install the libraries of the web, the actions and the tests
install-bot: $(STAMPS)/spacy ## install Rasa and the Dutch pipeline

train: install-bot ## train the model, if anything it is made of has changed
	@$(BOT) -m bot.train >&2 2>.cache/train.log || { tail -20 .cache/train.log >&2; exit 1; }

up: install train ## run everything; stop with Ctrl-C
	@exec $(PY) -m deploy.up

chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  { echo "Installing Chromium for the browser tests ..." >&2; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || \
	  echo "Chromium is not installed: the browser tests will be skipped." >&2; }

test: install train chromium ## run all tests
	@$(PY) -m pytest

check: install install-bot ## lint, types, import layers, formatting, locks, API description
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PWD)/.venv/bin/lint-imports
	@$(UV) lock --check --quiet
	@$(UV) lock --check --quiet --directory bot
	@$(PY) -m api.openapi --check
	@$(PY) -m knowledge.check

knowledge-check: install ## check the content; errors fail, old facts are warned about
	@$(PY) -m knowledge.check

openapi: install ## write the API description after a change
	@$(PY) -m api.openapi

eval: install train ## how well Dutch is understood, on the held-out lines
	@$(BOT) -m nlu.evaluate

bench: install train ## how fast it is
	@$(PY) -m tests.bench

chat: install ## talk to a running `make up` in the terminal
	@$(PY) -m deploy.environment
	@$(PY) -m channels.terminal

interpret: install train ## FILE=x.tsv: what each answer means for its question, as JSON lines
	@$(BOT) -m bot.parse --questions "$(FILE)" | $(PY) -m actions.interview.interpret

parse: install train ## FILE=x.txt: what the model reads in each line, as JSON lines
	@$(BOT) -m bot.parse "$(FILE)"

advisor: install ## EMAIL=.. NAME=..: make an account for an advisor and print a one-time password
	@$(PY) -m deploy.environment
	@$(PY) -m api.migrate
	@$(PY) -m api.accounts.create "$(EMAIL)" "$(NAME)"
