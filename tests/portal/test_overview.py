import gzip
import re
from datetime import date

import pytest

from activities.models import Activity
from arena.models import Arena
from core.models import Mail
from tests.conftest import build_cast
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    TargetFactory,
    TeamFactory,
)
from tests.portal.sample import fill, with_indicators

HOME = "/en/a/one/"


def rated(cast, level, step, *sides, n=1, **fields):
    for _ in range(n):
        activity = ActivityFactory(arena=cast.arena, **fields)
        activity.sides.set(sides)
        AssessmentFactory(
            activity=activity,
            level=cast.arena.effect_levels.get(number=level),
            stability=cast.arena.stability_steps.get(number=step),
        )
    return activity


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_overview_says_how_the_countries_lean_and_what_that_asks(cast, client):
    rated(cast, 3, 4, cast.norway, n=4)
    rated(cast, 1, 1, cast.norway)
    rated(cast, 1, 2, cast.sweden, n=5, title="Bytesdag")

    page = text(client.get(HOME))

    assert "<h1>Is the change lasting?</h1>" in page
    assert "10 activities in Norway and Sweden, placed by what they change" in page
    assert "Norway: 4 of 5 activities are on level 3. Sweden: 5 of 5 are on levels 1 and 2." in page
    assert "Norway: win acceptance" in page
    assert "Sweden: lift what works" in page
    assert page.count('class="mk side-1"') > 0


def test_overview_never_judges_a_country_with_four_activities(cast, client):
    rated(cast, 3, 4, cast.norway, n=4)

    page = text(client.get(HOME))

    assert "4 activities on one level" in page
    assert "Norway: rate more activities" in page
    assert "win acceptance" not in page


def test_overview_of_an_arena_where_nothing_is_rated_says_so_kindly(cast, client):
    for _ in range(30):
        ActivityFactory(arena=cast.arena, status="unknown")

    page = text(client.get(HOME))

    assert "No activity has been rated yet. 30 wait to be rated." in page
    assert "How the map fills up" in page
    assert "Nothing on level 3 yet" in re.sub(r"(<[^>]*>|\s)+", " ", page)  # the words may break into lines
    assert "What the map asks of us" not in page


def test_overview_of_an_empty_arena_has_its_empty_states(cast, client):
    cast.team.memberships.all().delete()
    cast.team.delete()

    page = text(client.get(HOME))

    assert "Nothing has been logged yet" in page
    assert "No teams yet" in page
    assert "Nothing logged yet. Log the first activity." in page
    assert "<h2>Indicators</h2>" not in page


def test_overview_of_an_arena_without_scales_still_opens(cast, client):
    cast.arena.effect_levels.all().delete()
    ActivityFactory(arena=cast.arena, title="Repair evening")

    page = text(client.get(HOME))

    assert "The map has no scales yet" in page
    assert "Repair evening" in page


def test_overview_does_not_show_an_unknown_stage_as_zero(cast, client):
    cast.team.stage = ""
    cast.team.save()

    page = text(client.get(HOME))

    assert "The stage of 1 team is not known." in page
    assert 'class="stages"' not in page


def test_overview_counts_the_teams_per_stage(cast, client):
    TeamFactory(arena=cast.arena, stage="self_standing", name="Vågen")
    TeamFactory(arena=cast.arena, stage="", name="Okänd")

    page = text(client.get(HOME))

    assert "3 teams. 1 stands on its own feet." in page
    assert "Stage known for 2 of 3 teams. The others are not counted here." in page
    assert "<b>1</b>Self-standing" in page
    assert "<b>0</b>Seed" in page


def test_overview_log_leaves_out_drafts_and_what_lies_ahead(cast, client):
    ActivityFactory(arena=cast.arena, title="Held meeting")
    ActivityFactory(arena=cast.arena, title="Secret draft", status="draft")
    ActivityFactory(arena=cast.arena, title="Next summer", status="planned", first_on=date(2090, 1, 1))

    page = text(client.get(HOME))

    assert "Held meeting" in page
    assert "Secret draft" not in page
    assert "Next summer" not in page


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("anonymous", False),
        ("outsider", False),
        ("funder", False),
        ("former_member", False),
        ("member", True),
        ("reference", True),
        ("auditor", True),
        ("broker", True),
        ("coordinator", True),
        ("lead", True),
    ],
)
def test_overview_shows_preliminary_figures_to_those_who_may_see_them(cast, as_person, name, sees):
    with_indicators(cast.arena)
    activity = ActivityFactory(arena=cast.arena, kind="demonstration")
    EvidenceFactory(activity=activity)

    page = text(as_person(cast.person(name)).get(HOME))

    assert ("Preliminary figures" in page) is sees
    assert ("of 8" in page) is sees
    assert ("Shown when the period is locked" in page) is not sees


