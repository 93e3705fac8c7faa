"""How many requests a minute: one number for each key, another for each network without a key."""

import logging
from math import ceil
from time import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from core.addresses import client_network

logger = logging.getLogger(__name__)
MINUTE = 60


class PerKeyOrNetwork(BaseThrottle):
    """Counts whole minutes with an atomic increment, in the cache: a limit keeps nobody's secret.

    What writes counts twice: among all requests of its key, and by itself.
    """

    def __init__(self) -> None:
        self.seconds_left = MINUTE

    def allow_request(self, request: Request, view: object) -> bool:
        rates = settings.API_READS_PER_MINUTE
        if request.auth is not None:
            who = f"key:{request.auth.prefix}"
            may_write = request.method in SAFE_METHODS or self._counts_within(
                f"writes:{who}", settings.API_WRITES_PER_MINUTE
            )
            return may_write and self._counts_within(who, rates["key"])
        return self._counts_within(f"network:{client_network(request)}", rates["network"])

    def wait(self) -> float:
        return self.seconds_left

    def _counts_within(self, who: str, limit: int) -> bool:
        now = time()
        minute = int(now // MINUTE)
        self.seconds_left = ceil((minute + 1) * MINUTE - now)
        name = f"api-reads:{who}:{minute}"
        try:
            cache.add(name, 0, 2 * MINUTE)
            return cache.incr(name) <= limit
        except Exception:  # Without its cache the API still answers: a limit is no security measure.
            logger.exception("the rate limit could not be counted")
            return True
