"""One enterprise under three spellings, on both sides: merged it is one in every figure, list, page, file and answer.

Everything that names organisations is read before, while merged and after the mergers are undone. Beside it stands a
recount that knows nothing of queries: it walks the pointers by hand.
"""

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.test import Client

from activities.enums import PartRole, Status
from activities.models import OrganisationPart
from arena.actions.mergers import merge_organisations, part_organisations
from arena.enums import Role
from arena.models import Organisation
from tests.api.conftest import make_key
from tests.factories import MembershipFactory, OrganisationFactory, OrganisationPartFactory
from tests.portal.organisation_rows import TwoSides, two_sides

SWEDISH, NORWEGIAN, THIRD = "Kölens Ombruk AB", "Kølens Ombruk AS", "Kjølens Gjenbruk"
API = "/api/v1/arenas/one"


@pytest.fixture
def world(cast) -> TwoSides:
    found = two_sides(cast)
    third = OrganisationFactory(arena=cast.arena, name=THIRD, helix="business")
    OrganisationPartFactory(activity=found.workshop, organisation=third)
    OrganisationPartFactory(activity=found.fair, organisation=third, role=PartRole.PARTICIPANT)
    MembershipFactory(team=cast.team, user=None, organisation=third)
    return found


def places(world: TwoSides) -> dict[str, str]:
    """Every page, file and answer that names organisations as rows or in rows, by what it is."""
    site = "/en/a/one"
    return {
        "register": f"{site}/organisations/",
        "register by activities": f"{site}/organisations/?sort=activities",
        "register, Sweden": f"{site}/organisations/?side=SE",
        "register, Norway": f"{site}/organisations/?side=NO",
        "register, searched": f"{site}/organisations/?q=ombruk",
        "search": f"{site}/search/?q=ombruk",
        "register file": f"{site}/organisations/?format=csv",
        "teams file": f"{site}/teams/?format=csv",
        "partners": f"{site}/organisations/{world.school.pk}/",
        "comparing": f"{site}/organisations/{world.school.pk}/merge/?q=ombruk",
        "settings": f"{site}/settings/organisations/",
        "keys": f"{site}/settings/keys/new/",
        "coaching": f"{site}/activities/{world.coaching.pk}/",
        "workshop": f"{site}/activities/{world.workshop.pk}/",
        "workshop form": f"{site}/activities/{world.workshop.pk}/edit/",
        "fair": f"{site}/activities/{world.fair.pk}/",
        "team": f"{site}/teams/repair/",
        "units": f"{site}/indicators/supported/",
        "units file": f"{site}/indicators/supported/?format=csv",
        "api register": f"{API}/organisations/",
        "api register file": f"{API}/organisations/?format=csv",
        "api workshop": f"{API}/activities/{world.workshop.pk}/",
        "api fair": f"{API}/activities/{world.fair.pk}/",
        "api team": f"{API}/teams/repair/",
        "api units": f"{API}/indicators/supported/units/",
        "api units file": f"{API}/indicators/supported/units/?format=csv",
    }


@pytest.fixture
def read(cast, as_person, world) -> Callable[[], dict[str, set[str]]]:
    """Reads every place: which of the three names stand there as an organisation's own name."""
    key = Client(headers={"Authorization": f"Bearer {_key(cast)}"})
    lead, coordinator = as_person(cast.lead), as_person(cast.coordinator)

    def run() -> dict[str, set[str]]:
        found = {}
        for name, address in places(world).items():
            # The workshop was held in Norway: its form is the coordinator's.
            reader = key if address.startswith(API) else coordinator if name == "workshop form" else lead
            answer = reader.get(address)
            assert answer.status_code == 200, name
            text = _without_other_names(answer.getvalue().decode())
            found[name] = {spelling for spelling in (SWEDISH, NORWEGIAN, THIRD) if spelling in text}
        return found

    return run


def _key(cast) -> str:
    return make_key(cast.arena, Role.AUDITOR)


def _without_other_names(text: str) -> str:
    """What a row is also called is no row of its own."""
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    if rows and "other_names" in rows[0]:
        return " ".join(row["name"] for row in rows)
    return re.sub(r'"other_names":\s*\[[^\]]*\]|</?mark>', "", text)


def merge(cast, row: str, into: str) -> None:
    rows = {one.name: one for one in cast.arena.organisations.all()}
    kept, merged = ((rows[name].pk, rows[name].version) for name in (into, row))
    merge_organisations(arena=cast.arena, kept=kept, merged=merged, reason="border", actor=cast.lead)


def part(cast, name: str) -> None:
    row = cast.arena.organisations.get(name=name)
    part_organisations(arena=cast.arena, key=row.pk, version=row.version, reason="mistake", actor=cast.lead)


