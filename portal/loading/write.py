"""Writes a plan in one transaction. What people logged has no key of a source and is never touched."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from activities.models import Activity, EffectLevel, StabilityStep
from arena.actions.organisations import add_organisation, keep_former_name
from arena.actions.synonyms import add_synonyms
from arena.models import Arena, Organisation, OrganisationAlias, Period, Priority, Region, Side, StatedDate, Theme
from core.log import log
from indicators.models import Indicator, Target
from portal.loading.geography import NUTS_VERSION
from portal.loading.plan import ArenaPlan, Wanted
from portal.loading.rows import Ledger, Syncing, problem_of
from portal.loading.shapes import SETTINGS
from portal.loading.tables import NotLoadable, Problem
from teams.actions import start_team
from teams.models import Team


@transaction.atomic
def write_plan(plan: ArenaPlan) -> Ledger:
    """Brings the arena to what the plan wants; raises `NotLoadable` and leaves nothing when a row is refused."""
    ledger = Ledger()
    syncing = _write_arena(plan, ledger)
    sides = _write_frame(syncing, plan)
    _write_content(syncing, plan, sides)
    return ledger


def _write_arena(plan: ArenaPlan, ledger: Ledger) -> Syncing:
    arena = Arena.objects.select_for_update().filter(slug=plan.slug).first()
    try:
        if arena is None:
            arena = Arena(slug=plan.slug, **plan.arena)
            arena.full_clean()
            arena.save()
            Syncing(arena, ledger).note(arena, plan.arena, ledger.added)
            ledger.added["synonymgroup"] += add_synonyms(arena=arena, groups=plan.synonyms, actor=None)
            return Syncing(arena, ledger)
        syncing = Syncing(arena, ledger)
        if arena.is_sample or not syncing.was_loaded(arena):
            reason = f"the arena “{plan.slug}” {'holds sample data' if arena.is_sample else 'was made by people'}"
            raise NotLoadable([Problem(SETTINGS, 0, reason)])
        syncing.change(arena, plan.arena, {}, {})
    except ValidationError as refused:
        raise NotLoadable([problem_of(Wanted((), {}), refused)]) from refused
    return syncing


def _write_frame(syncing: Syncing, plan: ArenaPlan) -> dict[str, Side]:
    """Sides, dates, periods, themes, priorities and scales; gives the sides by code."""
    regions = _regions(plan.sides)
    sides = {row.code: row for row in syncing.rows(Side, ("code",), plan.sides, linked={"regions": regions})}
    syncing.rows(StatedDate, ("kind", "source", "quote_language"), plan.stated_dates)
    syncing.rows(Period, ("starts_on",), plan.periods)
    themes = {row.key: row for row in syncing.rows(Theme, ("key",), plan.themes)}
    priorities = [Wanted((*one.key, sides[one.side]), one.fields, one.links, row=one.row) for one in plan.priorities]
    syncing.rows(Priority, ("key", "side"), priorities, linked={"themes": themes})
    syncing.rows(EffectLevel, ("number",), plan.effect_levels)
    syncing.rows(StabilityStep, ("number",), plan.stability_steps)
    return sides


def _write_content(syncing: Syncing, plan: ArenaPlan, sides: dict[str, Side]) -> None:
    arena, linked = syncing.arena, {"sides": sides}
    add = partial(add_organisation, arena=arena, actor=None, sides=[])
    names = dict(arena.organisations.values_list("pk", "name"))
    organisations = syncing.rows(Organisation, ("key",), plan.organisations, linked=linked, add=add)
    for row in organisations:
        if (before := names.get(row.pk, row.name)) != row.name:
            keep_former_name(row, before, on=None)  # the files do not say when
    _add_aliases(syncing, dict(zip([one.key for one in plan.organisations], organisations, strict=True)), plan)
    start = partial(start_team, arena=arena, actor=None, sides=[])
    syncing.rows(Team, ("slug",), plan.teams, linked=linked, add=start)
    syncing.rows(Activity, ("key",), plan.activities, linked=linked)
    indicators = syncing.rows(Indicator, ("code",), plan.indicators)
    _write_targets(syncing, indicators, plan.indicators)


def _regions(sides: list[Wanted]) -> dict[str, Region]:
    wanted = {code for one in sides for code in one.links["regions"]}
    regions = {row.code: row for row in Region.objects.filter(version=NUTS_VERSION, code__in=wanted)}
    if missing := wanted - regions.keys():
        raise NotLoadable([Problem(SETTINGS, 0, f"no region has the code {', '.join(sorted(missing))}")])
    return regions


def _add_aliases(syncing: Syncing, organisations: dict[tuple[str, ...], Organisation], plan: ArenaPlan) -> None:
    """Other names are only added: people add more of their own."""
    known = OrganisationAlias.objects.filter(organisation__arena=syncing.arena)
    taken = set(known.values_list("organisation_id", "name"))
    new = [
        OrganisationAlias(organisation=organisations[one.key], name=name)
        for one in plan.organisations
        for name in one.aliases
        if (organisations[one.key].pk, name) not in taken
    ]
    OrganisationAlias.objects.bulk_create(new)
    for organisation in {alias.organisation_id: alias.organisation for alias in new}.values():
        log("add_aliases", organisation, actor=None, tenant=syncing.arena.pk, fields=["aliases"])
    if new:
        syncing.ledger.added["organisationalias"] += len(new)


def _write_targets(syncing: Syncing, indicators: list[Indicator], wanted: list[Wanted]) -> None:
    """A target in all for those indicators whose target the source gives; an unknown one has no row."""
    for indicator, one in zip(indicators, wanted, strict=True):
        if one.target is None:
            continue
        target, is_new = Target.objects.get_or_create(
            indicator=indicator, side=None, defaults={"value": one.target, "source": one.fields["source"]}
        )
        if is_new:
            syncing.ledger.added["target"] += 1
        elif target.value != one.target:
            target.value = one.target
            target.save(update_fields=["value"])
            syncing.ledger.changed["target"] += 1
