"""Countries and what they are called."""

from functools import lru_cache

from babel import Locale

from core.text import sort_key

# Regions of the world and territories that number no organisations of their own (Unicode CLDR).
NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


@lru_cache(maxsize=8)
def countries(language: str) -> list[tuple[str, str]]:
    """Code and name of every country, in the order of the alphabet of `language`."""
    names = Locale.parse(language).territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code not in NO_COUNTRIES]
    return sorted(found, key=lambda pair: sort_key(pair[1], language))