def recount(cast) -> dict[str, object]:
    """The figures from bare rows: every pointer followed step by step."""
    rows = {row.pk: row for row in cast.arena.organisations.all()}

    def end(key: int) -> int:
        while rows[key].merged_into_id:
            key = rows[key].merged_into_id
        return key

    parts = [
        part for part in OrganisationPart.objects.select_related("activity") if part.activity.status != Status.DRAFT
    ]
    supported = {
        end(part.organisation_id)
        for part in parts
        if part.role == PartRole.SUPPORTED and part.activity.kind in {"coaching", "workshop"}
    }
    done = {key: {part.activity_id for part in parts if end(part.organisation_id) == key} for key in rows}
    members = {
        end(key)
        for key in cast.team.memberships.filter(organisation__isnull=False).values_list("organisation", flat=True)
    }
    people = cast.team.memberships.filter(user__isnull=False, ended_on=None).count()
    wholes = [key for key in rows if end(key) == key]
    return {
        "supported": len(supported),
        "register": len(wholes),
        "activities": {rows[key].name: len(done[key]) for key in wholes},
        "active": people + len(members),
    }


def figures(cast, as_person) -> dict[str, object]:
    """The same figures as the arena tells them."""
    key = Client(headers={"Authorization": f"Bearer {_key(cast)}"})
    register = as_person(cast.lead).get("/en/a/one/organisations/")
    listed = key.get(f"{API}/organisations/?page_size=100").json()["results"]
    pages = {row.organisation.name: row.organisation.n_activities for row in register.context["rows"]}
    told = {row["name"]: row["activities"] for row in listed}
    units = [row for row in key.get(f"{API}/indicators/supported/units/").json()["results"] if row["counts"]]
    achieved = key.get(f"{API}/indicators/supported/").json()["figures"]["achieved"]["value"]
    active = key.get(f"{API}/teams/repair/").json()["active_members"]
    overview = as_person(cast.lead).get("/en/a/one/").context["totals"]
    done = as_person(cast.lead).get("/en/a/one/teams/repair/").context["team"].n_active
    assert pages == told
    assert achieved == len(units) == next(row.achieved for row in overview if row.code == "supported")
    assert active == done
    return {
        "supported": achieved,
        "register": register.context["page"].paginator.count,
        "activities": told,
        "active": active,
    }


def test_merged_it_is_one_everywhere_and_undone_everything_is_as_before(cast, as_person, world, read):
    before, figures_before = read(), figures(cast, as_person)
    assert figures_before == recount(cast)

    merge(cast, THIRD, into=NORWEGIAN)
    merge(cast, NORWEGIAN, into=SWEDISH)
    merged, figures_merged = read(), figures(cast, as_person)
    assert figures_merged == recount(cast)

    part(cast, NORWEGIAN)
    half, figures_half = read(), figures(cast, as_person)
    assert figures_half == recount(cast)

    part(cast, THIRD)
    after, figures_after = read(), figures(cast, as_person)

    assert {name for name, spellings in before.items() if NORWEGIAN not in spellings} == {
        "register, Sweden",
        "coaching",
    }
    assert {name: spellings for name, spellings in merged.items() if spellings != {SWEDISH}} == {}
    assert {name for name, spellings in half.items() if THIRD in spellings} == set()
    assert any(spellings == {SWEDISH, NORWEGIAN} for spellings in half.values())
    assert (after, figures_after) == (before, figures_before)
    assert figures_after == recount(cast)
    assert (figures_before["supported"], figures_merged["supported"], figures_half["supported"]) == (3, 1, 2)
    assert (figures_before["register"], figures_merged["register"]) == (4, 2)


def test_either_may_stay_and_the_figures_are_the_same(cast, as_person, world, read):
    merge(cast, SWEDISH, into=NORWEGIAN)
    one = figures(cast, as_person)
    part(cast, SWEDISH)
    merge(cast, NORWEGIAN, into=SWEDISH)
    other = figures(cast, as_person)

    assert {name: value for name, value in one.items() if name != "activities"} == {
        name: value for name, value in other.items() if name != "activities"
    }
    assert one["activities"][NORWEGIAN] == other["activities"][SWEDISH]


def test_a_merger_moves_no_row(cast, world):
    def links():
        parts = OrganisationPart.objects.order_by("pk").values_list("pk", "organisation_id", "role", "changed_at")
        members = cast.team.memberships.order_by("pk").values_list("pk", "organisation_id", "changed_at")
        sides = Organisation.sides.through.objects.order_by("pk").values_list("organisation_id", "side_id")
        cast.team.refresh_from_db()
        return list(parts), list(members), list(sides), cast.team.anchor_id

    before = links()
    merge(cast, NORWEGIAN, into=SWEDISH)
    merged = links()
    part(cast, NORWEGIAN)

    assert before == merged == links()
