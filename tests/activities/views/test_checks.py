"""Does it still hold? One question each, answered with one tap and without JavaScript."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.models import Hypothesis, NotKnownYet
from core.clock import today
from core.writes import new_token
from tests.factories import ActivityFactory, AssessmentFactory

LIST = "/en/a/one/checks/"


def due(cast, *, step=2, title="Reparationskväll"):
    activity = ActivityFactory(arena=cast.arena, title=title, logged_by=cast.member)
    activity.sides.add(cast.sweden)
    AssessmentFactory(
        activity=activity,
        level=cast.arena.effect_levels.get(number=2),
        stability=cast.arena.stability_steps.get(number=step),
        rated_on=today() - timedelta(days=200),
    )
    return activity


def url(activity):
    return reverse("activities:check", args=[activity.arena.slug, activity.pk])


def sent(**more):
    return {"token": new_token(), "stability": "2", "answer": "known", **more}


def test_every_question_has_its_old_answer_chosen(cast, as_person):
    activity = due(cast)

    text = as_person(cast.lead).get(LIST).content.decode()

    assert "1 activity is due" in text
    assert "Reparationskväll" in text
    assert f'id="id_{activity.pk}_stability_1" checked' in text
    assert "I do not know yet" in text


@pytest.mark.parametrize("person", ["funder", "auditor", "reference", "outsider"])
def test_readers_are_not_asked(cast, as_person, person):
    activity = due(cast)
    client = as_person(cast.person(person))

    assert client.get(LIST).status_code == 403
    assert client.get(url(activity)).status_code == 403
    assert client.post(url(activity), sent()).status_code == 403
    assert activity.assessments.count() == 1


def test_the_other_side_and_the_anonymous_do_not_answer(cast, as_person):
    activity = due(cast)

    assert as_person(cast.coordinator).post(url(activity), sent()).status_code == 403
    assert as_person().get(LIST)["Location"].startswith("/en/account/login/")
    assert "Nothing is due" in as_person(cast.coordinator).get(LIST).content.decode()


@pytest.mark.parametrize("person", ["outsider", "anonymous"])
def test_a_closed_arena_is_not_there(closed_cast, as_person, person):
    client = as_person(closed_cast.person(person))

    assert client.get(LIST).status_code == 404
    assert client.post(url(due(closed_cast)), sent()).status_code == 404


def test_still_holding_is_a_rating_of_today_written_once(cast, as_person):
    activity, client, answers = due(cast), as_person(cast.lead), sent()

    responses = [client.post(url(activity), answers) for _ in range(5)]

    assert {(response.status_code, response["Location"]) for response in responses} == {(302, LIST)}
    latest, _first = activity.assessments.all()
    assert (latest.rated_on, latest.rater, latest.is_observed) == (today(), cast.lead, True)
    assert (latest.level.number, latest.stability.number) == (2, 2)
    assert "Nothing is due" in client.get(LIST).content.decode()


def test_a_step_up_comes_back_for_one_line_of_evidence(cast, as_person):
    activity, client = due(cast), as_person(cast.lead)

    refused = client.post(url(activity), sent(stability="4"))

    assert refused.status_code == 422
    assert "Write one line about what shows it" in refused.content.decode()
    assert f'id="id_{activity.pk}_stability_3" checked' in refused.content.decode()
    told = client.post(url(activity), sent(stability="4", reason="The association pays the rent"))
    assert told.status_code == 302
    assert activity.assessments.first().reason == "The association pays the rent"


def test_not_known_yet_is_kept_with_its_day_and_asked_again(cast, as_person):
    activity, client = due(cast), as_person(cast.lead)

    response = client.post(url(activity), {"token": new_token(), "stability": "2", "unknown": "1"})

    assert response.status_code == 302
    assert NotKnownYet.objects.values_list("activity", "said_on", "said_by").get() == (
        activity.pk,
        today(),
        cast.lead.pk,
    )
    assert activity.assessments.count() == 1
    assert "Nothing is due" in client.get(LIST).content.decode()
    assert "nobody knew yet" in client.get(reverse("activities:page", args=["one", activity.pk])).content.decode()


def test_no_answer_is_asked_for_again(cast, as_person):
    activity = due(cast)

    response = as_person(cast.lead).post(url(activity), {"token": new_token()})

    assert response.status_code == 422
    assert activity.assessments.count() == 1


def test_the_hypothesis_is_looked_back_at_with_the_check(cast, as_person):
    activity, client = due(cast), as_person(cast.lead)
    hypothesis = Hypothesis.objects.create(
        activity=activity, behaviour="They mend", sign="Fewer in the bin", language="en", written_on=today()
    )

    asked = client.get(LIST).content.decode()
    client.post(url(activity), sent(seen="Two of three mend"))

    assert "Fewer in the bin" in asked
    assert list(hypothesis.revisits.values_list("seen", "seen_on")) == [("Two of three mend", today())]


def test_what_is_not_rated_is_rated_first(cast, as_person, held):
    response = as_person(cast.lead).get(url(held))

    assert response["Location"] == reverse("activities:rate", args=["one", held.pk])


def test_wrong_method(cast, as_person):
    client = as_person(cast.lead)

    assert client.post(LIST).status_code == 405
    assert client.put(url(due(cast))).status_code == 405


@pytest.mark.parametrize("item_count", [1, 9])
def test_the_list_asks_as_often_whatever_is_due(cast, as_person, django_assert_num_queries, item_count):
    for n in range(item_count):
        Hypothesis.objects.create(
            activity=due(cast, title=f"Kväll {n}"), behaviour="They mend", language="en", written_on=today()
        )
    client = as_person(cast.lead)

    with django_assert_num_queries(11):
        assert client.get(LIST).content.decode().count("I do not know yet") >= item_count


def test_it_waits_in_the_worklist_and_on_the_overview(cast, as_person):
    activity, client = due(cast), as_person(cast.lead)

    assert f'href="{url(activity)}"' in client.get("/en/a/one/today/").content.decode()
    assert f'<a href="{LIST}">' in client.get("/en/a/one/").content.decode()
