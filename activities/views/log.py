"""Pages."""

from django.http import Http404, HttpRequest, HttpResponse


def activity_log(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def activity_edit(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def activity_rate(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def activity_undo(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def activity_discard(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def activity_done(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
