"""Many activities at once for the tests of the portal, written in bulk."""

from datetime import date, timedelta

from activities.enums import Kind, Status
from activities.models import Activity, Assessment, EffectLevel, Evidence, Headcount, StabilityStep
from arena.models import Arena, Side, Theme
from indicators.models import Indicator
from tests.factories import IndicatorFactory, OrganisationFactory, OrganisationPartFactory, TargetFactory, ThemeFactory

FIRST = date(2024, 1, 1)


def fill(arena: Arena, n: int) -> list[Activity]:
    """`n` held activities of every sort: sides (none, one, both), themes, ratings (none, half, whole, two), people."""
    sides = list(Side.objects.filter(arena=arena).order_by("position"))
    theme = Theme.objects.filter(arena=arena).first() or ThemeFactory(arena=arena, key="loops", name_en="Loops")
    activities = Activity.objects.bulk_create(
        Activity(
            arena=arena,
            title=f"Aktivitet {index} <b>å</b>",
            language="sv",
            status=Status.HELD,
            kind=Kind.DEMONSTRATION if index % 5 == 0 else Kind.WORKSHOP,
            first_on=FIRST + timedelta(days=index % 300),
            last_on=FIRST + timedelta(days=index % 300),
            precision="day",
        )
        for index in range(n)
    )
    on_side, on_theme = Activity.sides.through, Activity.themes.through
    on_side.objects.bulk_create(
        on_side(activity=activity, side=side)
        for index, activity in enumerate(activities)
        for side in ([], sides[:1], sides[1:2], sides[:2])[index % 4]
    )
    on_theme.objects.bulk_create(on_theme(activity=activity, theme=theme) for activity in activities[::3])
    Assessment.objects.bulk_create(_ratings(arena, activities))
    Headcount.objects.bulk_create(
        Headcount(activity=activity, channel="room", attended=index)
        for index, activity in enumerate(activities)
        if index % 3
    )
    Evidence.objects.bulk_create(
        Evidence(activity=activity, title="Report", url="https://example.org/r") for activity in activities[::10]
    )
    return activities


def _ratings(arena: Arena, activities: list[Activity]) -> list[Assessment]:
    levels = list(EffectLevel.objects.filter(arena=arena).order_by("number"))
    steps = list(StabilityStep.objects.filter(arena=arena).order_by("number"))
    ratings = []
    for index, activity in enumerate(activities):
        if index % 7 == 0:
            continue
        level, step = levels[index % 3], None if index % 11 == 0 else steps[index % 5]
        if index % 13 == 0:
            ratings.append(
                Assessment(activity=activity, level=levels[0], stability=steps[0], is_observed=False, rated_on=FIRST)
            )
        ratings.append(
            Assessment(
                activity=activity,
                level=level,
                stability=step,
                is_observed=index % 2 == 0,
                rated_on=FIRST + timedelta(days=index % 300),
            )
        )
    return ratings


def with_indicators(arena: Arena, n: int = 2) -> list[Indicator]:
    """The two counting rules with targets, and `n` supported companies."""
    demonstrations = IndicatorFactory(arena=arena, code="demos", rule="demonstrations", name_en="Test projects")
    companies = IndicatorFactory(arena=arena, code="firms", rule="supported_enterprises", name_en="Companies")
    TargetFactory(indicator=demonstrations, value=8)
    for activity in arena.activities.all()[:n]:
        OrganisationPartFactory(activity=activity, organisation=OrganisationFactory(arena=arena))
    return [demonstrations, companies]
