# `make run` and `make test` are all a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8001
.DEFAULT_GOAL := help
.PHONY: help install dev run demo test test-ui lint types quality bench docs collect serve clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

install: ## make the environment in .venv, from the lock file alone
	@$(PYTHON) bootstrap.py

dev: ## the environment with the tools for tests, lint and types
	@$(PYTHON) bootstrap.py --dev

run: install ## serve the archive on port 8001 and collect beside it for five minutes
	@$(BIN)/scrapy start --port $(PORT) --minutes 5

demo: install ## the same with the practice web that ships with the project; needs no network
	@$(BIN)/scrapy start --port $(PORT) --practice --days 4

collect: install ## visit all sources once
	@$(BIN)/scrapy collect

serve: install ## serve the archive without collecting
	@$(BIN)/scrapy serve --port $(PORT)

test: dev lint types ## lint, types and all tests
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile # a file runs whole, so that its crawls are shared

test-ui: ## the site in a real browser: ways, keys, screens, axe; pictures in build/screens
	@$(PYTHON) bootstrap.py --ui
	@.venv-ui/bin/python -m pytest -c tests/ui/pytest.ini --rootdir . --confcutdir tests/ui tests/ui

lint: dev ## ruff, and its formatting
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: dev ## mypy, strict where truth is made
	@$(BIN)/mypy .

bench: install ## measure speed and memory; prints one table a question
	@$(BIN)/python -m benchmarks

quality: install ## measure how right the reading is, beside other readers; says which bars hold
	@$(BIN)/python -m benchmarks.quality

docs: dev ## write the generated pages anew
	@$(BIN)/python -m registry > docs/sources.md
	@$(BIN)/python -m archive.schema > docs/data-dictionary.md

clean: ## remove the environment and caches; never the archive
	rm -rf .venv .venv-ui .mypy_cache .ruff_cache .pytest_cache .hypothesis build
