"""What SQLite lacks: a LIKE that knows case beyond ASCII, and the Swedish and Norwegian alphabets."""

import re
from functools import lru_cache
from typing import Any

from core.text import sort_key


@lru_cache(maxsize=512)
def _like_pattern(pattern: str, escape: str | None) -> re.Pattern[str]:
    parts = []
    signs = iter(pattern)
    for sign in signs:
        if escape and sign == escape:
            parts.append(re.escape(next(signs, "")))
        else:
            parts.append({"%": ".*", "_": "."}.get(sign) or re.escape(sign))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def like(pattern: str | None, value: Any, escape: str | None = None) -> bool | None:
    """SQL `value LIKE pattern ESCAPE escape`, blind to case in every script; NULL stays NULL."""
    if pattern is None or value is None:
        return None
    return _like_pattern(pattern, escape).fullmatch(str(value)) is not None


def _compare(language: str) -> Any:
    def compare(left: str, right: str) -> int:
        a, b = sort_key(left, language), sort_key(right, language)
        return (a > b) - (a < b)

    return compare


def teach_scandinavian(sender: object, connection: Any, **kwargs: object) -> None:
    """Registers LIKE and the collations `arena_sv`, `arena_nb`, `arena_en` on a new SQLite connection."""
    if connection.vendor != "sqlite":
        return
    raw = connection.connection
    raw.create_function("LIKE", 2, like, deterministic=True)
    raw.create_function("LIKE", 3, like, deterministic=True)
    for language in ("sv", "nb", "en"):
        raw.create_collation(f"arena_{language}", _compare(language))
