"""What is known beyond the quick form: written, kept apart from the rest, refused."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from activities.actions.facts import Proof
from activities.actions.log_activity import change_activity, log_activity
from activities.actions.more import MoreFacts, Split, change_more, more_of
from activities.actions.parts import Part
from activities.actions.rate_activity import Rating
from activities.enums import Channel, PartRole, SdgGoal, Status
from activities.models import Activity
from core.dates import DatePrecision, PartialDate
from core.errors import RuleBroken, StaleVersion
from core.models import LogEntry
from tests.activities.conftest import DAY
from tests.factories import (
    HeadcountFactory,
    OrganisationFactory,
    OrganisationPartFactory,
    PriorityFactory,
    SideFactory,
)

LATER = PartialDate(date(2026, 6, 9), DatePrecision.DAY)


@pytest.fixture
def change(cast, held):
    """Writes more about the held activity as the member."""

    def run(*, version=None, proof=None, **more):
        row = Activity.objects.get(pk=held.pk)
        return change_more(
            activity=row,
            version=row.version if version is None else version,
            more=MoreFacts(**more),
            proof=proof or Proof(),
            actor=cast.member,
        )

    return run


def test_everything_comes_back_as_it_was_written(cast, held, change):
    priority = PriorityFactory(arena=cast.arena, side=cast.sweden)
    firm = OrganisationFactory(arena=cast.arena, name="Vågen")
    more = {
        "ends_on": date(2024, 3, 2),
        "start_time": time(9),
        "end_time": time(15, 30),
        "priorities": (priority,),
        "goals": (7, 12),
        "method": "Four steps",
        "access": "open",
        "is_advertised": False,
        "spoken": ("sv", "sma"),
        "remote_how": "By link",
        "remote_why_not": "",
        "facilitator": "Meeting host",
        "tech_support": "support@example.org",
        "lessons": "Shorter.\nWith bread.",
        "publicity": "ÖP",
        "duration_hours": Decimal("6.5"),
        "travel_hours": Decimal(0),
        "travel_km": 0,
        "people": Split(12, 0),
        "parts": (Part(PartRole.ORGANISER, firm.pk, "Vågen"),),
    }

    change(**more)

    row = Activity.objects.get(pk=held.pk)
    assert more_of(row) == MoreFacts(**more)
    assert row.goals == (SdgGoal.ENERGY, SdgGoal.CONSUMPTION)
    entry = LogEntry.objects.get(verb="change_more")
    assert {"lessons", "goals", "parts"} < set(entry.fields)
    assert "Vågen" not in str([entry.before, entry.after])


def test_a_stale_version_writes_nothing(held, change):
    change(method="First")

    with pytest.raises(StaleVersion):
        change(version=1, method="Second")

    assert Activity.objects.get(pk=held.pk).method == "First"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"ends_on": date(2024, 3, 1)}, "ends_on"),
        ({"ends_on": date(2024, 2, 28)}, "ends_on"),
        ({"end_time": time(12)}, "start_time"),
        ({"start_time": time(12), "end_time": time(12)}, "end_time"),
    ],
)
def test_what_ends_before_it_begins_is_refused(change, more, field):
    with pytest.raises(RuleBroken) as refused:
        change(**more)

    assert (refused.value.code, refused.value.field) == ("activity.ends_too_early", field)


def test_a_meeting_over_night_ends_on_the_next_day(held, change):
    change(start_time=time(20), end_time=time(2), ends_on=date(2024, 3, 2))

    assert Activity.objects.get(pk=held.pk).end_time == time(2)


def test_a_time_needs_an_exact_day(held, change):
    Activity.objects.filter(pk=held.pk).update(precision="month", last_on=date(2024, 3, 31))

    with pytest.raises(RuleBroken) as refused:
        change(start_time=time(12))

    assert refused.value.code == "activity.no_exact_day"


def test_a_priority_of_another_arena_is_refused(cast, change):
    stranger = PriorityFactory(arena=cast.other_arena, side=SideFactory(arena=cast.other_arena))

    with pytest.raises(RuleBroken) as refused:
        change(priorities=(stranger,))

    assert refused.value.code == "activity.other_arena"


def test_an_organisation_of_another_arena_is_refused(cast, change):
    stranger = OrganisationFactory(arena=cast.other_arena)

    with pytest.raises(RuleBroken) as refused:
        change(parts=(Part(PartRole.ORGANISER, stranger.pk),))

    assert refused.value.code == "organisation.other_arena"


def test_room_and_online_take_the_place_of_one_number(held, change):
    HeadcountFactory(activity=held, channel=Channel.UNDIVIDED, attended=30)

    change(people=Split(20, 10))

    assert dict(held.headcounts.values_list("channel", "attended")) == {"room": 20, "remote": 10}


def test_one_number_stays_while_neither_room_nor_online_is_known(held, change):
    HeadcountFactory(activity=held, channel=Channel.UNDIVIDED, attended=30)

    change(people=Split())

    assert dict(held.headcounts.values_list("channel", "attended")) == {"undivided": 30}


def test_a_new_organiser_is_added_once_and_not_taken_for_a_company(cast, held, change):
    change(parts=(Part(PartRole.ORGANISER, None, "Byalaget"), Part(PartRole.SUPPORTED, None, "Nya Bolaget")))
    change(parts=(Part(PartRole.ORGANISER, None, "BYALAGET"), Part(PartRole.SUPPORTED, None, "Nya Bolaget")))

    rows = cast.arena.organisations.order_by("name")
    assert [(row.name, row.is_enterprise) for row in rows] == [("Byalaget", None), ("Nya Bolaget", True)]
    assert held.organisation_parts.count() == 2


def test_support_stays_for_who_may_not_see_it(cast, held, change):
    OrganisationPartFactory(activity=held, organisation=OrganisationFactory(arena=cast.arena), role="supported")
    OrganisationPartFactory(activity=held, organisation=OrganisationFactory(arena=cast.arena), role="organiser")

    change(parts=(), keeps_supported=True)

    assert list(held.organisation_parts.values_list("role", flat=True)) == ["supported"]


def test_the_quick_form_leaves_everything_else_as_it_is(cast, held, change, facts):
    change(method="Four steps", goals=(3,), ends_on=date(2024, 3, 3), people=Split(4, 5))
    row = Activity.objects.get(pk=held.pk)
    before = more_of(row)

    change_activity(
        activity=row,
        version=row.version,
        facts=facts(title="Again", when=row.when, attended=9),
        rating=None,
        is_draft=False,
        actor=cast.member,
        on=DAY,
    )

    assert more_of(Activity.objects.get(pk=held.pk)) == before


@pytest.mark.parametrize(
    ("when", "ends_on", "start"),
    [
        (PartialDate(date(2024, 4, 10), DatePrecision.DAY), date(2024, 4, 12), time(9)),
        (PartialDate(date(2024, 4, 1), DatePrecision.MONTH), None, None),
    ],
)
def test_the_last_day_moves_along_and_a_vague_date_has_no_time(cast, held, change, facts, when, ends_on, start):
    change(ends_on=date(2024, 3, 3), start_time=time(9))
    row = Activity.objects.get(pk=held.pk)

    change_activity(
        activity=row,
        version=row.version,
        facts=facts(when=when),
        rating=None,
        is_draft=False,
        actor=cast.member,
        on=DAY,
    )

    row = Activity.objects.get(pk=held.pk)
    assert (row.ends_on, row.start_time) == (ends_on, start)


@pytest.fixture
def announce(cast, facts, level):
    """Logs a plan as the member."""

    def run(more=None, *, is_draft=False, **said):
        return log_activity(
            arena=cast.arena,
            facts=facts(when=LATER, **said),
            rating=Rating(level),
            is_draft=is_draft,
            more=more,
            actor=cast.member,
            on=DAY,
        )

    return run


@pytest.mark.parametrize("form", ["online", "hybrid"])
def test_a_plan_says_how_people_online_take_part_or_why_not(announce, form):
    with pytest.raises(RuleBroken) as refused:
        announce(meeting_form=form)

    assert (refused.value.code, refused.value.field) == ("activity.remote_missing", "remote_how")
    assert announce(MoreFacts(remote_how="By link"), meeting_form=form).status == Status.PLANNED
    assert announce(MoreFacts(remote_why_not="The room has no net"), meeting_form=form).status == Status.PLANNED
    assert announce(meeting_form=form, is_draft=True).status == Status.DRAFT
    assert announce(meeting_form="on_site").status == Status.PLANNED


def test_a_plan_does_not_lose_how_people_online_take_part(cast, announce):
    plan = announce(MoreFacts(remote_how="By link"), meeting_form="online")

    with pytest.raises(RuleBroken) as refused:
        change_more(activity=plan, version=plan.version, more=replace(more_of(plan), remote_how=""), actor=cast.member)

    assert refused.value.code == "activity.remote_missing"
