"""Pages."""

from django.http import Http404, HttpRequest, HttpResponse


def team_join(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def team_leave(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def team_undo(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
