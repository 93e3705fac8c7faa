"""The arena a page stands in, for the shell."""

from django.http import HttpRequest


def current_arena(request: HttpRequest) -> dict[str, object]:
    """`arena` and what this visitor may do in it, set by `arena.access.enter`; both None outside an arena."""
    return {"arena": getattr(request, "arena", None), "visitor": getattr(request, "visitor", None)}
