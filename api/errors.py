"""Every refusal as application/problem+json (RFC 9457), in the language the program asks for."""

import json
import logging
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

from core.errors import RuleBroken

logger = logging.getLogger(__name__)
MEDIA_TYPE: Final = "application/problem+json"

TITLES: Final[Mapping[int, Any]] = {
    400: _("The request cannot be read"),
    401: _("The API key is not accepted"),
    403: _("Not allowed"),
    404: _("Nothing is here"),
    405: _("This method is not supported"),
    406: _("This format is not available"),
    422: _("A rule was broken"),
    429: _("Too many requests"),
    500: _("Something went wrong here"),
}
DETAILS: Final[Mapping[int, Any]] = {
    400: _("Check the parameters."),
    401: _("The API key is wrong, expired or revoked."),
    403: _("This key may not do that."),
    404: _("There is nothing at this address, or it is not open to you. Addresses end with a slash."),
    405: _("This API is for reading: use GET, HEAD or OPTIONS."),
    406: _("Ask for one of the formats that the documentation names."),
    422: _("The request was understood and refused."),
    429: _("Wait as many seconds as Retry-After says."),
    500: _("The fault is ours and has been noted. Try again later."),
}


def as_problem(exception: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """The answer to an exception; what nobody foresaw is logged and answered without a word about its inside."""
    if isinstance(exception, RuleBroken):
        return problem(422, detail=exception.message)
    if isinstance(exception, Http404):
        return problem(404)
    if isinstance(exception, PermissionDenied):
        return problem(403)
    if isinstance(exception, SuspiciousOperation):
        return problem(400)
    if not isinstance(exception, exceptions.APIException):
        logger.error("an API request failed", exc_info=exception)
        got_request_exception.send(sender=as_problem, request=context.get("request"))
        return problem(500)
    is_list_of_errors = isinstance(exception, exceptions.ValidationError) and isinstance(exception.detail, dict)
    response = problem(exception.status_code, errors=exception.detail if is_list_of_errors else None)
    if auth_header := getattr(exception, "auth_header", ""):
        response["WWW-Authenticate"] = auth_header
    if wait := getattr(exception, "wait", None):
        response["Retry-After"] = str(int(wait))
    return response


def problem(status: int, *, detail: Any = "", errors: Mapping[str, Any] | None = None) -> HttpResponse:
    """One problem; `errors` names the parameters that cannot be read."""
    known = status if status in TITLES else 400
    body: dict[str, Any] = {
        "type": f"{reverse('api:docs')}#problem-{known}",
        "title": str(TITLES[known]),
        "status": status,
        "detail": str(detail or DETAILS[known]),
    }
    if errors:
        body["errors"] = {name: [str(message) for message in messages] for name, messages in errors.items()}
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
