"""The organisations of an activity on the page "More": what is chosen, and what a search finds to choose from.

Everything stands in the page itself: each choice is a tick named `part` with the value "role:key", or "role:+name" for
one that is not in the register. So it works without JavaScript, and nothing is written before the page is saved.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import get_language, gettext

from activities.actions.parts import Part
from activities.enums import PartRole
from activities.models import Activity
from activities.queries import parts_by_whole
from activities.register import organisations_visible_to
from arena.access import Visitor
from arena.models import Organisation
from arena.queries import in_alphabet, organisations_named
from core.forms import MOST_SEARCHED
from core.text import clean_line

MOST_FOUND = 8
MOST_PARTS = 200


@dataclass(frozen=True)
class Chosen:
    """One organisation in one role, as the page shows it."""

    part: Part
    label: str

    @property
    def value(self) -> str:
        """How its tick says it."""
        return f"{self.part.role}:{self.part.key if self.part.key is not None else '+' + self.part.name}"

    @property
    def role(self) -> str:
        """What it did, in words."""
        return str(PartRole(self.part.role).label)


@dataclass(frozen=True)
class PartsBox:
    """What is chosen, what was searched for and what was found. `n_kept` counts support whose names are not shown."""

    chosen: list[Chosen]
    text: str
    found: list[Organisation]
    n_kept: int
    sees_firm_names: bool
    # Somebody wrote a name and did not look for it: saving now would lose it.
    is_unsearched: bool = False
    # The search was used: the page opens at it again.
    is_in_use: bool = False
    # The search as it was typed.
    typed: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the actions take."""
        return tuple(one.part for one in self.chosen)


def box_of(activity: Activity, visitor: Visitor, sent: QueryDict | None) -> PartsBox:
    """The organisations as they stand, or as they were sent; at most three queries."""
    sees = visitor.sees_firm_names
    noted = [part for part in parts_by_whole(activity) if sees or part.role != PartRole.SUPPORTED]
    n_kept = 0 if sees else len(parts_by_whole(activity)) - len(noted)
    if sent is None:
        chosen = [Part(part.role, part.organisation.whole.pk, part.organisation.whole.name) for part in noted]
        return PartsBox(_in_order(chosen), "", [], n_kept, sees)
    names = {part.organisation.whole.pk: part.organisation.whole.name for part in noted}
    chosen = _sent(sent, visitor, names)
    typed = sent.get("find_text", "")
    text = clean_line(typed, MOST_SEARCHED)
    is_unsearched = bool(text) and text != sent.get("searched", "") and not asks_for_more(sent)
    found = _found(visitor, text) if "find" in sent or is_unsearched else []
    if "add" in sent:
        typed = text = ""
    return PartsBox(_in_order(chosen), text, found, n_kept, sees, is_unsearched, asks_for_more(sent), typed)


def asks_for_more(sent: QueryDict) -> bool:
    """Whether a button of the search was pressed: the page is shown again, and nothing is saved."""
    return "find" in sent or "add" in sent


def _found(visitor: Visitor, text: str) -> list[Organisation]:
    if not text:
        return []
    rows = organisations_visible_to(visitor.principal, visitor.arena, on=visitor.on).prefetch_related(None)
    return list(in_alphabet(organisations_named(rows, visitor.arena, text), get_language() or "en")[:MOST_FOUND])


def _sent(sent: QueryDict, visitor: Visitor, noted: dict[int, str]) -> list[Part]:
    """What the ticks and the pressed button say; what this visitor may not choose is left out."""
    values = dict.fromkeys([*sent.getlist("part"), *sent.getlist("add")])
    pairs = [value.partition(":")[::2] for value in list(values)[:MOST_PARTS]]
    pairs = [(role, what) for role, what in pairs if role in PartRole]
    keys = {int(what) for _role, what in pairs if what.isascii() and what.isdigit() and len(what) < 18}
    rows = organisations_visible_to(visitor.principal, visitor.arena, on=visitor.on).prefetch_related(None)
    names = dict(rows.filter(pk__in=keys - noted.keys()).values_list("pk", "name")) | noted
    sees, chosen = visitor.sees_firm_names, []
    for role, what in pairs:
        name = clean_line(what.removeprefix("+"), 200)
        if what.startswith("+") and name:
            chosen.append(Part(role, None, name, knows_register=sees))
        elif what.isascii() and what.isdigit() and int(what) in names:
            chosen.append(Part(role, int(what), names[int(what)]))
    return chosen


def _in_order(parts: Iterable[Part]) -> list[Chosen]:
    order = {role.value: place for place, role in enumerate(PartRole)}
    rows = sorted(parts, key=lambda part: (order[part.role], part.name.casefold()))
    return [Chosen(part, part.name if part.key is not None else _new(part.name)) for part in rows]


def _new(name: str) -> str:
    return gettext("%(name)s (new)") % {"name": name}
