"""A person's own calendar addresses: made once, read without signing in, ended at once."""

import logging
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from activities.actions.calendar_feeds import MOST_PER_PERSON, make_feed
from activities.enums import FeedScope, Kind, Precision, Status
from activities.models import CalendarFeed
from activities.views import calendar_file
from arena.enums import Role
from arena.models import ArenaRole
from core.clock import now, today
from core.limits import Limit
from core.log_lines import Masked
from core.models import LogEntry
from core.writes import new_token
from teams.models import Membership
from tests.factories import ActivityFactory, CalendarFeedFactory, MembershipFactory, TeamFactory

LIST = "/en/a/one/calendar/own/"
NEW = f"{LIST}new/"
DAY = date(2026, 5, 20)


def link(token, language="en", slug="one"):
    return f"/{language}/a/{slug}/calendar/link/{token}.ics"


def feed_of(person, arena, scope=FeedScope.OWN):
    """An address of a person, and its secret."""
    return make_feed(arena=arena, owner=person, name="Phone", scope=scope)


def titles(answer) -> set[str]:
    return {str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).events}


def with_everything(cast):
    """What the teams do, what others do, drafts and internal meetings."""
    other = TeamFactory(arena=cast.arena, slug="other")
    rows = [
        ("Teamets", {"team": cast.team}),
        ("Teamets interna", {"team": cast.team, "kind": Kind.INTERNAL}),
        ("Mitt", {"logged_by": cast.member}),
        ("Mitt utkast", {"logged_by": cast.member, "status": Status.DRAFT}),
        ("Andras", {"team": other}),
        ("Andras interna", {"team": other, "kind": Kind.INTERNAL}),
        ("Andras utkast", {"status": Status.DRAFT, "logged_by": cast.coordinator}),
    ]
    for title, fields in rows:
        ActivityFactory(arena=cast.arena, title=title, first_on=DAY, **fields)
    ActivityFactory(arena=cast.other_arena, title="Annan arena", first_on=DAY)
    undated = {"first_on": None, "last_on": None, "precision": Precision.UNKNOWN}
    ActivityFactory(arena=cast.arena, title="Utan datum", logged_by=cast.member, **undated)


OWN = {"Teamets", "Teamets interna", "Mitt", "Draft: Mitt utkast"}


@pytest.mark.parametrize(
    ("person", "scope", "expected"),
    [
        ("member", FeedScope.OWN, OWN),
        ("member", FeedScope.ALL, OWN | {"Andras", "Andras interna"}),
        ("lead", FeedScope.ALL, OWN | {"Andras", "Andras interna", "Draft: Andras utkast"}),
        ("coordinator", FeedScope.OWN, {"Draft: Andras utkast"}),
        ("broker", FeedScope.ALL, OWN - {"Draft: Mitt utkast"} | {"Andras", "Andras interna"}),
    ],
)
def test_an_own_address_holds_what_its_person_may_see(cast, person, scope, expected):
    with_everything(cast)
    _feed, token = feed_of(cast.person(person), cast.arena, scope)

    answer = Client().get(link(token))

    assert answer.status_code == 200
    assert titles(answer) == expected


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_it_signs_nobody_in_and_is_kept_by_nobody_else(cast, language):
    _feed, token = feed_of(cast.member, cast.arena)
    client = Client()

    answer = client.get(link(token, language))

    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "text/calendar; charset=utf-8",
        "private, no-cache",
    )
    assert not client.cookies
    assert client.get("/en/account/").status_code == 302


def test_who_is_signed_in_elsewhere_does_not_change_what_it_holds(cast, as_person):
    with_everything(cast)
    _feed, token = feed_of(cast.member, cast.arena)

    assert titles(as_person(cast.lead).get(link(token))) == OWN


def test_an_unchanged_calendar_is_not_sent_again(cast):
    _feed, token = feed_of(cast.member, cast.arena)
    first = Client().get(link(token))

    again = Client().get(link(token), HTTP_IF_NONE_MATCH=first.headers["ETag"])

    assert (again.status_code, again.headers["Cache-Control"]) == (304, "private, no-cache")


