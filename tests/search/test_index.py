"""Whatever writes keeps the search: after every write nothing is left to mend."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from activities.actions.facts import ActivityFacts
from activities.actions.log_activity import change_activity, discard_draft, log_activity, return_to_draft
from activities.actions.rate_activity import Rating, rate_activity
from activities.models import Activity
from arena.actions.mergers import merge_organisations, part_organisations
from arena.actions.organisations import add_organisation, change_organisation
from arena.enums import MergeReason, PartingReason
from arena.models import Arena, Organisation, SearchDocument
from arena.search import matching, mend
from arena.tasks import mend_search
from core.clock import today
from core.models import Job
from portal.demo.generate import generate_demo
from teams.actions import join_team, start_team
from tests.arena.imports.files import checked, table, written
from tests.arena.settings_rows import TOKEN
from tests.factories import ActivityFactory, OrganisationFactory, TeamFactory

pytestmark = pytest.mark.django_db


def keys(arena: Arena, kind: str, text: str) -> list[int]:
    return list(matching(arena, kind, text).values_list("object_key", flat=True))


def facts(**more) -> ActivityFacts:
    return ActivityFacts(**{"title": "Klädbytardag", "language": "sv", **more})


@pytest.fixture(autouse=True)
def _nothing_to_mend(db):
    """What every test here ends with."""
    yield
    assert mend() == 0


def test_an_activity_is_found_from_its_first_word_to_its_last_change(cast):
    day = today()
    level = cast.arena.effect_levels.get(number=1)
    activity = log_activity(
        arena=cast.arena, facts=facts(place="Åre"), rating=Rating(level), is_draft=False, actor=cast.member, on=day
    )
    assert keys(cast.arena, "activity", "klädbytardag åre") == [activity.pk]
    assert mend() == 0

    changed = change_activity(
        activity=activity,
        version=activity.version,
        facts=facts(title="Cykeldag", supported=("Hemliga firman",)),
        rating=None,
        is_draft=False,
        actor=cast.member,
        on=day,
    )
    assert keys(cast.arena, "activity", "klädbytardag") == []
    assert keys(cast.arena, "activity", "cykeldag") == [activity.pk]
    assert len(keys(cast.arena, "organisation", "hemliga")) == 1
    assert keys(cast.arena, "activity", "hemliga") == []
    assert mend() == 0

    rate_activity(activity=changed, rating=Rating(level, None, "Because"), actor=cast.member, on=day)
    changed.refresh_from_db()
    return_to_draft(activity=changed, version=changed.version, actor=cast.member, on=day)
    assert mend() == 0
    discard_draft(activity=changed, actor=cast.member)
    assert keys(cast.arena, "activity", "cykeldag") == []


def test_a_write_that_is_taken_back_leaves_the_search_as_it_was(cast):
    activity = ActivityFactory(arena=cast.arena, title="Cykeldag", status="draft")

    with transaction.atomic():
        discard_draft(activity=activity, actor=cast.lead)
        transaction.set_rollback(True)

    assert keys(cast.arena, "activity", "cykeldag") == [activity.pk]


def test_a_team_is_found_by_what_it_says_about_itself(cast):
    team = start_team(
        arena=cast.arena,
        actor=cast.lead,
        sides=[],
        slug="x",
        name="Spillull",
        language="sv",
        place="Krokom",
        own_word="gäng",
    )
    join_team(team=team, user=cast.outsider, on=date(2024, 2, 1), actor=cast.outsider)

    assert keys(cast.arena, "team", "spill") == [team.pk]
    assert keys(cast.arena, "team", "gäng krokom") == [team.pk]
    assert keys(cast.arena, "team", cast.outsider.name) == []


def test_an_organisation_is_found_by_every_name_it_has_and_had(cast):
    row = add_organisation(
        arena=cast.arena,
        actor=None,
        name="Bruket AB",
        country="SE",
        number="556016-0680",
        sides=[],
        aliases={"Brukeiet": "nb"},
    )
    assert mend() == 0

    change_organisation(
        arena=cast.arena,
        key=row.pk,
        version=row.version,
        actor=cast.lead,
        name="Verket AB",
        number="5560160680",
        sides=[],
        aliases={"The Works": "en"},
        on=date(2024, 3, 1),
    )

    for text in ("verket", "works", "bruket", "556016-0680", "5560160680"):
        assert keys(cast.arena, "organisation", text) == [row.pk], text
    assert keys(cast.arena, "organisation", "brukeiet") == []


def test_what_was_merged_is_found_as_its_whole_and_for_itself_once_they_part(cast):
    first, second, third = (OrganisationFactory(arena=cast.arena, name=name) for name in ("Alfa", "Beta", "Gamma"))

    def version(row: Organisation) -> tuple[int, int]:
        row.refresh_from_db()
        return row.pk, row.version

    def found(*names: str) -> list[list[int]]:
        return [keys(cast.arena, "organisation", name) for name in names]

    for whole, part in ((second, first), (third, second)):
        merge_organisations(
            arena=cast.arena, kept=version(whole), merged=version(part), reason=MergeReason.values[0], actor=cast.lead
        )
        assert mend() == 0
    assert found("alfa", "beta", "gamma") == [[third.pk]] * 3

    key, stamp = version(second)
    part_organisations(arena=cast.arena, key=key, version=stamp, reason=PartingReason.values[0], actor=cast.lead)
    assert found("alfa", "beta", "gamma") == [[second.pk], [second.pk], [third.pk]]
    assert mend() == 0
    key, stamp = version(first)
    part_organisations(arena=cast.arena, key=key, version=stamp, reason=PartingReason.values[0], actor=cast.lead)
    assert found("alfa", "beta", "gamma") == [[first.pk], [second.pk], [third.pk]]


def test_settings_keep_the_search(cast, as_person):
    client = as_person(cast.lead)
    start = "/en/a/one/settings/organisations/"

    client.post(f"{start}new/", {"name": "Möbelbruket", "country": "", "token": TOKEN})
    row = Organisation.objects.get(name="Möbelbruket")
    assert keys(cast.arena, "organisation", "mobelbruket") == [row.pk]
    assert mend() == 0
    client.post(f"{start}{row.pk}/", {"name": "Stolverket", "country": "", "version": row.version})
    assert keys(cast.arena, "organisation", "stolverket") == [row.pk]
    assert mend() == 0
    client.post(f"{start}{row.pk}/remove/")

    assert not Organisation.objects.filter(pk=row.pk).exists()
    assert keys(cast.arena, "organisation", "stolverket") == []


@pytest.mark.parametrize(
    ("kind", "headings", "row", "found"),
    [
        ("organisations", ("Namn", "Land"), ("Sigma verkstad", "SE"), "organisation"),
        ("activities", ("Titel", "Datum"), ("Sigma verkstad", "2024-03-01"), "activity"),
        ("teams", ("Namn", "Ort"), ("Sigma verkstad", "Åre"), "team"),
    ],
)
def test_an_import_keeps_the_search(cast, kind, headings, row, found):
    written(checked(cast.arena, table(headings, row), kind=kind))

    assert len(keys(cast.arena, found, "sigma")) == 1


def test_loading_an_arena_twice_keeps_the_search(settings):
    folder = settings.BASE_DIR / "data" / "smice"

    call_command("load_arena", folder, stdout=StringIO())
    assert mend() == 0
    call_command("load_arena", folder, stdout=StringIO())

    smice = Arena.objects.get(slug="smice")
    n = smice.activities.count() + smice.teams.count() + smice.organisations.count()
    assert SearchDocument.objects.filter(arena=smice).count() == n


def test_the_made_up_arena_can_be_searched(settings):
    demo = generate_demo(data=settings.BASE_DIR / "data", seed=1, on=date(2026, 5, 1))

    assert keys(demo, "activity", "ombruk")
    assert set(keys(demo, "activity", "ombruk")) == set(keys(demo, "activity", "återbruk"))
    assert mend() == 0


def test_the_night_mends_what_went_past_the_program_and_says_so(cast, caplog):
    right = ActivityFactory(arena=cast.arena, title="Rätt")
    Activity.objects.filter(pk=right.pk).update(title="Fel skrivet")
    lost = TeamFactory(arena=cast.arena, name="Borttagen ur sökningen")
    SearchDocument.objects.filter(kind="team", object_key=lost.pk).delete()
    SearchDocument.objects.create(arena=cast.arena, kind="activity", object_key=999_999, title="Spöke", stems=" spok ")

    mend_search.delay(Job.objects.create(name="arena.mend_search").pk)

    assert "3 documents" in caplog.text
    assert keys(cast.arena, "activity", "skrivet") == [right.pk]
    assert keys(cast.arena, "team", "borttagen") == [lost.pk]
    assert keys(cast.arena, "activity", "spöke") == []


def test_a_whole_search_can_be_made_anew_for_one_arena(cast):
    SearchDocument.objects.all().delete()
    ActivityFactory(arena=cast.other_arena, title="Annanstans")
    SearchDocument.objects.all().delete()
    out = StringIO()

    call_command("rebuild_search", arena="one", stdout=out)

    assert "1 documents" in out.getvalue()
    assert not SearchDocument.objects.filter(arena=cast.other_arena).exists()
    call_command("rebuild_search", stdout=out)
    assert SearchDocument.objects.filter(arena=cast.other_arena).count() == 2
    with pytest.raises(CommandError, match="nowhere"):
        call_command("rebuild_search", arena="nowhere")


def test_a_search_document_goes_with_its_arena(cast):
    arena = Arena.objects.create(slug="gone", name_en="Gone")
    ActivityFactory(arena=arena, title="Gone too")

    arena.delete()

    assert not SearchDocument.objects.filter(title="Gone too").exists()
