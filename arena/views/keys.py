"""Pages."""

from django.http import Http404, HttpRequest, HttpResponse


def key_list(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def key_issue(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def key_revoke(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
