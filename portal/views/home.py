"""Pages."""

from django.http import Http404, HttpRequest, HttpResponse


def choose_language(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def arenas(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def overview(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def look(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
