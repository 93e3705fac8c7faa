"""What every page's shell needs."""

from django.conf import settings
from django.http import HttpRequest

LOOKS = ("light", "dark")


def shell(request: HttpRequest) -> dict[str, object]:
    """The chosen look and the same page in the other languages."""
    look = request.COOKIES.get("look", "")
    return {
        "look": look if look in LOOKS else "",
        "languages": [
            {"code": code, "name": name, "url": in_other_language(request.get_full_path(), code)}
            for code, name in settings.LANGUAGES
        ],
        "is_local": settings.LOCAL,
        "is_debug": settings.DEBUG,
        # Set for people whose session ends soon without use (accounts.middleware).
        "session_ends": getattr(request, "session_ends", None),
        "asks_no_second_step": not settings.SECOND_FACTOR_ROLES,
    }


def in_other_language(path: str, code: str) -> str:
    """The same address in another language, also when no page has it; without a language it leads to the arenas."""
    language, _slash, rest = path.removeprefix("/").partition("/")
    return f"/{code}/{rest}" if language in dict(settings.LANGUAGES) else f"/{code}/"
