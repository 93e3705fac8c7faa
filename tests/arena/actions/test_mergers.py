"""A merger is a pointer: nothing else moves, and undoing it brings everything back."""

import threading
from contextlib import suppress

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arena.actions.mergers import forget_apart, keep_apart, merge_organisations, part_organisations
from arena.enums import MergeReason, PartingReason
from arena.mergers import ends_of
from arena.models import NotDuplicate, Organisation
from core.errors import RuleBroken, StaleVersion
from core.models import LogEntry
from tests.factories import OrganisationFactory, OrganisationPartFactory


def place(row: Organisation) -> tuple[int, int]:
    """A row as a page that was opened now knows it."""
    return row.pk, Organisation.objects.get(pk=row.pk).version


def merge(cast, row, into, **more):
    facts = {"arena": cast.arena, "actor": cast.coordinator, "reason": MergeReason.BORDER}
    return merge_organisations(**facts | {"kept": place(into), "merged": place(row)} | more)


def part(cast, row, **more):
    key, version = place(row)
    facts = {"arena": cast.arena, "actor": cast.coordinator, "reason": PartingReason.MISTAKE, "key": key}
    return part_organisations(**facts | {"version": version} | more)


def pointers(cast) -> dict[str, tuple[str | None, str | None]]:
    rows = cast.arena.organisations.values_list("name", "merged_into__name", "canonical__name")
    return {name: (step, end) for name, step, end in rows}


def firms(cast, *names: str) -> list[Organisation]:
    return [OrganisationFactory(arena=cast.arena, name=name) for name in names]


def test_a_merger_writes_the_pointer_and_the_log_and_nothing_else(cast):
    swedish, norwegian = firms(cast, "Kölens Ombruk AB", "Kølens Ombruk AS")
    link = OrganisationPartFactory(activity__arena=cast.arena, organisation=norwegian)

    merge(cast, norwegian, into=swedish)

    norwegian.refresh_from_db()
    swedish.refresh_from_db()
    link.refresh_from_db()
    assert (norwegian.merged_into, norwegian.canonical, norwegian.version) == (swedish, swedish, 2)
    assert (swedish.merged_into, swedish.canonical, swedish.version) == (None, None, 2)
    assert link.organisation == norwegian
    taken, made = LogEntry.objects.order_by("-pk")[:2]
    assert (made.verb, made.object_key, made.actor, made.tenant) == (
        "merge_organisation",
        str(norwegian.pk),
        cast.coordinator,
        cast.arena.pk,
    )
    assert made.after == {"into": swedish.pk, "reason": "border"}
    assert (taken.verb, taken.object_key, taken.after["merged"]) == (
        "take_in_organisation",
        str(swedish.pk),
        norwegian.pk,
    )


def test_a_chain_leads_to_its_end_and_parts_where_it_is_cut(cast):
    first, middle, last = firms(cast, "A", "B", "C")

    merge(cast, first, into=middle)
    merge(cast, middle, into=last)
    chained = pointers(cast)
    part(cast, middle)
    cut = pointers(cast)
    part(cast, first)

    assert chained == {"A": ("B", "C"), "B": ("C", "C"), "C": (None, None)}
    assert cut == {"A": ("B", "B"), "B": (None, None), "C": (None, None)}
    assert set(pointers(cast).values()) == {(None, None)}
    assert [entry.verb for entry in LogEntry.objects.filter(object_key=str(middle.pk)).order_by("pk")] == [
        "take_in_organisation",
        "merge_organisation",
        "part_organisation",
        "let_go_organisation",
    ]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=14))
def test_whatever_is_merged_and_parted_every_end_is_the_end_of_its_chain(cast, steps):
    with transaction.atomic():
        rows = firms(cast, *"ABCDEF")
        for one, other in steps:
            with suppress(RuleBroken):
                if one == other:
                    part(cast, rows[one])
                else:
                    merge(cast, rows[one], into=rows[other])
        steps_now = dict(cast.arena.organisations.exclude(merged_into=None).values_list("pk", "merged_into_id"))
        ends_now = dict(cast.arena.organisations.exclude(canonical=None).values_list("pk", "canonical_id"))
        transaction.set_rollback(True)

    assert ends_now == ends_of(steps_now)
    assert not set(ends_now.values()) & set(ends_now)


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ((("SE", "5560160680"), ("SE", "5560125790")), "merge.two_numbers"),
        ((("NO", "974760673"), ("NO", "923609016")), "merge.two_numbers"),
        ((("SE", "5560160680"), ("NO", "974760673")), ""),
        ((("SE", "5560160680"), ("SE", "")), ""),
        ((("FI", "01120389"), ("FI", "01120390")), ""),
    ],
)
def test_two_verified_numbers_of_one_country_are_two(cast, numbers, code):
    (kept_country, kept), (country, number) = numbers
    whole = OrganisationFactory(arena=cast.arena, country=kept_country, number=kept)
    row = OrganisationFactory(arena=cast.arena, country=country, number=number)

    try:
        merge(cast, row, into=whole)
        refused = ""
    except RuleBroken as broken:
        refused = broken.code

    assert refused == code
    assert Organisation.objects.get(pk=row.pk).merged_into == (None if code else whole)


