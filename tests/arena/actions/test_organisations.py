"""Organisations are one by number, found by name, and never hold a personal number."""

import threading
from datetime import date

import pytest
from django.db import connection

from arena.actions.organisations import add_organisation, change_organisation, find_or_add_company
from arena.models import Organisation
from core.errors import RuleBroken, StaleVersion
from core.models import LogEntry

PERSONAL = "8112189876"


def add(cast, **facts) -> Organisation:
    return add_organisation(
        **{"arena": cast.arena, "actor": cast.lead, "name": "Bruket", "sides": [cast.sweden]} | facts
    )


@pytest.mark.parametrize(
    ("country", "number", "kept"),
    [("SE", "16556016-0680", "5560160680"), ("NO", "974 760 673 MVA", "974760673"), ("FI", "0112038-9", "01120389")],
)
def test_a_number_is_kept_as_digits(cast, country, number, kept):
    row = add(cast, country=country, number=number, name="  Bruket   AB ")

    assert (row.name, row.country, row.number, row.is_provisional) == ("Bruket AB", country, kept, False)
    assert list(row.sides.all()) == [cast.sweden]
    entry = LogEntry.objects.latest("pk")
    assert (entry.verb, entry.after) == ("add_organisation", {"verified": True})


def test_a_norwegian_sole_trader_has_an_ordinary_number(cast):
    row = add(cast, country="NO", number="974 760 673", is_sole_trader=True)

    row.refresh_from_db()
    assert (row.number, row.is_sole_trader) == ("974760673", True)


@pytest.mark.parametrize(("country", "number"), [("SE", PERSONAL), ("SE", f"19{PERSONAL}"), ("NO", "811218-9876")])
def test_a_sole_traders_number_is_recognised_and_dropped(cast, country, number):
    row = add(cast, country=country, number=number)

    row.refresh_from_db()
    assert (row.number, row.is_sole_trader) == ("", True)
    assert PERSONAL not in str(list(LogEntry.objects.values()))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"country": "SE", "number": "5560160681"}, "organisation.number_invalid"),
        ({"number": "5560160680"}, "organisation.country_missing"),
    ],
)
def test_a_wrong_number_is_refused_and_not_repeated(cast, facts, code):
    with pytest.raises(RuleBroken) as refused:
        add(cast, **facts)

    assert refused.value.code == code
    assert facts["number"] not in f"{refused.value}{refused.value.__cause__}"
    assert not cast.arena.organisations.exists()


def test_one_number_is_one_organisation_in_each_arena(cast):
    first = add(cast, country="SE", number="5560160680")
    elsewhere = add(cast, arena=cast.other_arena, country="SE", number="5560160680", sides=[])

    with pytest.raises(RuleBroken) as refused:
        add(cast, name="Other", country="SE", number="556016-0680")

    assert refused.value.code == "organisation.number_taken"
    assert {first.number, elsewhere.number} == {"5560160680"}


def test_a_change_writes_over_its_version_alone(cast):
    row = add(cast)
    change = {"arena": cast.arena, "key": row.pk, "actor": cast.lead, "sides": [], "aliases": {"B": "sv", "C": ""}}
    change["on"] = date(2026, 3, 1)

    change_organisation(**change, version=1, number="974760673", country="NO", name="New")
    with pytest.raises(StaleVersion) as stale:
        change_organisation(**change, version=1, number="", country="", name="Newer")

    row.refresh_from_db()
    assert (row.name, row.number, row.version) == ("New", "974760673", 2)
    assert stale.value.current.name == "New"
    assert LogEntry.objects.latest("pk").fields == ["number", "country", "name", "sides", "aliases"]


def test_the_own_number_is_not_taken(cast):
    row = add(cast, country="SE", number="5560160680")

    change_organisation(
        arena=cast.arena,
        key=row.pk,
        version=1,
        actor=None,
        on=date(2026, 3, 1),
        number="5560160680",
        sides=[],
        aliases={},
        country="SE",
    )

    row.refresh_from_db()
    assert row.version == 2


def test_a_renamed_organisation_is_found_by_its_former_name(cast):
    row = add(cast, name="Bruket", aliases={"Ombruket": "nb"})
    change = {"arena": cast.arena, "key": row.pk, "actor": cast.lead, "sides": [], "number": "", "country": ""}

    change_organisation(**change, version=1, on=date(2026, 3, 1), name="Återbruket", aliases={"Ombruket": "nb"})
    renamed = dict(row.aliases.values_list("name", "former_until"))
    found = find_or_add_company(arena=cast.arena, actor=None, name="bruket", sides=[])
    again = {"Bruket": "", "Ombruket": "nb"}
    change_organisation(**change, version=2, on=date(2026, 4, 1), name="Bruket", aliases=again)

    assert renamed == {"Bruket": date(2026, 3, 1), "Ombruket": None}
    assert found == row
    assert dict(row.aliases.values_list("name", "former_until")) == {"Återbruket": date(2026, 4, 1), "Ombruket": None}


def test_a_company_is_found_by_name_or_alias_whatever_the_case(cast):
    row = add(cast, name="Återbruket", aliases={"Ombruket": "nb"})
    merged = Organisation.objects.create(arena=cast.arena, name="Gamla Bruket", merged_into=row, canonical=row)
    Organisation.objects.create(arena=cast.other_arena, name="Elsewhere")
    find = {"arena": cast.arena, "actor": None, "sides": [cast.norway]}

    found = [find_or_add_company(**find, name=name) for name in ("aterbruket", " OMBRUKET ", "gamla bruket")]
    new = find_or_add_company(**find, name="Elsewhere")

    assert found == [row, row, row]
    assert (new.is_enterprise, new.is_provisional, list(new.sides.all())) == (True, True, [cast.norway])
    assert merged.canonical_key == row.pk


def test_between_two_of_one_name_nothing_is_guessed(cast):
    for _number in range(2):
        add(cast, name="Bruket")

    with pytest.raises(RuleBroken, match=r"organisation\.name_ambiguous"):
        find_or_add_company(arena=cast.arena, actor=None, name="bruket", sides=[])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one connection: no race to lose")
def test_two_who_name_a_new_company_at_once_mean_one(cast):
    start_together = threading.Barrier(4)
    found: list[int] = []

    def name_it() -> None:
        start_together.wait()
        try:
            found.append(find_or_add_company(arena=cast.arena, actor=None, name="Nya Bruket", sides=[]).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=name_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [Organisation.objects.get(name="Nya Bruket").pk] * 4
