"""Status, date and number on a small page, repeating, and logging another like one that is there."""

from datetime import timedelta

import pytest

from activities.models import Activity
from core.clock import today
from core.writes import new_token
from tests.arena.imports.files import geography
from tests.factories import ActivityFactory, HeadcountFactory, OrganisationFactory, OrganisationPartFactory


@pytest.fixture
def plan(cast):
    """A plan of the member's whose day has passed."""
    day = today() - timedelta(days=2)
    activity = ActivityFactory(
        arena=cast.arena, title="Fixarkväll", status="planned", first_on=day, logged_by=cast.member, team=cast.team
    )
    activity.sides.add(cast.sweden)
    return activity


def quick(activity):
    return f"/en/a/one/activities/{activity.pk}/quick/"


def text(response):
    return response.content.decode()


def test_held_in_one_tap_with_a_number(cast, plan, as_person):
    back = "/en/a/one/today/"

    response = as_person(cast.member).post(
        quick(plan), {"version": plan.version, "status": "held", "attended": "14", "next": back}
    )

    plan.refresh_from_db()
    assert (response.status_code, response.url) == (302, back)
    assert (plan.status, plan.headcounts.get().attended) == ("held", 14)
    assert plan.first_on == today() - timedelta(days=2)
    assert plan.plan_turns.get().turn == "held"


def test_a_foreign_address_is_no_way_back(cast, plan, as_person):
    response = as_person(cast.member).post(
        quick(plan), {"version": plan.version, "status": "held", "next": "https://example.org/"}
    )

    assert response.url == f"/en/a/one/activities/{plan.pk}/"


def test_the_page_shows_what_stands_and_saves_it_unchanged(cast, plan, as_person):
    HeadcountFactory(activity=plan, attended=5)
    firm = OrganisationFactory(arena=cast.arena, is_enterprise=True)
    OrganisationPartFactory(activity=plan, organisation=firm, role="supported")
    client = as_person(cast.member)
    day = plan.first_on.isoformat()
    assert 'value="5"' in text(client.get(quick(plan)))

    client.post(quick(plan), {"version": 1, "status": "planned", "date": day, "attended": "5", "why": ""})

    plan.refresh_from_db()
    assert (plan.status, plan.first_on.isoformat(), plan.headcounts.get().attended) == ("planned", day, 5)
    assert plan.organisation_parts.get().role == "supported"
    assert not plan.plan_turns.exists()


def test_cancelled_needs_a_reason_that_everybody_can_read(cast, plan, as_person):
    client = as_person(cast.member)

    refused = client.post(quick(plan), {"version": 1, "status": "cancelled"})
    client.post(quick(plan), {"version": 1, "status": "cancelled", "why": "Too much snow"})

    assert refused.status_code == 422
    assert "Write why it was cancelled" in text(refused)
    page = text(as_person().get(f"/en/a/one/activities/{plan.pk}/"))
    assert "Too much snow" in page
    listed = b"".join(as_person().get("/en/a/one/activities/?format=csv").streaming_content).decode()
    assert "Too much snow" in listed


def test_a_stale_page_shows_both(cast, plan, as_person):
    client = as_person(cast.member)
    client.post(quick(plan), {"version": 1, "status": "held", "attended": "14"})

    page = client.post(quick(plan), {"version": 1, "status": "cancelled", "why": "Snow"})

    assert page.status_code == 409
    assert "Snow" in text(page)
    assert Activity.objects.get(pk=plan.pk).status == "held"


@pytest.mark.parametrize(("name", "value"), [("date", "someday"), ("attended", "many"), ("status", "draft")])
def test_what_cannot_be_meant_is_refused(cast, plan, as_person, name, value):
    sent = {"version": 1, "status": "held", "why": "Keep me"} | {name: value}

    page = as_person(cast.member).post(quick(plan), sent)

    assert page.status_code == 422
    assert "Keep me" in text(page)


def test_a_draft_has_the_log_form_instead(cast, draft, as_person):
    assert as_person(cast.member).get(quick(draft)).url == f"/en/a/one/activities/{draft.pk}/edit/"


