"""Writes the frame of the made-up arena: the arena, sides, periods, themes, priorities, scales, indicators."""

from decimal import Decimal
from typing import Any

from activities.models import EffectLevel, StabilityStep
from arena.actions.organisations import add_organisation
from arena.actions.synonyms import add_synonyms
from arena.enums import IndustryVersion, Visibility
from arena.models import Arena, Municipality, Organisation, Period, Priority, Region, Side, Theme
from core.log import log
from indicators.models import Indicator, Target
from portal.demo.calendar import HalfYear
from portal.demo.script import INDICATORS, ORGANISATIONS, PRIORITIES, THEMES, Script, several
from portal.loading.geography import NUTS_VERSION
from portal.loading.tables import Row
from portal.loading.words import LANGUAGES

HALVES = {
    1: {"sv": "januari–juni {year}", "nb": "januar–juni {year}", "en": "January–June {year}"},
    7: {"sv": "juli–december {year}", "nb": "juli–desember {year}", "en": "July–December {year}"},
}


def write_arena(script: Script, periods: list[HalfYear]) -> Arena:
    """The arena itself, marked as sample data for good."""
    facts = script.arena
    texts = {f"{name}_{lang}": facts[name][lang] for name in ("name", "tagline", "description") for lang in LANGUAGES}
    arena = Arena(
        slug=facts["slug"],
        source=facts["source"],
        started_on=periods[0].first,
        ended_on=periods[-1].last,
        visibility=Visibility.PUBLIC,
        open_working_figures=True,
        is_sample=True,
        **texts,
    )
    arena.full_clean()
    arena.save()
    log("make_sample_arena", arena, actor=None, tenant=arena.pk)
    add_synonyms(arena=arena, groups=script.synonyms, actor=None)
    for period in periods:
        label = {
            f"label_{lang}": text.format(year=period.first.year) for lang, text in HALVES[period.first.month].items()
        }
        Period.objects.create(arena=arena, starts_on=period.first, ends_on=period.last, **label)
    return arena


def write_sides(arena: Arena, script: Script) -> dict[str, Side]:
    """The two sides with their regions, by code."""
    sides = {}
    for facts in script.arena["sides"]:
        names = {f"name_{lang}": facts["name"][lang] for lang in LANGUAGES}
        side = Side.objects.create(
            arena=arena, code=facts["code"], mark=facts["mark"], position=facts["position"], **names
        )
        side.regions.set(Region.objects.filter(version=NUTS_VERSION, code__in=facts["regions"]))
        sides[side.code] = side
    return sides


def write_themes(arena: Arena, script: Script, sides: dict[str, Side]) -> dict[str, Theme]:
    """Themes by key, and the priorities that hold them."""
    themes = {}
    for place, row in enumerate(script[THEMES], start=1):
        texts = _texts(row, "name", "definition")
        themes[row["key"]] = Theme.objects.create(arena=arena, key=row["key"], position=place, **texts)
    for row in script[PRIORITIES]:
        priority = Priority.objects.create(arena=arena, key=row["key"], side=sides[row["side"]], **_texts(row, "name"))
        priority.themes.set([themes[key] for key in several(row["themes"])])
    return themes


def write_scales(arena: Arena, script: Script) -> tuple[dict[int, EffectLevel], dict[int, StabilityStep]]:
    """Both scales with their default steps, by number."""
    models: dict[str, Any] = {"effect_level": EffectLevel, "stability_step": StabilityStep}
    levels, steps = (
        {one.key[0]: model.objects.create(arena=arena, number=one.key[0], **one.fields) for one in script.scales[scale]}
        for scale, model in models.items()
    )
    return levels, steps


def write_indicators(arena: Arena, script: Script, sides: dict[str, Side]) -> None:
    """Indicators with their targets; an empty target is unknown and has no row."""
    for place, row in enumerate(script[INDICATORS], start=1):
        texts = _texts(row, "name", "unit", "explanation")
        indicator = Indicator.objects.create(arena=arena, code=row["code"], rule=row["rule"], position=place, **texts)
        for column, side in (("target", None), ("target_no", sides["NO"]), ("target_se", sides["SE"])):
            if row[column]:
                Target.objects.create(indicator=indicator, side=side, value=Decimal(row[column]))


def write_organisations(
    arena: Arena, script: Script, sides: dict[str, Side], towns: dict[str, Municipality]
) -> dict[str, Organisation]:
    """Invented organisations by name. All are provisional: any valid number could belong to a real one."""
    return {
        row["name"]: add_organisation(
            arena=arena,
            actor=None,
            name=row["name"],
            country=row["side"],
            sides=[sides[row["side"]]],
            helix=row["helix"],
            is_enterprise=row["helix"] == "business",
            municipality=towns[row["municipality"]],
            size=row["size"],
            industry_code=row["industry_code"],
            industry_version=IndustryVersion.REV_2 if row["industry_code"] else "",
        )
        for row in script[ORGANISATIONS]
    }


def _texts(row: Row, *names: str) -> dict[str, str]:
    return {f"{name}_{lang}": row[f"{name}_{lang}"] for name in names for lang in LANGUAGES}
