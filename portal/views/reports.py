"""What browsers report about pages that broke the content security policy."""

import json
import logging
import re

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

logger = logging.getLogger(__name__)
LONGEST_REPORT_BYTES = 8_000
QUERY = re.compile(r"[?#].*", re.DOTALL)
REPORTS_PER_MINUTE = 30
KEPT = ("violated-directive", "effective-directive", "blocked-uri", "source-file", "line-number")


@csrf_exempt
@require_POST
def policy_report(request: HttpRequest) -> HttpResponse:
    """Logs one line per report, at most 30 a minute; what is no report is dropped without a word.

    The page's own address is left out, and the query of every other: it may hold a code, or what somebody searched for.
    """
    # A length that is no number never comes this far (core.middleware.body_limit).
    if int(request.headers.get("Content-Length") or 0) <= LONGEST_REPORT_BYTES:
        _note(request.body)
    return HttpResponse(status=204)


def _note(body: bytes) -> None:
    try:
        report = json.loads(body).get("csp-report", {})
        words = {name: QUERY.sub("", str(report[name]))[:200] for name in KEPT if name in report}
    except (ValueError, AttributeError, TypeError, RecursionError):
        return
    if words and cache.get_or_set("policy_reports", 0, 60) < REPORTS_PER_MINUTE:
        cache.incr("policy_reports")
        logger.warning("content security policy broken: %s", json.dumps(words))
