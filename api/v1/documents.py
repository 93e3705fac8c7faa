"""What the API says about itself: the OpenAPI document, and the same as a page to read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import DETAILS, TITLES
from api.examples import operations_of
from api.openapi import document
from api.views import ApiView, refuse_unreadable


class Schema(ApiView):
    """The OpenAPI document in the language of the request."""

    def get(self, request: Request, **kwargs: Any) -> Response:
        refuse_unreadable(request, {"format": None})
        return Response(document(get_language() or "en"))


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The document as a page: every operation with an example of the call and of the answer."""
    described = document(get_language() or "en")
    context = {
        "about": described["info"]["description"],
        "operations": operations_of(described, request.build_absolute_uri("/").rstrip("/")),
        "problems": [(status, title, DETAILS[status]) for status, title in TITLES.items()],
    }
    return render(request, "api/docs.html", context)
