"""Whether this process lives, and whether everything it needs answers. For machines; no secrets."""

import logging
from collections.abc import Callable
from datetime import timedelta
from secrets import token_hex

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.clock import now
from core.sweeper import last_sweep

logger = logging.getLogger(__name__)
OK, FAILED, NOT_USED, LATE = "ok", "failed", "not used", "late"
BROKER_SECONDS = 2
# Sweeps come once a minute.
LATE_AFTER = timedelta(minutes=5)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Every part this process needs: 503 when one of them fails."""
    checks = CHECKS | ({"scheduler": _scheduler} if settings.REDIS_URL else {})
    parts = {name: _state(name, check) for name, check in checks.items()}
    return JsonResponse(parts, status=503 if FAILED in parts.values() else 200)


def _state(name: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as error:  # whatever it is, the answer is that this part failed
        logger.error("not ready: %s (%s)", name, type(error).__name__)
        return FAILED


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return OK if cursor.fetchone() == (1,) else FAILED


def _cache() -> str:
    key, value = f"readyz:{token_hex(8)}", token_hex(8)
    cache.set(key, value, timeout=5)
    kept = cache.get(key)
    cache.delete(key)
    return OK if kept == value else FAILED


def _broker() -> str:
    if not settings.REDIS_URL:
        return NOT_USED
    with current_app.connection_for_write(connect_timeout=BROKER_SECONDS) as broker:
        broker.ensure_connection(max_retries=1, timeout=BROKER_SECONDS, reraise_as_library_errors=False)
    return OK


def _scheduler() -> str:
    """Whether scheduler and worker did their round; for people who look, no reason to send visitors elsewhere."""
    swept = last_sweep()
    return OK if swept and now() - swept < LATE_AFTER else LATE


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return FAILED if executor.migration_plan(executor.loader.graph.leaf_nodes()) else OK


CHECKS = {"database": _database, "cache": _cache, "broker": _broker, "migrations": _migrations}
