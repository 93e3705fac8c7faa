"""Logging, changing, taking back, discarding."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from activities.actions.facts import UNKNOWN_DATE, Proof, facts_of
from activities.actions.log_activity import change_activity, discard_draft, log_activity, return_to_draft
from activities.actions.rate_activity import Rating
from activities.enums import Channel, MeetingForm, PartRole, Status
from activities.models import Activity, Evidence
from core.clock import today
from core.dates import DatePrecision, PartialDate
from core.errors import RuleBroken, StaleVersion
from core.models import LogEntry
from core.uploads import accept_upload
from tests.activities.conftest import DAY
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    EffectLevelFactory,
    HeadcountFactory,
    OrganisationFactory,
    OrganisationPartFactory,
    SideFactory,
    TeamFactory,
    ThemeFactory,
)

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def on_day(day):
    return PartialDate(day, DatePrecision.DAY)


@pytest.fixture
def log(cast, facts, level):
    """Logs as the member; a rating on the first level unless another is given."""

    def run(rating=None, *, is_draft=False, proof=None, **more):
        return log_activity(
            arena=cast.arena,
            facts=facts(**more),
            rating=rating or (None if is_draft else Rating(level)),
            is_draft=is_draft,
            proof=proof or Proof(),
            actor=cast.member,
            on=DAY,
        )

    return run


@pytest.fixture
def change(cast, facts):
    """Changes an activity as the member."""

    def run(activity, *, version=None, rating=None, is_draft=False, **more):
        return change_activity(
            activity=activity,
            version=activity.version if version is None else version,
            facts=facts(**more),
            rating=rating,
            is_draft=is_draft,
            actor=cast.member,
            on=DAY,
        )

    return run


@pytest.mark.parametrize(
    ("when", "status", "is_observed"),
    [
        (UNKNOWN_DATE, Status.HELD, True),
        (on_day(DAY), Status.HELD, True),
        (on_day(DAY + timedelta(days=1)), Status.PLANNED, False),
        (PartialDate(date(2026, 1, 1), DatePrecision.YEAR), Status.HELD, True),
        (PartialDate(date(2026, 6, 1), DatePrecision.MONTH), Status.PLANNED, False),
    ],
)
def test_status_and_rating_follow_the_date(log, when, status, is_observed):
    activity = log(when=when)

    assert activity.status == status
    assert activity.assessments.get().is_observed is is_observed
    assert (activity.first_on, activity.last_on) == (when.first, when.last)


def test_every_fact_is_written_and_logged_without_personal_values(cast, log):
    theme = ThemeFactory(arena=cast.arena)

    activity = log(
        title="  Repair\u200b evening ",
        description="One\r\ntwo",
        sides=(cast.norway, cast.sweden),
        themes=(theme,),
        team=cast.team,
        meeting_form=MeetingForm.HYBRID,
        attended=0,
        place=" Åre ",
        kind="workshop",
    )

    row = Activity.objects.get(pk=activity.pk)
    assert (row.title, row.description, row.place, row.kind) == ("Repair evening", "One\ntwo", "Åre", "workshop")
    assert (row.sides.count(), list(row.themes.all()), row.team) == (2, [theme], cast.team)
    assert list(row.headcounts.values_list("channel", "attended")) == [(Channel.UNDIVIDED, 0)]
    assert row.logged_by == cast.member
    entries = LogEntry.objects.filter(object_type="activities.activity", object_key=str(row.pk))
    assert {entry.verb for entry in entries} == {"log_activity", "rate_activity"}
    assert "Repair" not in str([(entry.before, entry.after) for entry in entries])


@pytest.mark.parametrize("title", ["", "   ", "\u200b\x00", "\n"])
def test_title_must_show_something(log, title):
    with pytest.raises(RuleBroken, match=r"activity\.title_missing") as refused:
        log(title=title, is_draft=True)

    assert refused.value.field == "title"
    assert not Activity.objects.exists()


def test_level_is_only_for_drafts_optional(cast, facts, log):
    log(is_draft=True)

    with pytest.raises(RuleBroken, match=r"activity\.level_missing"):
        log_activity(arena=cast.arena, facts=facts(), rating=None, is_draft=False, actor=None, on=DAY)


def test_nothing_of_another_arena_gets_in(cast, log):
    foreign_team = TeamFactory(arena=cast.other_arena)
    foreign_side = SideFactory(arena=cast.other_arena)
    foreign_theme = ThemeFactory(arena=cast.other_arena)

    for more in ({"team": foreign_team}, {"sides": (foreign_side,)}, {"themes": (foreign_theme,)}):
        with pytest.raises(RuleBroken, match=r"activity\.other_arena"):
            log(**more)
    with pytest.raises(RuleBroken, match=r"rating\.other_arena"):
        log(rating=Rating(EffectLevelFactory(arena=cast.other_arena, number=1)))
    assert not Activity.objects.exists()


def test_what_fails_late_leaves_nothing(log):
    with pytest.raises(RuleBroken, match=r"organisation\.number_invalid"):
        log(supported=("Nya AB", "Fel AB 556000-0000"))

    assert not Activity.objects.exists()


def test_link_and_file_come_along(cast, log):
    accepted = accept_upload(SimpleUploadedFile("plan.pdf", PDF))

    activity = log(proof=Proof(link="https://example.org/a", file=accepted))

    link, file = activity.evidence.order_by("id")
    assert (link.title, link.url) == ("example.org", "https://example.org/a")
    assert (file.title, file.content_type, file.size_bytes) == ("Document", "application/pdf", len(PDF))
    assert file.file.name.startswith(f"evidence/{cast.arena.pk}/")
    assert file.file.name.endswith(".pdf")
    assert "plan" not in file.file.name
    assert default_storage.open(file.file.name).read() == PDF


def test_change_counts_the_version_up_and_keeps_old_ratings(cast, log, change, level):
    activity = log(title="Before")
    higher = cast.arena.effect_levels.get(number=2)

    changed = change(activity, title="After", rating=Rating(higher))

    assert (changed.title, changed.version) == ("After", 2)
    assert list(changed.assessments.values_list("level__number", flat=True)) == [2, 1]


def test_same_rating_again_is_not_repeated(log, change, level):
    activity = log()

    change(activity, rating=Rating(level))

    assert activity.assessments.count() == 1


def test_stale_version_writes_nothing(log, change):
    activity = log(title="Before")

    with pytest.raises(StaleVersion) as stale:
        change(activity, version=7, title="After")

    assert stale.value.current.title == "Before"
    activity.refresh_from_db()
    assert (activity.title, activity.version) == ("Before", 1)


def test_finished_draft_is_rated_once(cast, log, change, level):
    activity = log(rating=Rating(level), is_draft=True, when=on_day(DAY))

    change(activity, rating=Rating(level), when=on_day(DAY))

    activity.refresh_from_db()
    assert activity.status == Status.HELD
    assert list(activity.assessments.values_list("is_observed", flat=True)) == [True]


def test_draft_cannot_leave_the_drafts_unrated(log, change):
    activity = log(is_draft=True)

    with pytest.raises(RuleBroken, match=r"activity\.level_missing"):
        change(activity)


def test_planned_that_was_held_is_rated_as_observed(log, change, level):
    activity = log(when=on_day(DAY + timedelta(days=3)))

    change(activity, status=Status.HELD, when=on_day(DAY), rating=Rating(level))

    assert list(activity.assessments.values_list("is_observed", flat=True)) == [True, False]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.UNKNOWN])
def test_change_of_the_text_does_not_guess_a_status(cast, change, status):
    loaded = ActivityFactory(arena=cast.arena, status=status)

    change(loaded, title="Better name", when=on_day(date(2024, 3, 1)))

    loaded.refresh_from_db()
    assert (loaded.title, loaded.status) == ("Better name", status)


def test_status_that_was_said_is_written(cast, log, change):
    activity = log()

    change(activity, status=Status.CANCELLED)

    activity.refresh_from_db()
    assert activity.status == Status.CANCELLED


def test_day_to_come_was_not_held(log, change):
    activity = log()

    with pytest.raises(RuleBroken, match=r"activity\.not_yet_held") as refused:
        change(activity, status=Status.HELD, when=on_day(DAY + timedelta(days=1)))

    assert refused.value.field == "status"


def test_divided_headcount_stays_divided_until_the_sum_changes(cast, change):
    activity = ActivityFactory(arena=cast.arena)
    HeadcountFactory(activity=activity, channel="room", attended=10)
    HeadcountFactory(activity=activity, channel="remote", attended=8)

    change(activity, attended=18)
    same = set(activity.headcounts.values_list("channel", "attended"))
    activity.refresh_from_db()
    change(activity, attended=20)

    assert same == {("room", 10), ("remote", 8)}
    assert set(activity.headcounts.values_list("channel", "attended")) == {("undivided", 20)}


def test_count_that_becomes_unknown_has_no_row(cast, change):
    activity = ActivityFactory(arena=cast.arena)
    HeadcountFactory(activity=activity)

    change(activity, attended=None)

    assert not activity.headcounts.exists()


def test_facts_of_gives_back_what_was_logged(cast, log, facts):
    theme = ThemeFactory(arena=cast.arena)
    said = {
        "when": on_day(DAY),
        "sides": (cast.norway, cast.sweden),
        "themes": (theme,),
        "team": cast.team,
        "meeting_form": "online",
        "attended": 7,
        "kind": "coaching",
        "place": "Røros",
        "supported": ("Nya AB",),
    }

    assert facts_of(log(**said)) == facts(**said, status="held")


def test_undo_makes_a_draft_that_counts_nowhere(cast, held):
    row = return_to_draft(activity=held, version=1, actor=cast.member, on=today())

    assert (row.status, row.version) == (Status.DRAFT, 2)
    assert LogEntry.objects.get(verb="return_to_draft").before == {"status": "held"}


def test_undo_refuses_another_day_and_an_old_version(cast, held):
    with pytest.raises(RuleBroken, match=r"activity\.undo_too_late"):
        return_to_draft(activity=held, version=1, actor=None, on=today() + timedelta(days=1))
    with pytest.raises(StaleVersion):
        return_to_draft(activity=held, version=2, actor=None, on=today())

    held.refresh_from_db()
    assert (held.status, held.version) == (Status.HELD, 1)


def test_discard_takes_parts_and_the_stored_file_along(cast, log, django_capture_on_commit_callbacks):
    accepted = accept_upload(SimpleUploadedFile("plan.pdf", PDF))
    draft = log(is_draft=True, proof=Proof(file=accepted), supported=("Nya AB",))
    name = Evidence.objects.get().file.name

    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(activity=draft, actor=cast.member)

    assert not Activity.objects.exists()
    assert not Evidence.objects.exists()
    assert not default_storage.exists(name)
    assert LogEntry.objects.filter(verb="discard_draft").exists()


def test_discard_that_is_rolled_back_keeps_the_file(cast, log, django_capture_on_commit_callbacks):
    draft = log(is_draft=True, proof=Proof(file=accept_upload(SimpleUploadedFile("plan.pdf", PDF))))

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        discard_draft(activity=draft, actor=None)
        transaction.set_rollback(True)

    assert default_storage.exists(Evidence.objects.get().file.name)


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_only_drafts_are_discarded(cast, status):
    activity = ActivityFactory(arena=cast.arena, status=status)
    AssessmentFactory(activity=activity)

    with pytest.raises(RuleBroken, match=r"activity\.not_a_draft"):
        discard_draft(activity=activity, actor=cast.lead)

    assert Activity.objects.filter(pk=activity.pk).exists()


def test_other_roles_stay_when_the_supported_change(cast, change):
    activity = ActivityFactory(arena=cast.arena)
    host = OrganisationFactory(arena=cast.arena, name="Värden")
    OrganisationPartFactory(activity=activity, organisation=host, role="organiser")
    OrganisationPartFactory(activity=activity, organisation=host, role="supported")

    change(activity, supported=("Nya AB",))

    parts = set(activity.organisation_parts.values_list("organisation__name", "role"))
    assert parts == {("Värden", PartRole.ORGANISER), ("Nya AB", PartRole.SUPPORTED)}
