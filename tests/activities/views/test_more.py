"""The page "More": everything beyond the quick form."""

import pytest
from django.utils.html import escape

from activities.models import Activity, OrganisationPart
from tests.factories import (
    ActivityFactory,
    HeadcountFactory,
    OrganisationFactory,
    OrganisationPartFactory,
    PriorityFactory,
)


def url(activity):
    return f"/en/a/one/log/{activity.pk}/more/"


def fresh(activity, **more):
    """What the page sends, made from the activity as it stands."""
    return {"version": Activity.objects.get(pk=activity.pk).version, **more}


def text(response):
    return response.content.decode()


def test_page_asks_in_groups_and_requires_nothing(cast, held, as_person):
    PriorityFactory(arena=cast.arena, side=cast.sweden, name_en="Forest first")

    page = as_person(cast.member).get(url(held))

    assert page.status_code == 200
    for words in (
        "Forest first",
        "12 Responsible consumption",
        "What did you learn?",
        "South Sámi",
        "Reparationskväll",
    ):
        assert words in text(page)
    assert "required" not in text(page).split("<form", 2)[2]


def test_saved_empty_it_changes_nothing(cast, held, as_person):
    before = Activity.objects.filter(pk=held.pk).values().get()

    response = as_person(cast.member).post(url(held), fresh(held))

    after = Activity.objects.filter(pk=held.pk).values().get()
    assert (response.status_code, response.url) == (302, f"/en/a/one/activities/{held.pk}/")
    assert {name for name in after if after[name] != before[name]} == {"version", "changed_at"}


