"""For you today: what is missing, the oldest first, only what the person may change."""

from datetime import date, timedelta

import pytest

from activities import today as registry
from activities.queries import changeable_by, finished_by
from activities.today import Wait, register, waiting_for
from core.clock import today
from tests.factories import ActivityFactory, AssessmentFactory, EvidenceFactory, HeadcountFactory, ThemeFactory

TODAY = "/en/a/one/today/"


def text(response):
    return response.content.decode()


@pytest.fixture
def complete(cast):
    """Makes an activity of the Swedish side, logged by the member, that lacks nothing but what is left out."""

    def make(*, sides=True, themes=True, people=True, rated=True, **more):
        activity = ActivityFactory(arena=cast.arena, **{"logged_by": cast.member, **more})
        if sides:
            activity.sides.add(cast.sweden)
        if themes:
            activity.themes.add(cast.arena.themes.first() or ThemeFactory(arena=cast.arena))
        if people:
            HeadcountFactory(activity=activity)
        if rated:
            AssessmentFactory(activity=activity, rated_on=today())
        return activity

    return make


def lacks(principal, arena):
    waiting = waiting_for(principal, arena, on=today())
    return {row.title: [wait.slug for wait in waiting.lacking(row)] for row in waiting.rows()}


def test_each_thing_that_is_missing_is_named(cast, complete):
    complete(title="nothing")
    complete(title="people", people=False)
    complete(title="rating", rated=False)
    complete(title="evidence", kind="demonstration")
    complete(title="country", sides=False)
    complete(title="theme", themes=False)
    complete(title="draft", status="draft", people=False, rated=False)
    complete(title="passed", status="planned", first_on=today() - timedelta(days=1), people=False, rated=False)
    complete(title="ahead", status="planned", first_on=today() + timedelta(days=1), people=False, rated=False)
    complete(title="cancelled", status="cancelled", people=False, rated=False, themes=False)
    complete(title="internal", kind="internal", themes=False)
    proved = complete(title="proved", kind="demonstration")
    EvidenceFactory(activity=proved)

    found = lacks(cast.member, cast.arena)

    assert found == {name: [name] for name in ("people", "rating", "evidence", "country", "theme", "draft", "passed")}


def test_what_was_only_expected_is_not_rated(cast, complete):
    AssessmentFactory(activity=complete(title="expected", rated=False), is_observed=False)

    assert lacks(cast.member, cast.arena) == {"expected": ["rating"]}


def test_an_arena_without_themes_asks_for_none(cast):
    activity = ActivityFactory(arena=cast.arena, logged_by=cast.member, status="planned", first_on=today())
    activity.sides.add(cast.sweden)

    assert lacks(cast.member, cast.arena) == {}


@pytest.mark.parametrize(
    ("person", "titles"),
    [
        ("member", {"own"}),
        ("coordinator", {"norwegian", "joint", "nowhere", "draft for norway"}),
        ("lead", {"own", "swedish", "joint", "nowhere", "draft of the lead"}),
        ("broker", set()),
        ("outsider", set()),
        ("anonymous", set()),
    ],
)
def test_only_what_the_person_may_finish(cast, person, titles):
    def make(title, *sides, **more):
        ActivityFactory(arena=cast.arena, title=title, **more).sides.set(sides)

    make("own", cast.sweden, logged_by=cast.member)
    make("swedish", cast.sweden)
    make("norwegian", cast.norway)
    make("joint", cast.norway, cast.sweden)
    make("nowhere")
    make("draft for norway", cast.norway, status="draft", logged_by=cast.lead)
    make("draft of the lead", status="draft", logged_by=cast.lead)
    expected = titles | ({"draft for norway"} if person == "lead" else set())

    assert set(lacks(cast.person(person), cast.arena)) == expected


@pytest.mark.parametrize(
    "person", ["member", "coordinator", "lead", "broker", "team_lead", "former_member", "outsider"]
)
def test_the_query_says_what_the_rule_says(cast, person):
    user = cast.person(person)
    for status in ("draft", "held", "planned"):
        for sides in ((), (cast.norway,), (cast.sweden,), (cast.norway, cast.sweden)):
            for logger in (user, cast.staff):
                for team in (None, cast.team):
                    ActivityFactory(arena=cast.arena, status=status, logged_by=logger, team=team).sides.set(sides)

    allowed = set(changeable_by(user, cast.arena, on=today()))

    assert allowed == {row for row in cast.arena.activities.all() if user.has_perm("activities.change_activity", row)}
    assert set(finished_by(user, cast.arena, on=today())) <= allowed


def test_the_page_leads_to_each_field_and_says_held_by_one_button(cast, complete, as_person):
    old = complete(title="Oldest", status="planned", first_on=date(2024, 1, 1), people=False, rated=False)
    rated = complete(title="Newer", people=False)

    page = text(as_person(cast.member).get(TODAY))

    assert page.index("Oldest") < page.index("Newer")
    assert f"/en/a/one/activities/{rated.pk}/quick/#id_attended" in page
    assert f'action="/en/a/one/activities/{old.pk}/quick/"' in page
    assert "It was held" in page
    assert "2 activities lack something" in page


def test_one_kind_alone_and_pages(cast, complete, as_person):
    for number in range(30):
        complete(title=f"Unrated {number}", rated=False)
    complete(title="Uncounted", people=False)
    client = as_person(cast.member)

    rating, people = text(client.get(f"{TODAY}?what=rating")), text(client.get(f"{TODAY}?what=people"))

    assert "Uncounted" not in rating
    assert "page=2" in rating
    assert "what=rating" in rating
    assert "Unrated" not in people
    assert "Uncounted" in text(client.get(f"{TODAY}?what=nonsense&page=2"))


def test_nothing_waits(cast, as_person):
    assert "Nothing waits for you." in text(as_person(cast.member).get(TODAY))


def test_another_room_can_add_a_line(cast, complete, monkeypatch):
    monkeypatch.setattr(registry, "WAITS", list(registry.WAITS))
    activity = complete(title="Complete")
    wait = Wait(
        slug="other",
        label="Something else",
        counted=lambda n: "others",
        lacks=lambda arena, on: registry.HELD,
        address="activities:rate",
    )

    register(wait)
    register(wait)

    waiting = waiting_for(cast.member, cast.arena, on=today())
    assert waiting.lacking(waiting.rows("other").get()) == [wait]
    assert waiting.counts()["other"] == 1
    assert wait.url("one", activity.pk).endswith("/rate/")


@pytest.mark.parametrize("item_count", [1, 20])
def test_page_asks_the_same_number_of_questions(cast, complete, as_person, django_assert_num_queries, item_count):
    for _number in range(item_count):
        complete(people=False, rated=False, sides=False, team=cast.team)
    client = as_person(cast.lead)
    client.get(TODAY)

    with django_assert_num_queries(9):
        client.get(TODAY)
