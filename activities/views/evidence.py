"""Pages."""

from django.http import Http404, HttpRequest, HttpResponse


def evidence_add(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def evidence_file(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
