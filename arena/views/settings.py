"""Pages."""

from django.http import Http404, HttpRequest, HttpResponse


def arena_settings(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def section_list(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def section_add(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def section_edit(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def section_remove(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
