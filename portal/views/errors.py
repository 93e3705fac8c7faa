"""Pages for what went wrong: calm, in the visitor's language, with a way forward."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template import loader

# Field names with one of these in them are never shown again: they are secrets or mean nothing to people.
NOT_TEXT = ("token", "password", "code", "version", "keep_text", "next")
# Shown when even the error page cannot be made.
LAST_RESORT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Arena</title>
<h1>Something went wrong here. Nothing you saved is lost.</h1>
<p lang="sv">Något gick fel hos oss. Det du har sparat finns kvar.</p>
<p lang="nb">Noe gikk galt hos oss. Det du har lagret, er her fortsatt.</p></html>"""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """May be seen, may not be changed."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there, or not for this visitor: both look alike."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault. No database, no context processors: whatever broke may be among them."""
    return _static("500.html", 500)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """Down for a short while, for instance during an update."""
    response = _static("503.html", 503)
    response.headers["Retry-After"] = "120"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or came from elsewhere: nothing was saved, and what was typed stands on the page."""
    return render(request, "403_csrf.html", {"texts": _typed_texts(request)}, status=403)


def _static(name: str, status: int) -> HttpResponse:
    try:
        page = loader.render_to_string(name)
    except Exception:  # whatever it is, this last page must not fail
        page = LAST_RESORT
    return HttpResponse(page, status=status)


def _typed_texts(request: HttpRequest) -> list[str]:
    """What was typed into the refused form. Nothing when another site sent it: we do not print their words."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return []
    try:
        posted = request.POST
    except (MultiPartParserError, RequestDataTooBig, TooManyFieldsSent):
        return []
    return [
        text.strip()
        for name, texts in posted.lists()
        if not any(part in name.lower() for part in NOT_TEXT)
        for text in texts
        if text.strip()
    ]
