#!/bin/sh
# Serves the arenas on this machine. Called by `make run` and `make dev`.
set -eu
cd "$(dirname "$0")/.."
py=.venv/bin/python

$py scripts/messages.py --compile-only
$py manage.py migrate --verbosity 0
$py manage.py load_arena data/smice --if-missing
$py manage.py generate_demo --if-missing
if [ "${1:-}" != dev ]; then
  $py manage.py collectstatic --no-input --verbosity 0 --ignore 'ext' --ignore 'htm*-4*' --ignore 'htmx-2.js'
fi
$py manage.py sign_in_links
if [ "${1:-}" = dev ]; then
  exec $py manage.py runserver "127.0.0.1:$PORT"
fi
exec .venv/bin/gunicorn smice.wsgi:application --bind "127.0.0.1:$PORT" --workers 2 --threads 4 \
  --worker-class gthread --no-control-socket --log-level warning
