#!/bin/sh
# The suite on SQLite (or on DATABASE_URL), without browser and broker; arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python scripts/messages.py --compile-only
.venv/bin/python -m pytest -n 2 -q "$@"
echo "Left to make ci: the same suite on PostgreSQL with a Redis worker, saves while the server is killed, and the browser tests."
