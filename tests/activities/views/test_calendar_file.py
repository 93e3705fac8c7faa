"""The public calendar of an arena and one event, as calendar programs fetch them."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import pgettext
from icalendar import Calendar

from activities.agenda import MOST_IN_A_FILE
from activities.enums import Kind, Precision, Status
from activities.models import Activity, PlanTurn
from tests.factories import ActivityFactory, TeamFactory, ThemeFactory

FILE = "calendar.ics"
DAY = date(2026, 5, 20)


def url(path=FILE, language="en"):
    return f"/{language}/a/one/{path}"


def events(answer) -> dict[str, object]:
    """The events of a file by their titles."""
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.content).events}


def on(day=DAY, **more):
    return ActivityFactory(first_on=day, **more)


def undated(**more):
    return ActivityFactory(first_on=None, last_on=None, precision=Precision.UNKNOWN, **more)


def with_everything(cast):
    """What is public, and one canary of each sort that is not."""
    on(arena=cast.arena, title="Öppen")
    on(arena=cast.arena, title="KANARIE utkast", status=Status.DRAFT, logged_by=cast.member)
    on(arena=cast.arena, title="KANARIE internt", kind=Kind.INTERNAL)
    on(arena=cast.other_arena, title="KANARIE annan arena")
    undated(arena=cast.arena, title="KANARIE utan datum")
    month = {"last_on": date(2026, 5, 31), "precision": Precision.MONTH}
    on(date(2026, 5, 1), arena=cast.arena, title="KANARIE någon gång i maj", **month)


@pytest.mark.parametrize("person", ["anonymous", "member", "lead"])
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_the_public_calendar_is_what_everybody_sees_whoever_asks(cast, as_person, person, language):
    with_everything(cast)

    answer = as_person(cast.person(person)).get(url(language=language))

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert set(events(answer)) == {"Öppen"}
    assert b"KANARIE" not in answer.content
    assert events(answer)["Öppen"]["URL"].startswith("http://localhost")
    assert f"/{language}/a/one/activities/" in events(answer)["Öppen"]["URL"]


@pytest.mark.parametrize("person", ["anonymous", "outsider", "lead"])
def test_an_arena_that_is_not_public_has_no_public_calendar(closed_cast, as_person, person):
    on(arena=closed_cast.arena, title="KANARIE")

    answer = as_person(closed_cast.person(person)).get(url())

    assert answer.status_code == 404
    assert b"KANARIE" not in answer.content


def test_an_event_says_what_is_known_and_names_nobody_to_turn_to(cast, as_person):
    row = on(
        arena=cast.arena,
        title="Reparationskväll; med kaffe, te",
        ends_on=date(2026, 5, 21),
        start_time=time(18, 30),
        end_time=time(12),
        status=Status.PLANNED,
        team=cast.team,
        place="Folkets hus",
        description="Ta med något\ntrasigt",
        remote_how="Länken kommer",
        facilitator="KANARIE kontakt",
        tech_support="KANARIE hjälp",
        version=4,
    )
    Activity.objects.filter(pk=row.pk).update(changed_at=datetime(2026, 5, 1, 8, tzinfo=UTC))

    answer = as_person().get(url())

    event = events(answer)["Reparationskväll; med kaffe, te"]
    assert event["UID"] == f"activity-{row.pk}@localhost:8000"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (
        datetime(2026, 5, 20, 16, 30, tzinfo=UTC),
        datetime(2026, 5, 21, 10, tzinfo=UTC),
    )
    assert (event["STATUS"], event["SEQUENCE"], str(event["LOCATION"])) == ("CONFIRMED", 3, "Folkets hus")
    assert (
        str(event["DESCRIPTION"]) == "Ta med något\ntrasigt\n\nTaking part online: Länken kommer\n\nTeam: Folkverkstad"
    )
    assert event["SUMMARY"].params["LANGUAGE"] == "sv"
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == datetime(2026, 5, 1, 8, tzinfo=UTC)
    assert b"KANARIE" not in answer.content


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_a_cancelled_event_stays_and_says_why(cast, as_person, language):
    row = on(arena=cast.arena, title="A", status=Status.CANCELLED)
    for reason in ("Först det", "Hallen brann"):
        PlanTurn.objects.create(activity=row, turn="cancelled", reason=reason, noted_on=date(2026, 5, 1))

    (title, event), *_none = events(as_person().get(url(language=language))).items()

    with translation.override(language):
        assert title == pgettext("calendar", "Cancelled: %(title)s") % {"title": "A"}
    assert event["STATUS"] == "CANCELLED"
    assert str(event["DESCRIPTION"]).endswith(": Hallen brann")


def test_filters_are_parameters(cast, as_person):
    chosen = on(arena=cast.arena, title="Vald", team=cast.team)
    chosen.sides.add(cast.sweden)
    chosen.themes.add(ThemeFactory(arena=cast.arena, key="repair"))
    on(arena=cast.arena, title="Annan", team=TeamFactory(arena=cast.arena, slug="other")).sides.add(cast.norway)

    for answer in ("side=SE", "team=repair", "theme=repair"):
        assert set(events(as_person().get(url(f"{FILE}?{answer}")))) == {"Vald"}, answer
    assert "Arena One – Sweden" in as_person().get(url(f"{FILE}?side=SE")).content.decode()


def test_a_calendar_for_what_is_no_more_is_not_one_of_everything(cast, as_person):
    on(arena=cast.arena)

    assert as_person().get(url(f"{FILE}?team=gone")).status_code == 404


def test_an_unchanged_calendar_is_not_sent_again(cast, as_person):
    row = on(arena=cast.arena, title="Samma")
    first = as_person().get(url())

    again = as_person().get(url(), HTTP_IF_NONE_MATCH=first.headers["ETag"])
    Activity.objects.filter(pk=row.pk).update(title="Ny", version=2)
    changed = as_person().get(url(), HTTP_IF_NONE_MATCH=first.headers["ETag"])

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert (changed.status_code, set(events(changed))) == (200, {"Ny"})
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_the_same_activity_is_the_same_event_everywhere(cast, as_person):
    row = on(arena=cast.arena, title="A")

    uids = {
        str(events(as_person(cast.lead).get(url(path, language)))["A"]["UID"])
        for path in (FILE, f"activities/{row.pk}/event.ics")
        for language in ("sv", "nb", "en")
    }

    assert len(uids) == 1


def test_a_file_holds_the_latest(cast, as_person, monkeypatch):
    monkeypatch.setattr("activities.agenda.MOST_IN_A_FILE", 2)
    for year in (2024, 2025, 2026):
        on(date(year, 5, 20), arena=cast.arena, title=str(year))

    assert list(events(as_person().get(url()))) == ["2025", "2026"]
    assert MOST_IN_A_FILE == 500


@pytest.mark.parametrize("times", [1, 9])
def test_the_file_asks_as_often_whatever_is_in_it(cast, as_person, django_assert_num_queries, times):
    for number in range(times):
        row = on(arena=cast.arena, title=str(number), team=cast.team, status=Status.CANCELLED)
        row.sides.add(cast.sweden, cast.norway)
        PlanTurn.objects.create(activity=row, turn="cancelled", reason="Snö", noted_on=DAY)

    with django_assert_num_queries(5):
        assert len(events(as_person().get(url()))) == times


def test_nobody_gets_a_cookie(cast):
    on(arena=cast.arena)
    client = Client()

    assert not client.get(url()).cookies
    assert not client.cookies


@pytest.mark.parametrize(
    ("person", "status"), [("member", 200), ("lead", 200), ("broker", 404), ("funder", 404), ("anonymous", 404)]
)
def test_the_event_of_a_draft_is_for_who_sees_the_draft(cast, as_person, person, status):
    row = on(arena=cast.arena, title="Utkast", status=Status.DRAFT, logged_by=cast.member)

    answer = as_person(cast.person(person)).get(url(f"activities/{row.pk}/event.ics"))

    assert answer.status_code == status
    if status == 200:
        assert events(answer)["Draft: Utkast"]["STATUS"] == "TENTATIVE"


def test_an_event_is_a_file_of_its_own(cast, as_person):
    row = on(arena=cast.arena, title="A")

    answer = as_person().get(url(f"activities/{row.pk}/event.ics"))

    assert set(events(answer)) == {"A"}
    assert answer.headers["Content-Disposition"] == f'attachment; filename="one-{row.pk}.ics"'


def test_what_has_no_day_or_is_elsewhere_is_no_event(cast, as_person):
    rows = [undated(arena=cast.arena), on(arena=cast.other_arena)]

    assert [as_person(cast.lead).get(url(f"activities/{row.pk}/event.ics")).status_code for row in rows] == [404, 404]


def test_wrong_method(cast, as_person):
    row = on(arena=cast.arena)

    for path in (FILE, f"activities/{row.pk}/event.ics"):
        assert as_person(cast.lead).post(url(path)).status_code == 405
