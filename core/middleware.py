"""Limits and response headers that Django's own middleware does not set."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

Handler = Callable[[HttpRequest], HttpResponse]


def body_limit(get_response: Handler) -> Handler:
    """Refuses a body that no form of ours can need, before anything of it is written to disk."""

    def respond(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit() or int(length[:12]) > settings.LARGEST_BODY_BYTES:
            return HttpResponse(gettext("This is too large."), status=413, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return respond


def response_headers(get_response: Handler) -> Handler:
    """Same-origin resources only, no device features, and nothing with a session in a shared cache."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        if "Cache-Control" not in response.headers and not request.path.startswith("/static/"):
            has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
            response.headers["Cache-Control"] = "private, no-store" if has_session else "private, no-cache"
        return response

    return respond
