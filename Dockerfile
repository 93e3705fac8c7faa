# The one image of web, worker and scheduler. Packages come by hash from requirements.lock; nothing runs as root.
FROM python:3.12-slim AS packages
WORKDIR /build
COPY requirements.lock .
RUN python -m venv /opt/arena && /opt/arena/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock

FROM python:3.12-slim
ENV PATH=/opt/arena/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/var/lib/arena
RUN useradd --system --uid 10001 --home-dir /nonexistent arena && install -d -o arena -m 0750 /var/lib/arena
COPY --from=packages /opt/arena /opt/arena
WORKDIR /srv/arena
COPY . .
RUN python scripts/messages.py --compile-only
USER arena
CMD ["gunicorn", "smice.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--log-level", "warning"]
