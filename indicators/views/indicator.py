"""Pages."""

from django.http import Http404, HttpRequest, HttpResponse


def indicator_list(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def indicator_page(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
