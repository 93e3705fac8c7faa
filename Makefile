# Two commands are all a newcomer needs: `make run` and `make test`.
.DEFAULT_GOAL := help
PORT ?= 8000
PY := .venv/bin/python
LOCALLY := LOCAL=1 SECOND_FACTOR_ROLES=none PORT=$(PORT)

.PHONY: help run dev test lint messages lock bench ci

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

.venv/.run-ok: requirements.lock scripts/bootstrap.sh
	@sh scripts/bootstrap.sh requirements.lock
	@touch $@

.venv/.dev-ok: requirements-dev.lock scripts/bootstrap.sh
	@sh scripts/bootstrap.sh requirements-dev.lock
	@touch $@ .venv/.run-ok

run: .venv/.run-ok ## Install, migrate, load the two arenas and serve on port 8000 or $$PORT
	@$(LOCALLY) sh scripts/run.sh

dev: .venv/.dev-ok ## The same with auto-reload and the component page
	@$(LOCALLY) DEBUG=1 sh scripts/run.sh dev

test: .venv/.dev-ok ## Everything that the package index alone can run, on SQLite or $$DATABASE_URL
	@sh scripts/test.sh

lint: .venv/.dev-ok ## Layout, rules, types, layers
	@sh scripts/lint.sh

messages: .venv/.dev-ok ## Collect texts into the three catalogues
	@$(LOCALLY) $(PY) scripts/messages.py

oracle: .venv/.dev-ok ## Twenty made-up arenas pass the oracle, and seven broken programs are found out on each
	ORACLE_WORLDS=20 $(PY) -m pytest -n 2 -q tests/oracle

lock: .venv/.dev-ok ## Renew both lock files
	.venv/bin/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header --upgrade pyproject.toml -o requirements.lock
	.venv/bin/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header --upgrade --group dev pyproject.toml -o requirements-dev.lock

bench: .venv/.dev-ok ## Full volumes against the bars of speed, on a PostgreSQL database of its own
	@DATABASE_URL=$${DATABASE_URL:-$$($(PY) scripts/services.py database)} $(PY) -m bench

ci: ## What stands between a change and main
	@sh scripts/ci.sh