def test_what_cannot_be_merged_is_refused_and_nothing_is_written(cast):
    whole, row, other = firms(cast, "Whole", "Row", "Other")
    merge(cast, row, into=whole)
    before = (pointers(cast), LogEntry.objects.count())

    codes = []
    for one, into, more in (
        (row, other, {}),
        (other, row, {}),
        (other, other, {}),
        (other, whole, {"reason": ""}),
        (other, whole, {"reason": "because"}),
    ):
        with pytest.raises(RuleBroken) as refused:
            merge(cast, one, into=into, **more)
        codes.append(refused.value.code)
    with pytest.raises(RuleBroken) as not_merged:
        part(cast, other)

    assert codes == ["merge.merged_already"] * 2 + ["merge.same"] + ["merge.reason_missing"] * 2
    assert not_merged.value.code == "merge.not_merged"
    assert (pointers(cast), LogEntry.objects.count()) == before


@pytest.mark.parametrize("stale", ["kept", "merged"])
def test_a_page_from_before_is_stale(cast, stale):
    whole, row = firms(cast, "Whole", "Row")
    seen = {"kept": place(whole), "merged": place(row)}
    changed = {"kept": whole, "merged": row}[stale]
    Organisation.objects.filter(pk=changed.pk).update(version=2)

    with pytest.raises(StaleVersion):
        merge(cast, row, into=whole, **seen)

    assert set(pointers(cast).values()) == {(None, None)}


def test_an_organisation_of_another_arena_is_not_there(cast):
    whole, foreign = firms(cast, "Whole")[0], OrganisationFactory(arena=cast.other_arena)

    with pytest.raises(Organisation.DoesNotExist):
        merge(cast, foreign, into=whole)
    with pytest.raises(Organisation.DoesNotExist):
        keep_apart(arena=cast.arena, first=whole.pk, second=foreign.pk, actor=cast.lead, on=cast.arena.started_on)


def test_the_database_keeps_step_and_end_together(cast):
    whole, row = firms(cast, "Whole", "Row")

    for wrong in ({"merged_into": whole}, {"canonical": whole}, {"merged_into": whole, "canonical": row}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.filter(pk=row.pk).update(**wrong)


def test_that_two_are_two_is_noted_once_and_can_be_taken_back(cast, start):
    one, other = firms(cast, "Ås kommun", "Ås kommune")
    who = {"arena": cast.arena, "actor": cast.coordinator}

    noted = keep_apart(first=other.pk, second=one.pk, on=start, **who)
    again = keep_apart(first=one.pk, second=other.pk, on=start, **who)
    n_logged = LogEntry.objects.filter(verb="keep_apart").count()
    forget_apart(first=other.pk, second=one.pk, **who)
    forget_apart(first=other.pk, second=one.pk, **who)

    assert (noted, noted.first, noted.decided_by) == (again, one, cast.coordinator)
    assert n_logged == 2
    assert not NotDuplicate.objects.exists()
    assert LogEntry.objects.filter(verb="forget_apart").count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one connection: no race to lose")
def test_of_two_who_merge_both_ways_at_once_one_is_told(cast):
    one, other = firms(cast, "One", "Other")
    start_together = threading.Barrier(2)
    outcomes: list[str] = []

    def run(row: Organisation, into: Organisation) -> None:
        seen = {"kept": (into.pk, 1), "merged": (row.pk, 1)}
        start_together.wait()
        try:
            merge(cast, row, into, **seen)
            outcomes.append("merged")
        except StaleVersion:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["merged", "stale"]
    assert sorted(end is not None for _step, end in pointers(cast).values()) == [False, True]
