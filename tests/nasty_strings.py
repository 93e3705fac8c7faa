"""Strings that break naive software, in families: for every field, search and parameter.

`FAMILIES` names each family and what it is meant to break; `NASTY` is all of them once each. What can be made by a
rule is made by that rule, so that a family grows by one line.
"""

from tests.nasty.programs import MARK, PROGRAMS
from tests.nasty.text import LONG, TEXT
from tests.nasty.values import VALUES

__all__ = ["FAMILIES", "LONG", "MARK", "NASTY", "one_of_each"]

FAMILIES = TEXT | PROGRAMS | VALUES
NASTY = list(dict.fromkeys(text for family in FAMILIES.values() for text in family))


def one_of_each() -> list[str]:
    """The first strings of every family: what a test takes that cannot try them all."""
    return list(dict.fromkeys(text for family in FAMILIES.values() for text in family[:3]))