def test_everything_that_was_said_is_written_by_somebody_else(cast, held, as_person):
    priority = PriorityFactory(arena=cast.arena, side=cast.sweden)
    said = fresh(
        held,
        start_time="9.30",
        end_time="15",
        ends_on="2 March 2024",
        in_room="12",
        online="0",
        access="open",
        is_advertised="no",
        method="Four steps",
        spoken=["sv", "sma"],
        remote_how="By link",
        facilitator="Host",
        priorities=[str(priority.pk)],
        goals=["7", "12"],
        lessons="Shorter",
        publicity="ÖP",
        link="example.org/op",
        duration_hours="6.5",
        travel_km="120",
    )

    response = as_person(cast.lead).post(url(held), said)

    row = Activity.objects.get(pk=held.pk)
    assert response.status_code == 302
    assert (str(row.start_time), str(row.end_time), str(row.ends_on)) == ("09:30:00", "15:00:00", "2024-03-02")
    assert (row.access, row.is_advertised, row.spoken, row.sdg_bits) == ("open", False, "sv,sma", (1 << 6) | (1 << 11))
    assert row.evidence.get().url == "https://example.org/op"
    page = text(as_person(cast.member).get(response.url))
    for words in ("09:30–15:00", "2 March 2024", "Shorter", "ÖP", "12 in the room", "South Sámi", "78 hours in all"):
        assert words in page


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("start_time", "half past"),
        ("ends_on", "March 2024"),
        ("ends_on", "1 March 2024"),
        ("end_time", "12"),
        ("in_room", "many"),
        ("online", "1000001"),
        ("duration_hours", "1.25"),
        ("duration_hours", "-1"),
        ("travel_km", "100001"),
        ("method", "x" * 301),
        ("goals", "18"),
        ("spoken", "tlh"),
        ("priorities", "999999"),
        ("link", "not a link"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_lost(cast, held, as_person, name, value):
    PriorityFactory(arena=cast.arena, side=cast.sweden)

    page = as_person(cast.member).post(url(held), fresh(held, lessons="Keep <me>") | {name: value})

    assert page.status_code == 422
    assert "There is a problem" in text(page)
    assert escape("Keep <me>") in text(page)
    assert Activity.objects.get(pk=held.pk).version == held.version


def test_two_coordinators_at_once_lose_nothing(cast, held, as_person):
    held.sides.add(cast.norway)
    first, second = fresh(held, lessons="Bring bread", method="Circle"), fresh(held, lessons="Bring coffee")
    as_person(cast.coordinator).post(url(held), first)

    conflict = as_person(cast.lead).post(url(held), second)

    assert conflict.status_code == 409
    for words in ("Bring bread", "Bring coffee", "Circle", "Someone else saved first"):
        assert words in text(conflict)
    assert Activity.objects.get(pk=held.pk).lessons == "Bring bread"

    as_person(cast.lead).post(url(held), fresh(held, lessons="Bring bread and coffee", method="Circle"))

    assert Activity.objects.get(pk=held.pk).lessons == "Bring bread and coffee"


def test_a_mistake_does_not_hide_that_somebody_else_saved(cast, held, as_person):
    old = fresh(held, lessons="Mine", start_time="half past")
    as_person(cast.member).post(url(held), fresh(held, lessons="Theirs"))
    client = as_person(cast.lead)

    refused = client.post(url(held), old)
    again = client.post(url(held), old | {"start_time": "", "version": version_in(text(refused))})

    assert (refused.status_code, again.status_code) == (422, 409)
    assert Activity.objects.get(pk=held.pk).lessons == "Theirs"


def version_in(page):
    return page.split('name="version" value="')[1].split('"')[0]


def test_an_organisation_is_found_chosen_and_saved_without_scripts(cast, held, as_person):
    firm = OrganisationFactory(arena=cast.arena, name="Vågen Återbruk", number="5560360793", country="SE")
    client = as_person(cast.lead)

    found = client.post(url(held), fresh(held, lessons="Typed", find_text="5560360793", find="1"))
    assert f'value="organiser:{firm.pk}"' in text(found)
    assert "Typed" in text(found)

    added = client.post(url(held), fresh(held, lessons="Typed", find_text="Vågen", add=f"organiser:{firm.pk}"))
    assert f'name="part" value="organiser:{firm.pk}" checked' in text(added)
    assert not held.organisation_parts.exists()

    client.post(url(held), fresh(held, lessons="Typed", part=[f"organiser:{firm.pk}", "participant:+Byalaget"]))
    parts = OrganisationPart.objects.filter(activity=held).values_list("role", "organisation__name")
    assert set(parts) == {("organiser", "Vågen Återbruk"), ("participant", "Byalaget")}


def test_an_unticked_organisation_goes(cast, held, as_person):
    kept, gone = (
        OrganisationPartFactory(activity=held, organisation=OrganisationFactory(arena=cast.arena), role="organiser")
        for _number in range(2)
    )

    as_person(cast.lead).post(url(held), fresh(held, part=[f"organiser:{kept.organisation.pk}"]))

    assert list(held.organisation_parts.all()) == [kept]
    assert gone.organisation_id


def test_a_name_that_was_not_looked_for_is_not_lost(cast, held, as_person):
    page = as_person(cast.lead).post(url(held), fresh(held, find_text=" Byalaget"))

    assert page.status_code == 422
    assert 'value="organiser:+Byalaget"' in text(page)
    assert 'name="find_text" value=" Byalaget"' in text(page)


def test_scripts_get_only_the_organisations(cast, held, as_person):
    sent = fresh(held, find_text="x", find="1")

    page = as_person(cast.lead).post(url(held), sent, headers={"HX-Request": "true"})

    assert '<div id="organisations"' in text(page)
    assert "<html" not in text(page)
    assert "HX-Request" in page["Vary"]


def test_who_sees_no_company_names_finds_none_and_removes_none(cast, held, as_person):
    hidden = OrganisationFactory(arena=cast.arena, name="Hemliga Bolaget", is_enterprise=True)
    OrganisationPartFactory(activity=held, organisation=hidden, role="supported")
    client = as_person(cast.member)

    page = text(client.get(url(held)))
    found = text(client.post(url(held), fresh(held, find_text="Hemliga", find="1")))
    client.post(url(held), fresh(held, part=[f"organiser:{hidden.pk}"]))

    assert "Hemliga Bolaget" not in page + found
    assert "1 company is noted already and stays." in page
    assert list(held.organisation_parts.values_list("role", "organisation")) == [("supported", hidden.pk)]


def test_a_conflict_names_no_company_to_who_may_not_know_it(cast, held, as_person):
    hidden = OrganisationFactory(arena=cast.arena, name="Hemliga Bolaget", is_enterprise=True)
    old = fresh(held, lessons="Mine")
    as_person(cast.lead).post(url(held), fresh(held, part=[f"supported:{hidden.pk}"], lessons="Theirs"))

    page = as_person(cast.member).post(url(held), old)

    assert page.status_code == 409
    assert "Hemliga Bolaget" not in text(page)


def test_contacts_are_for_everybody_until_it_was_held(cast, held, as_person):
    Activity.objects.filter(pk=held.pk).update(facilitator="Host, host@example.org", status="planned")
    page = f"/en/a/one/activities/{held.pk}/"
    while_planned = text(as_person().get(page))
    Activity.objects.filter(pk=held.pk).update(status="held")

    assert "host@example.org" in while_planned
    assert "host@example.org" not in text(as_person().get(page))
    assert "host@example.org" in text(as_person(cast.member).get(page))
    files = [
        b"".join(as_person(who).get("/en/a/one/activities/?format=csv").streaming_content).decode()
        for who in (None, cast.member)
    ]
    assert ["host@example.org" in file for file in files] == [False, True]


@pytest.mark.parametrize("person", ["coordinator", "broker", "anonymous"])
def test_who_may_not_change_it_is_refused(cast, held, as_person, person):
    client = as_person(cast.person(person))

    assert client.get(url(held)).status_code == 403
    assert client.post(url(held), fresh(held, lessons="X")).status_code == 403


def test_outsiders_of_a_closed_arena_do_not_find_it(closed_cast, as_person):
    activity = ActivityFactory(arena=closed_cast.arena)

    assert as_person(closed_cast.outsider).get(url(activity)).status_code == 404


def test_another_language_keeps_what_was_typed(cast, held, as_person):
    page = as_person(cast.member).post(
        f"/sv/a/one/log/{held.pk}/more/", fresh(held, lessons="Bröd", start_time="half past", keep_text="1")
    )

    assert page.status_code == 200
    assert "Bröd" in text(page)
    assert "half past" in text(page)


@pytest.mark.parametrize("item_count", [1, 6])
def test_page_asks_the_same_number_of_questions(cast, held, as_person, django_assert_num_queries, item_count):
    for _number in range(item_count):
        firm = OrganisationFactory(arena=cast.arena)
        OrganisationPartFactory(activity=held, organisation=firm, role="organiser")
        PriorityFactory(arena=cast.arena, side=cast.sweden)
    HeadcountFactory(activity=held)
    client = as_person(cast.lead)
    client.get(url(held))

    with django_assert_num_queries(16):
        client.get(url(held))
