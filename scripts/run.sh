#!/bin/sh
# Serves the arenas on this machine. Called by `make run` and `make dev`.
set -eu
cd "$(dirname "$0")/.."
# Mail goes to the console: it must be there when it is sent, also through a pipe.
export PYTHONUNBUFFERED=1

for po in locale/*/LC_MESSAGES/django.po; do
  [ "${po%.po}.mo" -nt "$po" ] || { .venv/bin/python scripts/messages.py --compile-only; break; }
done
.venv/bin/python manage.py prepare_local
if [ "${1:-}" = dev ]; then
  exec .venv/bin/python manage.py runserver "127.0.0.1:$PORT"
fi
exec .venv/bin/gunicorn smice.wsgi:application --bind "127.0.0.1:$PORT" --workers 2 --threads 4 --preload \
  --worker-class gthread --no-control-socket --log-level warning
