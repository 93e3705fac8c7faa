"""Pages."""

from django.http import Http404, HttpRequest, HttpResponse


def privacy(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def accessibility(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def arena(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def data(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
