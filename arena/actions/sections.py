"""Writing the frame of an arena: one row of a settings section added, changed or removed, and the rules of each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from accounts.models import User
from arena.models import Arena, Period, Priority, Side
from arena.queries import uses_of
from core.errors import RuleBroken
from core.log import log
from core.text import fold
from core.writes import lock_marked

Rule = Callable[[Any], None]


def anything_goes(row: Any) -> None:
    """The rule of a section without one."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a form says about a row: its columns, its links to other rows, and `parts`, which writes rows of its own.

    `rule` sees the row as it would be and raises RuleBroken.
    """

    columns: Mapping[str, Any]
    links: Mapping[str, Iterable[models.Model]] = field(default_factory=dict)
    parts: Rule = anything_goes
    rule: Rule = anything_goes

    @property
    def names(self) -> tuple[str, ...]:
        """Everything by which a page can be out of date."""
        return (*self.columns, *self.links)


def lock_arena(arena: Arena) -> None:
    """Lets one person at a time change the arena's frame, so that rules about several rows hold."""
    Arena.objects.select_for_update(of=("self",)).get(pk=arena.pk)


@transaction.atomic
def add_row[Row: models.Model](row: Row, *, arena: Arena, contents: Contents, actor: User | None) -> Row:
    """Writes `row`, new and of this arena, with its contents. Refuses what its rule refuses."""
    lock_arena(arena)
    for name, value in contents.columns.items():
        setattr(row, name, value)
    contents.rule(row)
    row.full_clean()
    row.save()
    for name, others in contents.links.items():
        getattr(row, name).set(others)
    contents.parts(row)
    log(f"add_{row._meta.model_name}", row, actor=actor, tenant=arena.pk)
    return row


@transaction.atomic
def change_row[Row: models.Model](
    rows: models.QuerySet[Row], *, arena: Arena, key: int, mark: str, contents: Contents, actor: User | None
) -> Row:
    """Writes the contents over the row with `key` that a page with `mark` was made from; logs what changed by name.

    Refuses a stale page with `StaleVersion`, and what the rule refuses.
    """
    lock_arena(arena)
    row = lock_marked(rows.order_by(), key=key, names=contents.names, mark=mark)
    changed = [name for name, value in contents.columns.items() if _plain(getattr(row, name)) != _plain(value)]
    for name, value in contents.columns.items():
        setattr(row, name, value)
    contents.rule(row)
    row.full_clean()
    row.save()
    for name, others in contents.links.items():
        wanted = {other.pk for other in others}
        if set(getattr(row, name).values_list("pk", flat=True)) != wanted:
            changed.append(name)
            getattr(row, name).set(wanted)
    contents.parts(row)
    log(f"change_{row._meta.model_name}", row, actor=actor, tenant=arena.pk, fields=changed)
    return row


def _plain(value: Any) -> Any:
    """A text nobody has written in a language may be NULL: that is the same as empty."""
    return "" if value is None else value


@transaction.atomic
def remove_row[Row: models.Model](
    rows: models.QuerySet[Row], *, arena: Arena, key: int, rule: Rule = anything_goes, actor: User | None
) -> None:
    """Deletes a row and its own parts. Refuses `settings.in_use` while anything else points to it."""
    lock_arena(arena)
    row = rows.order_by().select_for_update(of=("self",)).get(pk=key)
    rule(row)
    if in_the_way := {use.label: use.count for use in uses_of(row) if not use.is_part}:
        message = gettext("This is in use and cannot be removed.")
        raise RuleBroken("settings.in_use", message, details=in_the_way)
    rows.model._base_manager.filter(pk=key).delete()
    log(f"remove_{row._meta.model_name}", row, actor=actor, tenant=arena.pk)


def free_key(taken: Iterable[str], name: str, max_length: int) -> str:
    """An address made of `name` that is not among `taken`: it stays when the name changes."""
    used = set(taken)
    stem = slugify(fold(name))[: max_length - 4].strip("-") or "row"
    number, key = 1, stem
    while key in used:
        number += 1
        key = f"{stem}-{number}"
    return key


def check_side(side: Side) -> None:
    """Country code, shape and position stand once in an arena; regions lie in the country."""
    others = list(side.arena.sides.exclude(pk=side.pk))
    if any(other.code == side.code for other in others):
        raise RuleBroken("side.code_taken", gettext("This country is already in the arena."), field="code")
    for name, message in (
        ("mark", gettext("%(country)s has this shape already. Choose another one.")),
        ("position", gettext("%(country)s has this position already. Choose another one.")),
    ):
        same = next((other for other in others if getattr(other, name) == getattr(side, name)), None)
        if same is not None:
            raise RuleBroken(f"side.{name}_taken", message % {"country": same.name}, field=name)


def check_last_sides(side: Side) -> None:
    """Refuses `side.two_needed`: an arena works over a border."""
    if side.arena.sides.count() <= 2:
        raise RuleBroken("side.two_needed", gettext("An arena has at least two countries."))


def check_period(period: Period) -> None:
    """The last day does not come before the first, and no day belongs to two periods of the arena."""
    if period.ends_on < period.starts_on:
        message = gettext("The last day cannot come before the first.")
        raise RuleBroken("period.ends_before_start", message, field="ends_on")
    same_days = period.arena.periods.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    overlapping = same_days.exclude(pk=period.pk).first()
    if overlapping is not None:
        message = gettext("Some of these days belong to “%(period)s” already.") % {"period": overlapping.label}
        raise RuleBroken("period.overlap", message, field="starts_on")


def check_priority(priority: Priority) -> None:
    """Two countries may share a priority's address; within one country it stands once."""
    same = priority.arena.priorities.filter(key=priority.key, side=priority.side).exclude(pk=priority.pk)
    if same.exists():
        message = gettext("This country has a priority with the same name.")
        raise RuleBroken("priority.taken", message, field="side")
