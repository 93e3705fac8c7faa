#!/bin/sh
# All lanes, each of which must have run tests: SQLite, lint, oracle, PostgreSQL with a Redis worker, kills, browser.
# Installs Chromium and PostgreSQL from Debian, and uses an own Redis, where none answers.
set -eu
cd "$(dirname "$0")/.."

unset DATABASE_URL REDIS_URL EMAIL_URL
lane() { echo "== $1 ($(date +%H:%M:%S))"; }

lane "make test: SQLite, tasks in-process"
make test

lane "lint"
make lint

lane "oracle"
make oracle

lane "services"
trap '.venv/bin/python scripts/services.py stop' EXIT
.venv/bin/python scripts/services.py install
DATABASE_URL=$(.venv/bin/python scripts/services.py database)
REDIS_URL=$(.venv/bin/python scripts/services.py broker)
export DATABASE_URL REDIS_URL

lane "PostgreSQL and Redis"
.venv/bin/python -m pytest -n 2 -q --create-db -m "not browser and not broker and not crash and not deep"

lane "worker"
.venv/bin/python -m pytest -q --create-db -m broker

lane "crash"
.venv/bin/python -m pytest -q --create-db -m crash

lane "browser"
.venv/bin/python -m pytest -q --create-db -m browser

.venv/bin/python scripts/services.py stop
lane "all lanes are green"
