"""Every refusal as application/problem+json (RFC 9457), in the language the program asks for."""

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.exceptions import ErrorDetail

from core.errors import RuleBroken, StaleVersion

logger = logging.getLogger(__name__)
MEDIA_TYPE: Final = "application/problem+json"

TITLES: Final[Mapping[int, Any]] = {
    400: _("The request cannot be read"),
    401: _("The API key is not accepted"),
    403: _("Not allowed"),
    404: _("Nothing is here"),
    405: _("This method is not supported"),
    406: _("This format is not available"),
    412: _("It has changed since"),
    413: _("This is too large"),
    415: _("This type of content is not read"),
    422: _("A rule was broken"),
    428: _("The version is missing"),
    429: _("Too many requests"),
    500: _("Something went wrong here"),
}
DETAILS: Final[Mapping[int, Any]] = {
    400: _("Check the parameters, the headers and the types of what you send."),
    401: _("The API key is wrong, expired or revoked."),
    403: _("This key may not do that."),
    404: _("There is nothing at this address, or it is not open to you. Addresses end with a slash."),
    405: _("The header Allow names the methods that this address takes."),
    406: _("Ask for one of the formats that the documentation names."),
    412: _("Somebody else saved first. Read it again, and send the change with the ETag that you get."),
    413: _("Send less: one activity, texts alone."),
    415: _("Send JSON, with Content-Type: application/json."),
    422: _("The request was understood and refused."),
    428: _("Send the ETag of what you read in the header If-Match."),
    429: _("Wait as many seconds as Retry-After says."),
    500: _("The fault is ours and has been noted. Try again later."),
}


def as_problem(exception: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """The answer to an exception; what nobody foresaw is logged and answered without a word about its inside."""
    if isinstance(exception, StaleVersion):
        return problem(412, current_version=exception.current.version)
    if isinstance(exception, RuleBroken):
        found = [ErrorDetail(str(exception.message), exception.code)]
        return problem(422, detail=exception.message, errors={exception.field: found} if exception.field else None)
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
    says_more = isinstance(exception, exceptions.ParseError | exceptions.NotAuthenticated)
    response = problem(
        exception.status_code,
        detail=exception.detail if says_more else "",
        errors=exception.detail if is_list_of_errors else None,
    )
    if auth_header := getattr(exception, "auth_header", ""):
        response["WWW-Authenticate"] = auth_header
    if wait := getattr(exception, "wait", None):
        response["Retry-After"] = str(int(wait))
    return response


def problem(status: int, *, detail: Any = "", errors: Mapping[str, Any] | None = None, **more: object) -> HttpResponse:
    """One problem; `errors` says by name what is wrong with parameters, headers and fields, as codes and words."""
    known = status if status in TITLES else 400
    body: dict[str, Any] = {
        "type": f"{reverse('api:docs')}#problem-{known}",
        "title": str(TITLES[known]),
        "status": status,
        "detail": str(detail or DETAILS[known]),
    }
    if errors:
        body["errors"] = dict(_by_name(errors))
    content = json.dumps(body | more, ensure_ascii=False).encode("utf-8", "replace")
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE)


def _by_name(errors: Mapping[str, Any], inside: str = "") -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Errors under the name of what they are about; of a list with its place, such as organisations.0.role."""
    for name, found in errors.items():
        path = f"{inside}{name}"
        if isinstance(found, Mapping):
            yield from _by_name(found, f"{path}.")
        elif any(isinstance(one, Mapping) for one in found):
            yield from _by_name({str(place): one for place, one in enumerate(found)}, f"{path}.")
        else:
            yield path, [{"code": str(getattr(one, "code", "invalid")), "detail": str(one)} for one in found]
