"""One activity's page."""

from datetime import date

import pytest
from django.urls import reverse

from activities.enums import Status
from core.dates import DatePrecision
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    EvidenceFactory,
    HeadcountFactory,
    OrganisationFactory,
    OrganisationPartFactory,
    ThemeFactory,
)


def page_url(activity):
    return reverse("activities:page", args=[activity.arena.slug, activity.pk])


def undated(**more):
    return ActivityFactory(first_on=None, last_on=None, precision=DatePrecision.UNKNOWN, **more)


def test_page_says_what_is_known_and_what_is_not(cast, as_person):
    loaded = undated(
        arena=cast.arena,
        title="ÅSS 2017",
        status=Status.UNKNOWN,
        source_status="held a few times",
        source_kind="event",
        quote="Eksempler: ÅSS 2017",
        note="side not stated",
        source="Final report, 2021",
    )

    text = as_person().get(page_url(loaded)).content.decode()

    for words in (
        '<h1 class="h-2" lang="sv">ÅSS 2017</h1>',
        "Date unknown",
        "Country not stated",
        "Listed as:</span> held a few times",
        "Listed as:</span> event",
        "What the source says",
        '<blockquote class="pre" lang="sv">Eksempler: ÅSS 2017</blockquote>',
        "side not stated",
        "Source: Final report, 2021",
        "Not rated yet",
        "No evidence yet",
        "No team noted",
    ):
        assert words in text
    in_swedish = as_person().get(page_url(loaded).replace("/en/", "/sv/")).content.decode()
    assert '<span lang="en">held a few times</span>' in in_swedish


def test_page_shows_ratings_newest_first_and_raters_only_to_the_arena(cast, as_person, held):
    levels = cast.arena.effect_levels
    AssessmentFactory(activity=held, level=levels.get(number=1), rated_on=date(2024, 3, 2), rater=cast.team_lead)
    AssessmentFactory(
        activity=held, level=levels.get(number=3), rated_on=date(2025, 3, 2), is_observed=False, reason="Ny plan"
    )

    own, public = as_person(cast.member).get(page_url(held)), as_person().get(page_url(held))

    text = public.content.decode()
    assert text.index("3 System") < text.index("1 People")
    assert "Ny plan" in text
    assert "Expected" in text
    assert "Team Lead" in own.content.decode()
    assert "Team Lead" not in text
    assert "Team Lead" not in as_person(cast.outsider).get(page_url(held)).content.decode()


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("lead", True),
        ("coordinator", True),
        ("broker", True),
        ("funder", True),
        ("auditor", True),
        ("reference", False),
        ("member", False),
        ("team_lead", False),
        ("former_member", False),
        ("outsider", False),
        ("anonymous", False),
    ],
)
def test_supported_company_is_named_by_the_rule(cast, as_person, held, person, sees):
    firm = OrganisationFactory(arena=cast.arena, name="Hemliga AB", helix="business")
    OrganisationPartFactory(activity=held, organisation=firm)
    host = OrganisationFactory(arena=cast.arena, name="Öppna föreningen")
    OrganisationPartFactory(activity=held, organisation=host, role="organiser")

    text = as_person(cast.person(person)).get(page_url(held)).content.decode()

    assert ("Hemliga AB" in text) is sees
    assert ("a company (Business)" in text) is not sees
    assert "Öppna föreningen" in text


@pytest.mark.parametrize(
    ("person", "titles_shown", "opens"),
    [
        ("lead", True, True),
        ("coordinator", True, True),
        ("auditor", True, True),
        ("member", True, True),  # added it
        ("team_lead", True, False),
        ("broker", True, False),
        ("reference", True, False),
        ("funder", True, False),
        ("former_member", False, False),
        ("outsider", False, False),
        ("anonymous", False, False),
    ],
)
def test_evidence_by_the_access_table(cast, as_person, held, person, titles_shown, opens):
    EvidenceFactory(activity=held, title="Närvarolista", url="https://example.org/hemlig", added_by=cast.member)

    text = as_person(cast.person(person)).get(page_url(held)).content.decode()

    assert ("Närvarolista" in text) is titles_shown
    assert ("https://example.org/hemlig" in text) is opens
    if not titles_shown:
        assert "1 piece of evidence." in text


def test_open_figures_show_titles_to_everyone_but_no_addresses(cast, as_person, held):
    cast.arena.open_working_figures = True
    cast.arena.save()
    EvidenceFactory(activity=held, title="Närvarolista", url="https://example.org/hemlig")

    text = as_person().get(page_url(held)).content.decode()

    assert "Närvarolista" in text
    assert "https://example.org/hemlig" not in text


def test_headcount_by_channel(cast, as_person, held):
    HeadcountFactory(activity=held, channel="room", attended=10)
    HeadcountFactory(activity=held, channel="remote", attended=8)

    text = as_person().get(page_url(held)).content.decode()

    assert '<span class="num">18</span>' in text
    assert "10 in the room" in text
    assert "8 online" in text


@pytest.mark.parametrize(
    ("person", "may"),
    [("member", True), ("lead", True), ("coordinator", False), ("funder", False), ("anonymous", False)],
)
def test_change_and_rate_are_offered_by_right(cast, as_person, held, person, may):
    text = as_person(cast.person(person)).get(page_url(held)).content.decode()

    assert (f"{page_url(held)}edit/" in text) is may
    assert (f"{page_url(held)}rate/" in text) is may


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize(("person", "queries"), [("anonymous", 14), ("member", 19), ("coordinator", 18)])
def test_page_asks_the_same_number_of_questions(
    cast, as_person, held, django_assert_num_queries, person, queries, item_count
):
    for _number in range(item_count):
        AssessmentFactory(activity=held, level=cast.arena.effect_levels.get(number=1), rater=cast.member)
        EvidenceFactory(activity=held)
        OrganisationPartFactory(activity=held, organisation=OrganisationFactory(arena=cast.arena))
        held.themes.add(ThemeFactory(arena=cast.arena))
    client = as_person(cast.person(person))

    with django_assert_num_queries(queries):
        client.get(page_url(held))
