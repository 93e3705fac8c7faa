"""What points to a row, in any app, and the gaps between periods."""

from datetime import date

from arena import queries
from arena.models import Organisation, Period
from teams.models import Membership
from tests.factories import ActivityFactory, AssessmentFactory, IndicatorFactory, TargetFactory


def found(row) -> dict[str, tuple[int, bool]]:
    return {use.label: (use.count, use.is_part) for use in queries.uses_of(row)}


def test_links_of_every_kind_are_counted_in_one_query(cast, django_assert_num_queries):
    row = Organisation.objects.create(arena=cast.arena, name="One")
    Organisation.objects.create(arena=cast.arena, name="Merged", merged_into=row, canonical=row)
    for name in ("a", "b"):
        row.aliases.create(name=name)
    cast.team.anchor = row
    cast.team.save()
    Membership.objects.create(team=cast.team, organisation=row, started_on=date(2024, 1, 1))
    unrelated = Organisation.objects.create(arena=cast.arena, name="Two")
    unrelated.aliases.create(name="c")

    with django_assert_num_queries(1):
        uses = found(row)

    assert uses == {
        "aliases": (2, True),
        "organisations": (1, False),
        "teams": (1, False),
        "memberships": (1, False),
    }


def test_links_without_a_way_back_and_links_of_many_count(cast):
    rating = AssessmentFactory(activity=ActivityFactory(arena=cast.arena))
    rating.activity.sides.add(cast.sweden)

    assert found(rating.level) == {"ratings": (1, False)}
    assert found(cast.sweden)["activities"] == (1, False)


def test_what_goes_with_a_row_is_a_part(cast):
    indicator = IndicatorFactory(arena=cast.arena)
    TargetFactory(indicator=indicator)

    assert found(indicator) == {"targets": (1, True)}


def test_gaps_between_periods():
    periods = [
        Period(starts_on=date(2025, 2, 1), ends_on=date(2025, 6, 30)),
        Period(starts_on=date(2024, 1, 1), ends_on=date(2024, 6, 30)),
        Period(starts_on=date(2024, 7, 1), ends_on=date(2024, 12, 31)),
    ]

    assert queries.days_without_period(periods) == [(date(2025, 1, 1), date(2025, 1, 31))]
    assert queries.days_without_period([]) == []
