# Yinju: `make chat` opens the chat over the sample articles, `make test` runs the whole test suite.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# where CPU builds of torch are to be had, when the usual index only has large ones:
#   make chat TORCH_INDEX=URL
TORCH_INDEX ?=
PACKAGES := index rag eval ui
ARGS ?=
# a folder of datasets for `make eval` and `make bench`, besides our own
DATA ?= ../shared/data

.DEFAULT_GOAL := help
.PHONY: help install chat test quick check bench eval lint pictures fix

help: ## show the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

install: $(VENV)/.installed ## virtual environment with everything in it

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Yinju needs Python 3.11 or newer; name one with make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) --editable '.[dev]'
	@mkdir -p .typing && ln -sfn .. .typing/yinju
	@touch $@

chat: install ## chat over the sample articles (or your library) in the browser
	$(BIN)/yinju chat $(ARGS)

test: install ## the whole test suite
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

quick: install ## the tests without those that take more than eight seconds each
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder -m "not slow and not llm" $(ARGS)

lint: install ## format, lint, types and import floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(PACKAGES:%=-p yinju.%)
	$(BIN)/lint-imports

pictures: install ## the README's pictures of the page, taken anew
	PYTHONPATH=tests $(BIN)/python tests/ui/browser/screenshots.py ui/pictures

fix: install ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: lint test ## everything a change has to pass

bench: install ## speed, size and reliability, measured (under an hour)
	$(BIN)/python -m yinju.eval.bench $(DATA)/news-zh/corpus.jsonl --document eval/README.md $(ARGS)

eval: install ## answers, citations, refusals and search, measured on every dataset in DATA
	$(BIN)/python -m yinju.eval.suite $(DATA) --out eval/results --readme eval/README.md --baseline eval/baseline $(ARGS)