def test_a_membership_that_ended_ends_the_address(cast):
    with_everything(cast)
    _feed, token = feed_of(cast.member, cast.arena, FeedScope.ALL)

    Membership.objects.filter(user=cast.member).update(ended_on=today())

    assert Client().get(link(token)).status_code == 404


def test_a_role_that_ended_takes_what_it_showed_away(cast):
    with_everything(cast)
    MembershipFactory(team=cast.team, user=cast.lead)
    _feed, token = feed_of(cast.lead, cast.arena, FeedScope.ALL)
    assert "Draft: Andras utkast" in titles(Client().get(link(token)))

    ArenaRole.objects.filter(user=cast.lead, role=Role.LEAD).update(ends_on=today())

    assert titles(Client().get(link(token))) == (OWN - {"Draft: Mitt utkast"}) | {"Andras", "Andras interna"}


def test_a_team_that_was_left_is_no_longer_the_persons_own(cast):
    other = TeamFactory(arena=cast.arena, slug="another")
    ActivityFactory(arena=cast.arena, title="Lämnat", team=other, first_on=DAY)
    stay = MembershipFactory(team=other, user=cast.member)
    _feed, token = feed_of(cast.member, cast.arena)
    assert "Lämnat" in titles(Client().get(link(token)))

    Membership.objects.filter(pk=stay.pk).update(ended_on=today())

    assert "Lämnat" not in titles(Client().get(link(token)))


def test_a_closed_arena_shows_nothing_to_who_may_no_longer_enter_it(cast):
    _feed, token = feed_of(cast.member, cast.arena)
    cast.arena.visibility = "closed"
    cast.arena.save(update_fields=["visibility"])

    assert Client().get(link(token)).status_code == 404


def test_a_closed_account_has_no_calendar(cast):
    _feed, token = feed_of(cast.member, cast.arena)
    cast.member.is_active = False
    cast.member.save(update_fields=["is_active"])

    assert Client().get(link(token)).status_code == 404


def test_wrong_ended_and_misplaced_secrets_look_alike(cast):
    feed, token = feed_of(cast.member, cast.arena)
    assert Client().get(link(token, slug="other")).status_code == 404
    assert Client().get(link(token[:-1])).status_code == 404
    assert Client().get(link(feed.token_hash)).status_code == 404

    feed.delete()

    assert Client().get(link(token)).status_code == 404


def test_how_often_an_address_may_be_read_is_limited(cast, monkeypatch):
    monkeypatch.setattr(calendar_file, "READS_OF_A_FEED", (Limit(2, 3600, "account"),))
    _feed, token = feed_of(cast.member, cast.arena)
    _other, another = feed_of(cast.member, cast.arena)

    answers = [Client().get(link(token)) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "3600"
    assert Client().get(link(another)).status_code == 200


def test_guessing_is_limited_for_a_network_and_shuts_nobody_out(cast, monkeypatch):
    monkeypatch.setattr(calendar_file, "WRONG_SECRETS", (Limit(2, 3600, "network"),))
    _feed, token = feed_of(cast.member, cast.arena)

    assert [Client().get(link("x" * 43)).status_code for _time in range(3)] == [404, 404, 429]
    assert Client().get(link(token)).status_code == 200


def test_the_secret_stays_out_of_the_log(cast):
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Not Found: %s", (link("s3cret-Tok_en"),), None
    )

    assert Masked("%(message)s").format(record) == "Not Found: /en/a/one/calendar/link/…"


@pytest.mark.parametrize("times", [1, 9])
def test_reading_asks_as_often_whatever_there_is(cast, django_assert_num_queries, times):
    for number in range(times):
        ActivityFactory(arena=cast.arena, title=str(number), team=cast.team, first_on=DAY).sides.add(cast.sweden)
    _feed, token = feed_of(cast.member, cast.arena, FeedScope.ALL)
    Client().get(link(token))

    with django_assert_num_queries(6):
        assert len(titles(Client().get(link(token)))) == times