@pytest.mark.parametrize("person", ["coordinator", "broker", "anonymous"])
def test_who_may_not_change_it_is_refused(cast, plan, as_person, person):
    client = as_person(cast.person(person))

    assert client.get(quick(plan)).status_code == 403
    assert client.post(quick(plan), {"version": 1, "status": "held"}).status_code == 403
    assert client.get(f"/en/a/one/activities/{plan.pk}/repeat/").status_code == 403


def test_the_list_leads_to_it_for_those_who_may(cast, plan, as_person):
    foreign = ActivityFactory(arena=cast.arena)

    page = text(as_person(cast.member).get("/en/a/one/activities/?sort=title"))

    assert f"/activities/{plan.pk}/quick/?next=%2Fen%2Fa%2Fone%2Factivities%2F%3Fsort%3Dtitle" in page
    assert f"/activities/{foreign.pk}/quick/" not in page
    assert "/quick/" not in text(as_person().get("/en/a/one/activities/"))


def ahead(cast, **more):
    day = today() + timedelta(days=3)
    return ActivityFactory(arena=cast.arena, status="planned", first_on=day, logged_by=cast.member, **more)


def test_repeated_five_times_over_it_is_planned_once(cast, as_person):
    activity = ahead(cast)
    client, sent = as_person(cast.member), {"token": new_token(), "rhythm": "weekly", "times": "4"}

    answers = [client.post(f"/en/a/one/activities/{activity.pk}/repeat/", sent) for _time in range(5)]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, f"/en/a/one/activities/{activity.pk}/")}
    assert cast.arena.activities.count() == 5


@pytest.mark.parametrize(
    "sent",
    [{}, {"rhythm": "weekly"}, {"rhythm": "daily", "times": "2"}, {"rhythm": "weekly", "times": "61"}],
)
def test_repeating_needs_a_rhythm_and_an_end(cast, as_person, sent):
    activity = ahead(cast)

    page = as_person(cast.member).post(f"/en/a/one/activities/{activity.pk}/repeat/", {"token": new_token(), **sent})

    assert page.status_code == 422
    assert cast.arena.activities.count() == 1


def test_one_or_this_and_those_that_follow(cast, as_person):
    activity = ahead(cast)
    client = as_person(cast.member)
    client.post(f"/en/a/one/activities/{activity.pk}/repeat/", {"token": new_token(), "rhythm": "weekly", "times": "2"})
    activity.refresh_from_db()
    _first, second, third = cast.arena.activities.order_by("first_on")
    assert "This one and those that follow" in text(client.get(quick(second)))
    assert "those that follow" not in text(client.get(quick(third)))

    client.post(quick(second), {"version": second.version, "status": "cancelled", "why": "Snow", "reach": "following"})

    states = list(cast.arena.activities.order_by("first_on").values_list("status", flat=True))
    assert states == ["planned", "cancelled", "cancelled"]


def test_another_like_it_starts_with_what_is_the_same(cast, held, as_person, answers):
    Activity.objects.filter(pk=held.pk).update(method="Circle", kind="workshop", lessons="Bread")
    HeadcountFactory(activity=held, attended=17)
    client = as_person(cast.member)

    page = text(client.get(f"/en/a/one/log/?like={held.pk}"))
    client.post("/en/a/one/log/", answers(title="The next one", like=str(held.pk), when="today"))

    assert 'value="Reparationskväll"' in page
    assert 'value="17"' not in page
    new = Activity.objects.get(title="The next one")
    assert (new.method, new.lessons, new.first_on) == ("Circle", "", today())


def test_a_draft_of_somebody_else_is_no_model(cast, as_person, answers):
    secret = ActivityFactory(arena=cast.arena, status="draft", title="Secret", logged_by=cast.lead, method="Hidden")
    client = as_person(cast.member)

    page = text(client.get(f"/en/a/one/log/?like={secret.pk}"))
    client.post("/en/a/one/log/", answers(like=str(secret.pk)))

    assert "Secret" not in page
    assert Activity.objects.get(logged_by=cast.member).method == ""


