"""Writing synonyms: what an arena starts with, and what makes a group one."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from arena.models import Arena, SynonymGroup
from core.errors import RuleBroken
from core.log import log
from core.stems import words

# What a search reads each time must stay small.
MOST_GROUPS: Final = 500


@transaction.atomic
def add_synonyms(*, arena: Arena, groups: Iterable[Mapping[str, str]], actor: User | None) -> int:
    """Writes groups as a file gives them (columns of `SynonymGroup`); logs them once, with the arena."""
    rows = [SynonymGroup(arena=arena, **group) for group in groups]
    for row in rows:
        row.full_clean()
    SynonymGroup.objects.bulk_create(rows)
    if rows:
        log("add_synonyms", arena, actor=actor, tenant=arena.pk, after={"groups": len(rows)})
    return len(rows)


def check_synonyms(group: SynonymGroup) -> None:
    """Refuses `synonyms.two_needed`: one word alone means nothing more; and `synonyms.too_many` in one arena."""
    if len(_different(group)) < 2:
        message = _("Write at least two words or phrases that mean the same.")
        raise RuleBroken("synonyms.two_needed", message, field=f"words_{settings.LANGUAGES[0][0]}")
    if group.pk is None and group.arena.synonym_groups.count() >= MOST_GROUPS:
        message = gettext("An arena has at most %(number)s groups of synonyms.") % {"number": MOST_GROUPS}
        raise RuleBroken("synonyms.too_many", message)


def _different(group: SynonymGroup) -> set[tuple[str, ...]]:
    columns = (f"{name}_{code}" for name in ("words", "wider") for code, _name in settings.LANGUAGES)
    lines = (line for column in columns for line in (getattr(group, column) or "").splitlines())
    return {tuple(word.plain for word in words(line)) for line in lines}
