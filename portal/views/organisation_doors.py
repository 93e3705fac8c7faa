"""Who may bring the register in order: the door to the pages that compare, merge and part organisations."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from arena.access import enter


def for_keepers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens a page to those who keep the register: 404 outside the arena, sign-in for the anonymous, 403 for others."""

    @wraps(view)
    def door(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        enter(request, slug)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.visitor.may_change_organisations:
            raise PermissionDenied
        return view(request, slug, **kwargs)

    return door
