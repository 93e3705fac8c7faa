"""The pages of the behaviour hypothesis, and the ratings of several people on an activity's page."""

import pytest
from django.urls import reverse

from activities.models import Hypothesis
from core.writes import new_token
from tests.activities.conftest import DAY
from tests.factories import AssessmentFactory


def url(name, activity):
    return reverse(f"activities:{name}", args=[activity.arena.slug, activity.pk])


def sent(**more):
    return {"token": new_token(), "read": "0", "behaviour": "They mend jackets", **more}


@pytest.fixture
def hypothesis(held, cast):
    return Hypothesis.objects.create(
        activity=held, behaviour="De lagar jackor", language="sv", written_on=DAY, written_by=cast.member
    )


@pytest.mark.parametrize("name", ["hypothesis", "revisit"])
def test_only_its_keepers_write(cast, as_person, held, hypothesis, name):
    for person in ("outsider", "anonymous", "funder", "coordinator"):
        client = as_person(cast.person(person))
        assert client.get(url(name, held)).status_code == 403
        assert client.post(url(name, held), sent(seen="x")).status_code == 403
    assert as_person(cast.member).put(url(name, held)).status_code == 405
    assert Hypothesis.objects.count() == 1


def test_it_is_written_once_and_shown_on_the_page(cast, as_person, held):
    client, answers = as_person(cast.member), sent(sign="Fewer in the bin")

    first, again = (client.post(url("hypothesis", held), answers) for _ in range(2))

    assert (first.status_code, first["Location"], again["Location"]) == (302, url("page", held), url("page", held))
    assert held.hypotheses.count() == 1
    page = as_person().get(url("page", held)).content.decode()
    assert "They mend jackets" in page
    assert "Fewer in the bin" in page
    assert cast.member.name not in page


def test_a_form_without_behaviour_comes_back(cast, as_person, held):
    response = as_person(cast.member).post(url("hypothesis", held), sent(behaviour="", barrier="No time"))

    assert response.status_code == 422
    assert "Write what people are to do" in response.content.decode()
    assert "No time" in response.content.decode()


def test_another_one_written_since_is_shown_beside_and_both_survive(cast, as_person, held, hypothesis):
    client = as_person(cast.lead)

    stale = client.post(url("hypothesis", held), sent(behaviour="They lend tools"))

    text = stale.content.decode()
    assert stale.status_code == 409
    assert "De lagar jackor" in text
    assert "They lend tools" in text
    assert f'name="read" value="{hypothesis.pk}"' in text
    knowing = client.post(url("hypothesis", held), sent(behaviour="They lend tools", read=hypothesis.pk))
    assert knowing.status_code == 302
    page = client.get(url("page", held)).content.decode()
    assert "They lend tools" in page
    assert "De lagar jackor" in page


def test_what_was_seen_stands_with_it(cast, as_person, held, hypothesis):
    client = as_person(cast.member)
    asked = client.get(url("revisit", held)).content.decode()

    response = client.post(url("revisit", held), {"token": new_token(), "seen": "Two of three mend"})

    assert "De lagar jackor" in asked
    assert response.status_code == 302
    assert "Two of three mend" in client.get(url("page", held)).content.decode()
    assert client.post(url("revisit", held), {"token": new_token(), "seen": ""}).status_code == 422


def test_language_switch_keeps_what_was_typed(cast, as_person, held):
    response = as_person(cast.member).post(
        url("hypothesis", held).replace("/en/", "/sv/"), sent(behaviour="Halvt", keep_text="1")
    )

    assert response.status_code == 200
    assert "Halvt" in response.content.decode()
    assert not held.hypotheses.exists()


def rate(activity, cast, rater, *, step, observed=True, on=DAY):
    return AssessmentFactory(
        activity=activity,
        level=cast.arena.effect_levels.get(number=1),
        stability=cast.arena.stability_steps.get(number=step),
        rater=rater,
        is_observed=observed,
        rated_on=on,
    )


@pytest.mark.parametrize(("step", "words"), [(2, "see it differently"), (1, "agree")])
def test_two_raters_stand_side_by_side(cast, as_person, held, step, words):
    rate(held, cast, cast.member, step=1)
    rate(held, cast, cast.lead, step=step)

    within = as_person(cast.reference).get(url("page", held)).content.decode()
    outside = as_person().get(url("page", held)).content.decode()

    for page in (within, outside):
        assert f"Those who rated it {words}" in page
        assert page.count("On the map") == 1
    assert cast.lead.name in within.partition("On the map")[0][-200:]
    assert outside.count("A coordinator") == 2
    assert cast.lead.name not in outside
    assert cast.member.name not in outside


def test_one_rater_is_not_compared(cast, as_person, held):
    rate(held, cast, cast.member, step=1)
    rate(held, cast, cast.member, step=2)

    assert "Those who rated it" not in as_person().get(url("page", held)).content.decode()


@pytest.mark.parametrize(
    ("seen", "words"),
    [(3, "It came true"), (4, "It went further"), (2, "It fell short"), (None, "is not known yet")],
)
def test_what_was_expected_stands_beside_what_was_observed(cast, as_person, held, seen, words):
    rate(held, cast, cast.member, step=3, observed=False, on=DAY.replace(month=1))
    if seen:
        rate(held, cast, cast.member, step=seen)

    assert words in as_person().get(url("page", held)).content.decode()
