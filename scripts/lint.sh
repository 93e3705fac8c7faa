#!/bin/sh
# Layout, rules, types and layers. Every step can fail.
set -eu
cd "$(dirname "$0")/.."
export LOCAL=1
.venv/bin/ruff format --check --quiet .
.venv/bin/ruff check --quiet .
.venv/bin/lint-imports >/dev/null || .venv/bin/lint-imports
.venv/bin/mypy core oracle $(ls -d */actions */queries.py */rules.py */actions.py 2>/dev/null) indicators/counting.py activities/effect_*.py activities/disclosure*.py arena/orgnumbers.py
