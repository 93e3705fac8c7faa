"""The readings beside the map: table, rules, thresholds, candidates, what is due; the same in file and API."""

import json
from datetime import date, timedelta

import pytest

from core.clock import today
from core.models import LogEntry
from tests.arena.settings_rows import TOKEN
from tests.arena.views.test_sections import address, form_of
from tests.factories import ActivityFactory, AssessmentFactory, HeadcountFactory, ThemeFactory

MAP = "/en/a/one/map/"


@pytest.fixture
def wool(cast):
    """Norway has two at the top and nobody below; Sweden has 203 people below and nothing at the top."""
    theme = ThemeFactory(arena=cast.arena, key="wool", name_en="Wool")
    made = [rated(cast, theme, 3, cast.norway) for _ in range(2)]
    made += [rated(cast, theme, 1, cast.sweden, people=103), rated(cast, theme, 2, cast.sweden, people=100)]
    return theme, made


def rated(cast, theme, level, *sides, people=None):
    activity = ActivityFactory(arena=cast.arena, title=f"Level {level}")
    activity.sides.set(sides)
    activity.themes.add(theme)
    if people is not None:
        HeadcountFactory(activity=activity, attended=people)
    AssessmentFactory(
        activity=activity,
        level=cast.arena.effect_levels.get(number=level),
        stability=cast.arena.stability_steps.get(number=2),
        rated_on=date(2024, 3, 2),
    )
    return activity


def test_the_table_says_who_has_what_the_other_lacks(cast, client, wool):
    page = client.get(MAP).content.decode()

    table = page.partition('id="legitimacy"')[2].partition("</table>")[0]
    for words in ("Wool", "Good case for joint work", "Needs broader support", "Ready to lift", "203 participants"):
        assert words in table
    assert "The line is drawn at 100 participants." in page
    assert "fewer than 100 took part below it" in page
    assert "A project lead sets the numbers." in page


def test_a_filter_reads_the_chosen_theme_and_country_alone(cast, client, wool):
    ThemeFactory(arena=cast.arena, key="wood", name_en="Wood")

    page = client.get(f"{MAP}?side=SE&theme=wool").content.decode()
    table = page.partition('id="legitimacy"')[2].partition("</table>")[0]

    assert "Ready to lift" in table
    assert "Needs broader support" not in table
    assert "Good case for joint work" not in table


def test_unknown_headcounts_are_told(cast, client, wool):
    theme, _made = wool
    rated(cast, theme, 1, cast.norway, people=20)
    rated(cast, theme, 1, cast.norway)

    page = client.get(MAP).content.decode()

    assert "Cannot be judged" in page.partition('id="legitimacy"')[2].partition("</table>")[0]
    assert "(known for 1 of 2)" in page


def test_candidates_and_checks_stand_beside(cast, client, as_person, wool):
    _theme, made = wool

    page = client.get(MAP).content.decode()

    listed = page.partition("What could be lifted")[2].partition("</ul>")[0]
    assert [f"/activities/{row.pk}/" in listed for row in made] == [False, False, True, True]
    assert listed.index(f"/{made[3].pk}/") < listed.index(f"/{made[2].pk}/")
    assert "4 of these activities are due for a check." in page
    assert "Answer those that wait for you" not in page
    assert "Answer those that wait for you" in as_person(cast.lead).get(MAP).content.decode()


def test_file_and_api_say_the_same_as_the_page(cast, client, wool):
    _theme, made = wool

    file = json.loads(b"".join(client.get(f"{MAP}?format=json")))["readings"]
    answer = client.get("/api/v1/arenas/one/map/").json()["readings"]

    assert {name: answer[name] for name in file} == file
    assert file["candidates_to_lift"] == [made[3].pk, made[2].pk]
    (theme,) = file["support"]
    assert (theme["theme"], theme["is_joint_case"]) == ("wool", True)
    assert [(side["side"], side["reading"], side["n_top"], side["people"]) for side in theme["sides"]] == [
        ("NO", "needs_breadth", 2, 0),
        ("SE", "ready_to_lift", 0, 203),
    ]
    assert [row["level"] for row in answer["balance"]] == [3, 2, 1]


def test_the_thresholds_are_the_arenas_own(cast, client, as_person, wool):
    lead = as_person(cast.lead)
    form = form_of(lead, "readings", cast.arena.pk)

    refused = lead.post(address("section-edit", "readings", cast.arena.pk), form | {"breadth_floor": "0"})
    response = lead.post(
        address("section-edit", "readings", cast.arena.pk), form | {"breadth_floor": "204", "token": TOKEN}
    )

    assert refused.status_code == 422
    assert response.status_code == 302
    entry = LogEntry.objects.filter(verb="change_arena").latest("pk")
    assert (entry.fields, entry.actor) == (["breadth_floor"], cast.lead)
    page = client.get(MAP).content.decode()
    assert "The line is drawn at 204 participants." in page
    assert "Ready to lift" not in page.partition('id="legitimacy"')[2].partition("</table>")[0]


@pytest.mark.parametrize("person", ["coordinator", "member", "outsider"])
def test_only_a_lead_sets_them(cast, as_person, person):
    assert as_person(cast.person(person)).get(address("section", "readings")).status_code == 403


@pytest.mark.parametrize(("least", "leans"), [(4, True), (5, False)])
def test_how_few_activities_are_judged_is_the_arenas_own(cast, client, least, leans):
    theme = ThemeFactory(arena=cast.arena)
    for _number in range(4):
        rated(cast, theme, 3, cast.norway)
    cast.arena.lean_min_activities = least
    cast.arena.save()

    assert ("Norway: 4 of 4 activities" in client.get(MAP).content.decode()) is leans


def test_one_day_before_half_a_year_nothing_is_due(cast, client):
    activity = ActivityFactory(arena=cast.arena)
    AssessmentFactory(
        activity=activity,
        level=cast.arena.effect_levels.get(number=1),
        stability=cast.arena.stability_steps.get(number=1),
        rated_on=today() - timedelta(days=180),
    )

    assert "0 of these activities are due" in client.get(MAP).content.decode()
