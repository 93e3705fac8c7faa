"""Limits and response headers that Django's own middleware does not set."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext

Handler = Callable[[HttpRequest], HttpResponse]


def body_limit(get_response: Handler) -> Handler:
    """Refuses a body that no form of ours can need, before anything of it is written to disk."""

    def respond(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        takes_many = settings.MANY_FILES_PATHS.fullmatch(request.path_info)
        limit = settings.LARGEST_FILES_BYTES if takes_many else settings.LARGEST_BODY_BYTES
        if length.isascii() and length.isdigit() and int(length[:12]) <= limit:
            return get_response(request)
        with translation.override(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
            text = gettext("This is too large. Go back, and choose fewer or smaller files.")
        return HttpResponse(text, status=413, content_type="text/plain; charset=utf-8")

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