def test_a_plan_online_is_asked_how_people_take_part(cast, as_person, answers):
    day = (today() + timedelta(days=9)).isoformat()
    sent = answers(when="other", date=day, meeting_form="online")
    client = as_person(cast.member)
    assert "How do people online take part?" not in text(client.get("/en/a/one/log/"))

    asked = client.post("/en/a/one/log/", sent)
    client.post("/en/a/one/log/", sent | {"remote_why_not": "The room has no net"})

    assert asked.status_code == 422
    assert 'name="remote_why_not"' in text(asked)
    plan = Activity.objects.get()
    assert plan.status == "planned"
    assert "The room has no net" in text(as_person().get(f"/en/a/one/activities/{plan.pk}/"))


def test_a_municipality_is_found_by_its_name(cast, as_person, answers):
    geography()
    client = as_person(cast.member)

    client.post("/en/a/one/log/", answers(municipality="åre kommun"))
    wrong = client.post("/en/a/one/log/", answers(municipality="Ankeborg"))

    assert Activity.objects.get().municipality.name == "Åre"
    assert wrong.status_code == 422


def edit(activity):
    return f"/en/a/one/activities/{activity.pk}/edit/"


def sent_back(activity, **more):
    """What the whole form sends of a plan."""
    day = activity.first_on.isoformat()
    same = {"title": activity.title, "when": "other", "date": day, "status": "planned", "team": "repair", "sides": "SE"}
    return {"version": activity.version, **same, **more}


def test_the_whole_form_cancels_with_a_reason_too(cast, plan, as_person):
    client = as_person(cast.member)

    refused = client.post(edit(plan), sent_back(plan, status="cancelled"))
    client.post(edit(plan), sent_back(plan, status="cancelled", why="Snow"))

    assert refused.status_code == 422
    assert "Write why it was cancelled" in text(refused)
    assert plan.plan_turns.get().reason == "Snow"


def test_a_mistake_in_the_whole_form_does_not_hide_that_somebody_else_saved(cast, plan, as_person):
    client = as_person(cast.member)
    old = sent_back(plan, title="", description="Mine")
    client.post(edit(plan), sent_back(plan, description="Theirs"))

    refused = client.post(edit(plan), old)
    version = text(refused).split('name="version" value="')[1].split('"')[0]
    again = client.post(edit(plan), old | {"title": "Fixarkväll", "version": version})

    assert (refused.status_code, again.status_code) == (422, 409)
    assert Activity.objects.get(pk=plan.pk).description == "Theirs"


def test_the_whole_form_changes_those_that_follow(cast, as_person):
    activity = ahead(cast, team=cast.team)
    activity.sides.add(cast.sweden)
    client = as_person(cast.member)
    client.post(f"/en/a/one/activities/{activity.pk}/repeat/", {"token": new_token(), "rhythm": "weekly", "times": "2"})
    activity.refresh_from_db()

    client.post(edit(activity), sent_back(activity, place="The old school", reach="following"))

    assert set(cast.arena.activities.values_list("place", flat=True)) == {"The old school"}


def test_more_changes_those_that_follow(cast, as_person):
    activity = ahead(cast)
    client = as_person(cast.member)
    client.post(f"/en/a/one/activities/{activity.pk}/repeat/", {"token": new_token(), "rhythm": "weekly", "times": "2"})
    activity.refresh_from_db()
    more = f"/en/a/one/log/{activity.pk}/more/"

    client.post(more, {"version": activity.version, "method": "Circle", "reach": "one"})
    client.post(
        more,
        {"version": activity.version + 1, "method": "Circle", "lessons": "Own", "goals": "4", "reach": "following"},
    )

    rows = cast.arena.activities.order_by("first_on").values_list("method", "lessons", "sdg_bits")
    assert list(rows) == [("Circle", "Own", 8), ("", "", 8), ("", "", 8)]


def test_what_stands_beyond_the_quick_form_survives_a_change_by_it(cast, plan, as_person):
    Activity.objects.filter(pk=plan.pk).update(method="Circle", meeting_form="online", remote_how="By link")

    as_person(cast.member).post(edit(plan), sent_back(plan, meeting_form="online", description="New"))

    plan.refresh_from_db()
    assert (plan.description, plan.method, plan.remote_how) == ("New", "Circle", "By link")
