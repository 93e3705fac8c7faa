"""Pages."""

from django.http import Http404, HttpRequest, HttpResponse


def team_list(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def team_page(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
