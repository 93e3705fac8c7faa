"""`generate_demo`: a made-up arena, the same for the same seed and day."""

from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from accounts.models import User
from activities.checks import due_on
from activities.enums import Precision, Status
from activities.models import Activity, Assessment, Evidence, Hypothesis, NotKnownYet
from activities.queries import with_latest_rating
from activities.rating_reading import Outcome, read_ratings
from activities.views.rated import given
from arena.actions.mergers import merge_organisations
from arena.look_alikes import scored_pairs
from arena.models import Arena, Municipality, Organisation
from core.models import LogEntry
from indicators.queries import figures_of, supported_enterprise_units
from portal.demo.calendar import half_years_around, months_after
from portal.demo.generate import AlreadyThere, content_hash, generate_demo
from teams.enums import Stage
from teams.models import Membership

DATA = settings.BASE_DIR / "data"
ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def generated(django_db_setup, django_db_blocker):
    """The arena is made once for this file, beside a real one; each test undoes its own changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_arena", DATA / "smice", stdout=StringIO())
        before = _rows_outside_demo()
        generate_demo(data=DATA, seed=7, on=ON)
        yield before
        transaction.set_rollback(True)


@pytest.fixture
def demo(generated, db) -> Arena:
    return Arena.objects.get(slug="demo")


def _rows_outside_demo() -> dict[str, int]:
    """How many rows belong to arenas other than the made-up one, by model."""
    counts = {}
    for model in apps.get_models():
        if "arena" in {field.name for field in model._meta.fields}:
            counts[model._meta.label] = model.objects.exclude(arena__slug="demo").count()
    return counts


def shares(demo: Arena) -> dict[str, list[int]]:
    """How many rated activities each side alone has on levels 1, 2 and 3; joint ones under their own name."""
    counted = {"NO": [0, 0, 0], "SE": [0, 0, 0], "NO+SE": [0, 0, 0], "": [0, 0, 0]}
    for row in with_latest_rating(demo.activities.all()).prefetch_related("sides"):
        if row.level_number:
            counted["+".join(side.code for side in row.sides.all())][row.level_number - 1] += 1
    return counted


def test_demo_says_that_it_is_sample_data(demo):
    assert demo.is_sample
    assert demo.open_working_figures
    assert demo.visibility == "public"
    assert (demo.funding_statement, demo.emblem) == ("", "")


def test_demo_tells_three_years_in_half_years(demo):
    periods = list(demo.periods.all())

    assert len(periods) == 6
    assert (demo.started_on, demo.ended_on) == (date(2024, 7, 1), date(2027, 6, 30))
    assert [period.starts_on for period in periods][:2] == [date(2024, 7, 1), date(2025, 1, 1)]
    assert demo.activities.filter(first_on__lt=demo.started_on).count() == 0
    assert 100 <= demo.activities.count() <= 150


def test_map_tells_the_story_of_the_report(demo):
    counted = shares(demo)

    assert counted["NO"][2] >= 0.6 * sum(counted["NO"])
    assert sum(counted["SE"][:2]) >= 0.6 * sum(counted["SE"])
    assert sum(counted["NO+SE"]) >= 20


def test_activities_are_of_every_sort(demo):
    statuses = set(demo.activities.values_list("status", flat=True))

    assert statuses == {Status.DRAFT, Status.PLANNED, Status.HELD, Status.CANCELLED}
    assert set(demo.activities.values_list("precision", flat=True)) == {
        Precision.DAY,
        Precision.MONTH,
        Precision.YEAR,
        Precision.UNKNOWN,
    }
    assert not demo.activities.filter(status=Status.HELD, first_on__gt=ON).exists()
    assert not demo.activities.filter(status=Status.PLANNED, first_on__lte=ON).exists()
    assert demo.activities.filter(status=Status.HELD, headcounts=None).exists()
    assert demo.activities.filter(headcounts__attended=0).count() == 1
    assert demo.activities.filter(status=Status.HELD, sides=None).count() == 1


def test_ratings_have_a_history(demo):
    ratings = Assessment.objects.filter(activity__arena=demo)

    assert ratings.filter(is_observed=False).exists()
    assert max(activity.assessments.count() for activity in demo.activities.all()) >= 3
    assert not ratings.filter(rated_on__gt=ON).exists()


def test_figures_are_near_their_targets_and_open_to_rows(demo):
    companies, demonstrations, institutes = figures_of(demo)

    assert 30 <= companies.achieved <= 60
    assert companies.target == 60
    assert companies.figure.on_more_sides > 0
    assert companies.figure.not_counted > 0
    assert companies.figure.unverified == companies.achieved
    assert (demonstrations.achieved, demonstrations.target) == (7, 8)
    assert demonstrations.figure.not_counted >= 2
    assert (institutes.achieved, institutes.target) == (None, 6)


def test_teams_stand_on_every_stage_and_people_come_and_go(demo):
    stays = Membership.objects.filter(team__arena=demo)

    assert 20 <= demo.teams.count() <= 25
    assert set(demo.teams.values_list("stage", flat=True)) == set(Stage.values)
    assert stays.filter(ended_on__isnull=False).count() > 10
    assert not stays.filter(started_on__gt=ON).exists()
    assert demo.teams.get(stage=Stage.ENDED).memberships.active_on(ON).count() == 0


def test_everything_was_written_by_actions(demo):
    logged = set(LogEntry.objects.filter(tenant=demo.pk).values_list("verb", flat=True))

    assert {
        "log_activity",
        "change_activity",
        "rate_activity",
        "add_evidence",
        "start_team",
        "join_team",
        "leave_team",
        "add_organisation",
    } <= logged
    assert LogEntry.objects.filter(tenant=demo.pk, verb="log_activity").count() == demo.activities.count()


def test_people_are_invented_and_cannot_sign_in(demo):
    people = User.objects.filter(memberships__team__arena=demo).distinct()

    assert people.count() > 80
    assert all(person.email.endswith("@demo.invalid") and not person.is_active for person in people)
    assert not any(person.has_usable_password() for person in people)
    assert not any(Client().login(username=person.email, password="") for person in people[:3])
    assert mail.outbox == []


def test_organisations_have_no_number_and_real_municipalities(demo):
    assert not demo.organisations.exclude(number="").exists()
    assert not demo.organisations.filter(municipality=None).exists()
    assert Municipality.objects.filter(activity__arena=demo).exists()
    assert all(url.startswith("https://example.org/") for url in Evidence.objects.values_list("url", flat=True))


def test_one_enterprise_stands_twice_so_that_there_is_something_to_merge(demo):
    pairs = [pair[:2] for pair in scored_pairs(demo)]
    first, second = sorted(demo.organisations.filter(name__startswith="Fossegrimens"), key=lambda row: row.pk)
    before = {unit.key for unit in supported_enterprise_units(demo) if unit.counts}

    merge_organisations(arena=demo, kept=(first.pk, 1), merged=(second.pk, 1), reason="border", actor=None)

    after = {unit.key for unit in supported_enterprise_units(demo) if unit.counts}
    assert (first.pk, second.pk) in pairs
    assert {first.country, second.country} == {"NO", "SE"}
    assert before - after == {second.pk}
    assert first.pk in after


def test_organisations_have_sizes_industries_and_regions_and_some_are_unknown(demo):
    companies = demo.organisations.filter(helix="business")

    assert set(companies.values_list("size", flat=True)) >= {"", "micro", "small"}
    assert companies.filter(industry_code="").exists()
    assert companies.exclude(industry_code="").exclude(industry_version="2").count() == 0
    assert not demo.organisations.filter(region=None).exists()


def test_no_sample_row_is_in_a_real_arena(demo, generated):
    assert _rows_outside_demo() == generated
    real = Activity.objects.exclude(arena=demo)
    assert not real.filter(logged_by__email__endswith=".invalid").exists()
    assert not Membership.objects.exclude(team__arena=demo).filter(user__email__endswith=".invalid").exists()
    names = set(demo.organisations.values_list("name", flat=True))
    assert not Organisation.objects.exclude(arena=demo).filter(name__in=names).exists()


def test_links_stay_inside_the_arena(demo):
    for activity in demo.activities.prefetch_related("sides", "themes", "organisation_parts__organisation"):
        rows = [*activity.sides.all(), *activity.themes.all()]
        rows += [part.organisation for part in activity.organisation_parts.all()]
        rows += [activity.team] if activity.team else []
        assert {row.arena_id for row in rows} <= {demo.pk}


def test_same_seed_and_day_give_the_same_content(demo):
    first = content_hash(demo)
    with transaction.atomic():
        demo.slug = "demo-before"
        demo.save()
        again = generate_demo(data=DATA, seed=7, on=ON)
        demo.slug = "demo"
        assert content_hash(again) == first
        transaction.set_rollback(True)


def test_real_arena_at_the_address_is_never_filled(demo):
    Arena.objects.filter(pk=demo.pk).update(is_sample=False)
    before = (LogEntry.objects.count(), User.objects.count())

    with pytest.raises(AlreadyThere):
        generate_demo(data=DATA, seed=7, on=ON)
    with pytest.raises(CommandError):
        call_command("generate_demo", stdout=StringIO())

    assert (LogEntry.objects.count(), User.objects.count()) == before


def test_if_missing_does_nothing_when_there(demo, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        call_command("generate_demo", if_missing=True, stdout=StringIO())


def test_half_years_lie_around_the_day():
    around = half_years_around(date(2027, 1, 1))

    assert [period.first for period in around] == [
        date(2025, 1, 1),
        date(2025, 7, 1),
        date(2026, 1, 1),
        date(2026, 7, 1),
        date(2027, 1, 1),
        date(2027, 7, 1),
    ]
    assert around[-1].last == date(2027, 12, 31)
    assert months_after(date(2025, 1, 1), 13.5) == date(2026, 2, 16)


def test_raters_differ_and_expectations_meet_what_was_seen(demo):
    readings = [
        read_ratings([given(rating) for rating in activity.assessments.all()])
        for activity in demo.activities.prefetch_related("assessments__level", "assessments__stability")
    ]

    assert sum(reading.they_differ for reading in readings) >= 3
    outcomes = {reading.expectation.outcome for reading in readings if reading.expectation}
    assert {Outcome.CAME_TRUE, Outcome.FELL_SHORT, Outcome.NOT_KNOWN} <= outcomes


def test_checks_are_due_some_were_left_open_and_hypotheses_are_looked_back_at(demo):
    assert demo.activities.filter(due_on(ON)).count() >= 5
    assert NotKnownYet.objects.filter(activity__arena=demo, said_on__lt=ON).count() == 2
    hypotheses = Hypothesis.objects.filter(activity__arena=demo)
    assert hypotheses.count() == 6
    assert hypotheses.filter(revisits__isnull=False).count() >= 3
