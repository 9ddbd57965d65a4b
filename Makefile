# plangraph: targets that explain themselves. `make` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help demo test train lint types layers docs check build serve twice wheel clean

help:  ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "plangraph needs Python 3.11 or newer; name one with make PYTHON=…"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python pyproject.toml
	$(BIN)/pip install --quiet --editable '.[web]'
	@touch $@

$(VENV)/.test: $(BIN)/python pyproject.toml
	$(BIN)/pip install --quiet --editable '.[test]'
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run  ## install, build the graph from corpus/, check it, answer a question
	$(BIN)/plangraph build
	$(BIN)/plangraph validate
	$(BIN)/plangraph verify
	$(BIN)/plangraph query shared-industries a=江海区 b=鹤山市
	@echo
	@echo "Next:"
	@echo "  $(BIN)/plangraph list queries                      the other questions"
	@echo "  $(BIN)/plangraph query region-goals region=鹤山市    what 鹤山市 is to become"
	@echo "  $(BIN)/plangraph query targets-side-by-side         the same targets in both regions"
	@echo "  $(BIN)/plangraph serve                              read the plans in a browser"
	@echo "  $(BIN)/plangraph export --format turtle -o plans.ttl"

test: $(VENV)/.test  ## install what the tests need and run them all
	$(BIN)/pytest -n auto -rs

# pool-0 is for calibration and never trained on.
train: $(VENV)/.test  ## fit the tagger's weights anew from tests/gold (needs torch; some 15 minutes)
	$(BIN)/pip install --quiet --editable '.[train]'
	$(BIN)/plangraph train --tuned tests/gold/dev-own.jsonl --aside tests/gold/readings/pool-0.a.jsonl \
	  $(sort $(wildcard tests/gold/pool-[1-9].jsonl tests/gold/readings/written-?.jsonl))

lint: $(VENV)/.test  ## ruff: style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test  ## mypy, strict
	$(BIN)/mypy

layers: $(VENV)/.test  ## imports go downward only
	$(BIN)/lint-imports

docs: $(VENV)/.test  ## write the generated reference pages anew
	$(BIN)/python docs/generate.py

build: $(VENV)/.run  ## build the graph into build/
	$(BIN)/plangraph build

serve: $(VENV)/.run  ## serve pages and the SPARQL endpoint of build/
	$(BIN)/plangraph serve

twice: $(VENV)/.run  ## build twice and compare every byte but the store's own files
	$(BIN)/plangraph build --out .twice/one
	$(BIN)/plangraph build --out .twice/two
	diff --recursive --brief --exclude=store --exclude=build.log .twice/one .twice/two
	@rm -rf .twice

wheel: $(VENV)/.test  ## build the wheel and use it in an empty environment
	bash tests/wheel.sh $(BIN)/python

check: lint types layers  ## lint, types, layers, and generated pages that are up to date
	$(BIN)/python docs/generate.py --check

clean:  ## remove what the other targets made
	rm -rf $(VENV) build dist .twice