def test_overview_of_an_open_arena_shows_preliminary_figures_to_everyone(db, client):
    build_cast(open_working_figures=True)
    with_indicators(Arena.objects.get(slug="one"))

    assert "Preliminary figures" in text(client.get(HOME))


def test_overview_says_not_reported_for_a_figure_nobody_knows(cast, as_person):
    TargetFactory(indicator=IndicatorFactory(arena=cast.arena, code="old", log_is_complete=False))

    page = text(as_person(cast.lead).get(HOME))

    assert re.search(r"Not reported(<[^>]*>|[\s·])*target 8", page)
    assert "<b>0</b>" not in page.split("<h2>Indicators</h2>")[1].split("</section>")[0]


def test_overview_invites_visitors_and_reminds_those_who_work_here(cast, as_person):
    with_indicators(cast.arena, n=0)
    ActivityFactory(arena=cast.arena, status="draft", logged_by=cast.member, title="My draft")
    ActivityFactory(arena=cast.arena, logged_by=cast.member)
    ActivityFactory(arena=cast.arena, kind="demonstration", logged_by=cast.member)

    visitor, member = text(as_person().get(HOME)), text(as_person(cast.member).get(HOME))

    assert "Join a team" in visitor
    assert "For you today" not in visitor
    assert "Join a team" not in member
    assert '<b>1</b><a href="/en/a/one/today/?what=draft">Draft to finish</a>' in member
    assert "<b>2</b>" in member
    assert "Activities without a rating" in member
    assert "Test project without evidence" in member


def test_overview_reminds_a_coordinator_of_the_own_country_only(cast, as_person):
    ActivityFactory(arena=cast.arena).sides.add(cast.sweden)
    ActivityFactory(arena=cast.arena).sides.add(cast.norway)
    ActivityFactory(arena=cast.arena, status="draft", logged_by=cast.lead)

    page = text(as_person(cast.coordinator).get(HOME))

    assert "Activity without a rating" in page
    assert "to finish" not in page


def test_overview_has_nothing_for_somebody_who_logged_nothing(cast, as_person):
    ActivityFactory(arena=cast.arena)

    assert "Nothing waits for you here." in text(as_person(cast.outsider).get(HOME))


@pytest.mark.parametrize(("name", "is_told"), [("coordinator", True), ("lead", True), ("broker", False)])
def test_overview_tells_those_who_run_the_arena_of_emails_that_were_not_sent(cast, as_person, name, is_told):
    for number in range(2):
        Mail.objects.create(
            key=str(number), address="a@example.org", purpose="tests", subject="s", state="failed", tenant=cast.arena.pk
        )

    page = as_person(cast.person(name)).get(HOME).content.decode()

    assert ('<b>2</b><a href="/en/a/one/jobs/?show=mails">Emails that were not sent</a>' in page) == is_told


@pytest.mark.parametrize("name", ["anonymous", "outsider"])
def test_closed_arena_is_not_found(closed_cast, as_person, name):
    assert as_person(closed_cast.person(name)).get(HOME).status_code == 404
    assert as_person(closed_cast.funder).get(HOME).status_code == 200


def test_overview_refuses_to_be_posted_to(cast, client):
    assert client.post(HOME).status_code == 405


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_overview_opens_in_every_language(cast, client, language):
    fill(cast.arena, 40)

    page = text(client.get(f"/{language}/a/one/"))

    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize("n", [20, 200])
def test_overview_asks_the_same_however_much_is_logged(db, client, as_person, django_assert_num_queries, n):
    cast = build_cast(open_working_figures=True)
    fill(cast.arena, n)
    with_indicators(cast.arena, n=5)

    with django_assert_num_queries(11):
        page = client.get(HOME).content
    member = as_person(cast.member)
    with django_assert_num_queries(16):
        member.get(HOME)

    assert Activity.objects.count() == n
    assert len(gzip.compress(page)) < 100_000
