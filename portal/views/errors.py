"""Pages."""

from django.http import Http404, HttpRequest, HttpResponse


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    raise Http404


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    raise Http404


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    raise Http404


def server_error(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


def csrf_failure(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
