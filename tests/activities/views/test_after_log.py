"""Saved, changed, rated, taken back, discarded."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.enums import Channel, PartRole, Status
from activities.models import Activity
from core.clock import today
from core.writes import new_token
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    EvidenceFactory,
    HeadcountFactory,
    OrganisationFactory,
    OrganisationPartFactory,
)

PAGES = ["done", "edit", "rate", "discard", "evidence-add"]


def url(name, activity):
    return reverse(f"activities:{name}", args=[activity.arena.slug, activity.pk])


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("person", ["outsider", "anonymous", "former_member"])
def test_closed_arena_is_not_there(closed_cast, as_person, name, person):
    activity = ActivityFactory(arena=closed_cast.arena, logged_by=closed_cast.member)

    assert as_person(closed_cast.person(person)).get(url(name, activity)).status_code == 404
    assert as_person(closed_cast.person(person)).post(url("undo", activity)).status_code == 404


@pytest.mark.parametrize("name", ["edit", "rate", "discard", "evidence-add"])
@pytest.mark.parametrize(
    "person", ["outsider", "anonymous", "funder", "auditor", "reference", "coordinator", "team_lead"]
)
def test_reader_and_the_other_side_may_not_change(cast, as_person, held, name, person):
    client = as_person(cast.person(person))

    assert client.get(url(name, held)).status_code == 403
    assert client.post(url(name, held), {"title": "Mine", "level": "1", "version": "1"}).status_code == 403
    assert client.post(url("undo", held), {"version": "1"}).status_code == 403
    held.refresh_from_db()
    assert (held.title, held.status) == ("Reparationskväll", Status.HELD)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("person", ["anonymous", "outsider", "funder", "team_lead"])
def test_draft_is_only_there_for_who_may_see_it(cast, as_person, draft, name, person):
    assert as_person(cast.person(person)).get(url(name, draft)).status_code == 404


@pytest.mark.parametrize(("name", "method"), [("undo", "get"), ("done", "post"), ("edit", "put"), ("rate", "delete")])
def test_wrong_method(cast, as_person, held, name, method):
    assert getattr(as_person(cast.member), method)(url(name, held)).status_code == 405


def test_done_says_what_was_saved_and_where_it_stands(cast, as_person, held):
    rating = AssessmentFactory(activity=held, level__number=1, stability__number=2)
    rating.level = cast.arena.effect_levels.get(number=1)
    rating.stability = cast.arena.stability_steps.get(number=2)
    rating.save()

    page = as_person(cast.member).get(url("done", held))

    text = page.content.decode()
    assert page.status_code == 200
    for words in (
        "Saved: Reparationskväll",
        "Level 1 People",
        "stability 2 Step 2",
        "Log another",
        "See it on the map",
    ):
        assert words in text
    assert text.count("where__here") == 1
    assert url("undo", held) in text


def test_done_of_a_draft_offers_no_undo(cast, as_person, draft):
    text = as_person(cast.member).get(url("done", draft)).content.decode()

    assert "Draft saved: Halvskrivet" in text
    assert url("undo", draft) not in text


def test_done_leads_a_reader_to_the_activity(cast, as_person, held):
    assert as_person(cast.funder).get(url("done", held)).url == url("page", held)


def test_form_over_an_activity_shows_what_is_known(cast, as_person, held):
    HeadcountFactory(activity=held, channel="room", attended=12)

    form = as_person(cast.member).get(url("edit", held)).context["form"]

    shown = {name: form[name].value() for name in ("title", "date", "status", "team", "sides", "attended", "language")}
    assert shown == {
        "title": "Reparationskväll",
        "date": "1 March 2024",
        "status": "held",
        "team": "repair",
        "sides": "SE",
        "attended": "12",
        "language": "sv",
    }


def edited(activity, **more):
    return {
        "version": activity.version,
        "title": activity.title,
        "when": "other",
        "date": "1 March 2024",
        "status": activity.status,
        "team": "repair",
        "sides": "SE",
        "language": "sv",
        **more,
    }


def test_change_is_written_and_the_rest_stays(cast, as_person, held):
    held.municipality, held.note, held.quote = None, "Egen anteckning", "Citat"
    held.save()
    HeadcountFactory(activity=held, channel="room", attended=10)
    HeadcountFactory(activity=held, channel="remote", attended=8)

    response = as_person(cast.member).post(url("edit", held), edited(held, title="Reparationsdag", attended="18"))

    held.refresh_from_db()
    assert response.url == url("page", held)
    assert (held.title, held.version, held.note, held.quote) == ("Reparationsdag", 2, "Egen anteckning", "Citat")
    assert set(held.headcounts.values_list("channel", "attended")) == {(Channel.ROOM, 10), (Channel.REMOTE, 8)}


def test_stale_change_shows_both_texts_and_writes_nothing(cast, as_person, held):
    client = as_person(cast.member)
    mine = edited(held, title="Mitt namn", attended="20")
    client.post(url("edit", held), edited(held, title="Deras namn"))

    page = client.post(url("edit", held), mine)

    text = page.content.decode()
    assert page.status_code == 409
    assert "Someone else saved first. Both texts are below." in text
    assert "Mitt namn" in text
    assert "Deras namn" in text
    assert 'value="20"' in text
    assert "Save mine over the newer version" in text
    held.refresh_from_db()
    assert held.title == "Deras namn"
    assert f'name="version" value="{held.version}"' in text


def test_saving_over_the_newer_version_is_possible_knowingly(cast, as_person, held):
    client = as_person(cast.member)
    mine = edited(held, title="Mitt namn")
    client.post(url("edit", held), edited(held, title="Deras namn"))

    client.post(url("edit", held), {**mine, "version": 2})

    held.refresh_from_db()
    assert held.title == "Mitt namn"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "1.0", "١"])
def test_version_that_no_row_has_is_stale(cast, as_person, held, version):
    page = as_person(cast.member).post(url("edit", held), edited(held, title="Annat", version=version))

    assert page.status_code == 409
    held.refresh_from_db()
    assert held.title == "Reparationskväll"


def test_rating_made_meanwhile_is_not_taken_back_by_an_old_form(cast, as_person, held):
    AssessmentFactory(activity=held, level=cast.arena.effect_levels.get(number=1), stability=None)
    old = edited(held, level="1")
    client = as_person(cast.member)
    client.post(url("rate", held), {"level": "3", "reason": "The rules changed", "token": new_token()})

    page = client.post(url("edit", held), old)

    assert page.status_code == 409
    assert "3 System" in page.content.decode()
    assert held.assessments.order_by("-id").first().level.number == 3


def test_invalid_change_keeps_the_text(cast, as_person, held):
    page = as_person(cast.member).post(url("edit", held), edited(held, title="", place="Åre"))

    assert page.status_code == 422
    assert 'value="Åre"' in page.content.decode()


def test_change_of_language_keeps_what_was_typed(cast, as_person, held):
    page = as_person(cast.member).post(
        url("edit", held).replace("/en/", "/nb/"), edited(held, title="", place="Åre", keep_text="1")
    )

    assert page.status_code == 200
    assert 'value="Åre"' in page.content.decode()


def test_unknown_status_and_missing_rating_stay_through_a_change(cast, as_person):
    loaded = ActivityFactory(arena=cast.arena, status=Status.UNKNOWN, precision="unknown", first_on=None)

    as_person(cast.lead).post(
        url("edit", loaded), {"version": 1, "title": "ÅSS 2017", "status": "unknown", "when": "other"}
    )

    loaded.refresh_from_db()
    assert (loaded.title, loaded.status, loaded.first_on) == ("ÅSS 2017", Status.UNKNOWN, None)
    assert not loaded.assessments.exists()


def test_activity_can_be_cancelled(cast, as_person, held):
    as_person(cast.lead).post(url("edit", held), edited(held, status="cancelled"))

    held.refresh_from_db()
    assert held.status == Status.CANCELLED


def test_day_to_come_cannot_have_been_held(cast, as_person, held):
    coming = (today() + timedelta(days=9)).isoformat()

    page = as_person(cast.lead).post(url("edit", held), edited(held, date=coming))

    assert page.status_code == 422
    assert "This day has not come yet" in page.content.decode()


def test_own_activity_cannot_be_moved_to_the_other_side_alone(cast, as_person):
    own = ActivityFactory(arena=cast.arena, logged_by=cast.coordinator)
    own.sides.add(cast.norway)

    page = as_person(cast.coordinator).post(url("edit", own), edited(own, team="+none", sides="SE"))

    assert page.status_code == 422
    assert [side.code for side in own.sides.all()] == ["NO"]


def test_draft_for_the_other_side_stays_one_until_that_side_saves_it(cast, as_person):
    draft = ActivityFactory(arena=cast.arena, logged_by=cast.coordinator, status=Status.DRAFT)
    draft.sides.add(cast.sweden)
    sent = edited(draft, team="+none", level="1")

    as_person(cast.coordinator).post(url("edit", draft), sent)
    draft.refresh_from_db()
    still = draft.status
    as_person(cast.lead).post(url("edit", draft), {**sent, "version": draft.version})

    draft.refresh_from_db()
    assert (still, draft.status) == (Status.DRAFT, Status.HELD)
    assert as_person(cast.coordinator).get(url("edit", draft)).status_code == 403


def test_who_does_not_see_company_names_keeps_and_adds(cast, as_person, held):
    OrganisationPartFactory(activity=held, organisation=OrganisationFactory(arena=cast.arena, name="Hemliga AB"))
    client = as_person(cast.member)

    page = client.get(url("edit", held)).content.decode()
    client.post(url("edit", held), edited(held, kind="coaching", supported="Nya AB"))

    assert "Hemliga AB" not in page
    assert "1 company is noted already and stays" in page
    names = held.organisation_parts.filter(role=PartRole.SUPPORTED).values_list("organisation__name", flat=True)
    assert set(names) == {"Hemliga AB", "Nya AB"}


def test_stale_page_does_not_tell_company_names_either(cast, as_person, held):
    OrganisationPartFactory(activity=held, organisation=OrganisationFactory(arena=cast.arena, name="Hemliga AB"))

    page = as_person(cast.member).post(url("edit", held), edited(held, title="Annat", version=9))

    assert page.status_code == 409
    assert "Hemliga AB" not in page.content.decode()


def test_who_sees_company_names_can_take_one_away(cast, as_person, held):
    for name in ("Första AB", "Andra AB"):
        OrganisationPartFactory(activity=held, organisation=OrganisationFactory(arena=cast.arena, name=name))
    client = as_person(cast.lead)

    assert "Första AB" in client.get(url("edit", held)).content.decode()
    client.post(url("edit", held), edited(held, supported="Andra AB"))

    assert [part.organisation.name for part in held.organisation_parts.all()] == ["Andra AB"]


def test_rate_adds_and_keeps_the_history(cast, as_person, held):
    AssessmentFactory(activity=held, level=cast.arena.effect_levels.get(number=1))
    client = as_person(cast.member)

    page = client.get(url("rate", held)).content.decode()
    response = client.post(
        url("rate", held), {"level": "2", "stability": "3", "reason": "Kommunen tog över", "token": new_token()}
    )

    assert "The latest rating" in page
    assert response.url == url("page", held)
    numbers = list(held.assessments.order_by("id").values_list("level__number", "stability__number", "reason"))
    assert numbers == [(1, 1, ""), (2, 3, "Kommunen tog över")]


def test_rate_twice_with_one_token_rates_once(cast, as_person, held):
    sent = {"level": "2", "token": new_token()}
    client = as_person(cast.member)

    for _again in range(2):
        assert client.post(url("rate", held), sent).status_code == 302

    assert held.assessments.count() == 1


def test_rate_needs_a_level(cast, as_person, held):
    page = as_person(cast.member).post(url("rate", held), {"token": new_token(), "reason": "Därför"})

    assert page.status_code == 422
    assert "Choose what it changes" in page.content.decode()
    assert "Därför" in page.content.decode()
    assert not held.assessments.exists()


def test_undo_makes_it_a_draft_again(cast, as_person, held):
    response = as_person(cast.member).post(url("undo", held), {"version": held.version})

    held.refresh_from_db()
    assert held.status == Status.DRAFT
    assert response.url == url("edit", held)


def test_undo_of_an_old_page_undoes_nothing(cast, as_person, held):
    response = as_person(cast.member).post(url("undo", held), {"version": 7})

    held.refresh_from_db()
    assert (response.status_code, held.status) == (409, Status.HELD)


def test_undo_is_for_the_same_day(cast, as_person, held):
    Activity.objects.filter(pk=held.pk).update(changed_at=held.changed_at - timedelta(days=2))

    response = as_person(cast.member).post(url("undo", held), {"version": held.version})

    held.refresh_from_db()
    assert (response.status_code, held.status) == (422, Status.HELD)
    assert "It is too late to undo" in response.content.decode()


def test_discard_says_what_goes_and_deletes(cast, as_person, draft):
    EvidenceFactory(activity=draft)
    client = as_person(cast.member)

    page = client.get(url("discard", draft)).content.decode()
    response = client.post(url("discard", draft))

    assert "1 piece of evidence goes with it." in page
    assert response.status_code == 302
    assert not Activity.objects.exists()


def test_what_was_logged_is_never_deleted(cast, as_person, held):
    client = as_person(cast.member)

    assert client.get(url("discard", held)).url == url("page", held)
    assert client.post(url("discard", held)).status_code == 422
    assert Activity.objects.filter(pk=held.pk).exists()
