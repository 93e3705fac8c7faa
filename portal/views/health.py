"""Pages."""

from django.http import Http404, HttpRequest, HttpResponse


def healthz(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def readyz(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
