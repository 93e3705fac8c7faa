#!/bin/sh
# Makes .venv with a Python of at least 3.12 and installs the locked packages into it.
# usage: scripts/bootstrap.sh requirements.lock|requirements-dev.lock
set -eu
cd "$(dirname "$0")/.."
lock=$1

fits() { "$1" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

python=${PYTHON:-}
if [ -z "$python" ]; then
  # Version managers put shims first on PATH that fail when their version is not chosen: look behind them too.
  for candidate in python3.14 python3.13 python3.12 python3 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9].*/bin/python; do
    if fits "$candidate"; then python=$candidate; break; fi
  done
fi

if [ -n "$python" ]; then
  { [ -x .venv/bin/python ] && fits .venv/bin/python; } || "$python" -m venv --clear .venv
  [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
  .venv/bin/uv pip install --quiet --require-hashes --python .venv/bin/python -r "$lock"
elif uv --version >/dev/null 2>&1; then
  uv venv --quiet --python 3.12 .venv
  uv pip install --quiet --require-hashes --python .venv/bin/python -r "$lock"
else
  echo "The arena needs Python 3.12 or newer (or uv, which can fetch one)." >&2
  exit 1
fi