def test_the_last_use_is_kept_to_the_hour(cast):
    feed, token = feed_of(cast.member, cast.arena)
    began = now().replace(microsecond=0)

    used = []
    for minutes in (0, 59, 61):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            Client().get(link(token))
            used.append(CalendarFeed.objects.get(pk=feed.pk).last_used_at - began)

    assert used == [timedelta(0), timedelta(0), timedelta(minutes=61)]


def test_an_address_is_made_and_shown_once(cast, as_person):
    client = as_person(cast.member)
    sent = {"token": new_token(), "name": "Telefonen", "scope": "all"}

    made = client.post(NEW, sent)
    again = client.post(NEW, sent)

    token = re.search(r"calendar/link/([\w-]{43})\.ics", made.content.decode())[1]
    feed = CalendarFeed.objects.get()
    assert made.headers["Cache-Control"] == "private, no-store"
    assert (feed.user, feed.arena, feed.name, feed.scope) == (cast.member, cast.arena, "Telefonen", "all")
    assert Client().get(link(token)).status_code == 200
    assert "This address exists already" in again.content.decode()
    shown_later = client.get(LIST).content.decode()
    assert "Telefonen" in shown_later
    assert [token in text for text in (again.content.decode(), shown_later, str(vars(feed)))] == [False] * 3
    assert LogEntry.objects.filter(verb="make_calendar_feed", actor=cast.member).count() == 1


@pytest.mark.parametrize("sent", [{"name": "", "scope": "own"}, {"name": "A", "scope": "else"}, {"name": "A"}])
def test_a_form_that_is_not_filled_in_makes_nothing(cast, as_person, sent):
    answer = as_person(cast.member).post(NEW, {"token": new_token(), **sent})

    assert answer.status_code == 422
    assert not CalendarFeed.objects.exists()


def test_more_than_five_are_refused_and_said_beforehand(cast, as_person):
    for _number in range(MOST_PER_PERSON):
        CalendarFeedFactory(arena=cast.arena, user=cast.member)
    client = as_person(cast.member)

    answer = client.post(NEW, {"token": new_token(), "name": "One more", "scope": "own"})

    assert answer.status_code == 422
    assert "You have five addresses here" in answer.content.decode()
    assert CalendarFeed.objects.count() == MOST_PER_PERSON
    assert NEW not in client.get(LIST).content.decode()


def test_an_address_is_ended_at_once(cast, as_person):
    feed, token = feed_of(cast.member, cast.arena)
    client = as_person(cast.member)
    end = f"{LIST}{feed.pk}/end/"

    assert "fetch nothing more" in client.get(end).content.decode()
    assert client.post(end).headers["Location"] == LIST

    assert Client().get(link(token)).status_code == 404
    assert not CalendarFeed.objects.exists()
    assert LogEntry.objects.filter(verb="end_calendar_feed", object_key=str(feed.pk)).count() == 1
    assert client.post(end).status_code == 404


def test_the_addresses_of_others_are_nobodys_business(cast, as_person):
    feed, _token = feed_of(cast.member, cast.arena)
    client = as_person(cast.lead)

    assert client.get(f"{LIST}{feed.pk}/end/").status_code == 404
    assert client.post(f"{LIST}{feed.pk}/end/").status_code == 404
    assert feed.name not in client.get(LIST).content.decode()
    assert CalendarFeed.objects.exists()


@pytest.mark.parametrize("times", [1, 5])
def test_the_list_asks_as_often_whatever_is_in_it(cast, as_person, django_assert_num_queries, times):
    for _number in range(times):
        CalendarFeedFactory(arena=cast.arena, user=cast.member)
    client = as_person(cast.member)

    with django_assert_num_queries(7):
        assert client.get(LIST).content.decode().count("Never used") == times


def test_a_proof_of_who_asks_is_wanted_first(cast, as_person):
    client = as_person(cast.member)

    with time_machine.travel(now() + timedelta(minutes=31), tick=False):
        answer = client.post(NEW, {"token": new_token(), "name": "A", "scope": "own"})

    assert answer.headers["Location"].startswith("/en/account/confirm-person/")
    assert not CalendarFeed.objects.exists()
