"""Changing the arena's own settings."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from accounts.models import User
from arena.actions.sections import Contents, change_row
from arena.models import Arena
from core.errors import RuleBroken


def change_arena(*, arena: Arena, mark: str, columns: Mapping[str, Any], actor: User | None) -> Arena:
    """Writes `columns` over the arena a page with version `mark` was made from; logs the names of what changed.

    Refuses a stale page with `StaleVersion`, and `arena.ends_before_start`.
    """
    contents = Contents(columns=columns, rule=_check)
    return change_row(
        Arena.objects.filter(pk=arena.pk), arena=arena, key=arena.pk, mark=mark, contents=contents, actor=actor
    )


def _check(arena: Arena) -> None:
    if arena.started_on and arena.ended_on and arena.ended_on < arena.started_on:
        message = gettext("The last day cannot come before the first.")
        raise RuleBroken("arena.ends_before_start", message, field="ended_on")
