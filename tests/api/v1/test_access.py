"""Who may read what: role × address × arena, and no name of a supported firm where none may stand."""

from datetime import date

import pytest

from accounts.models import ApiKey, User
from arena.enums import Role
from arena.models import ArenaRole
from core.models import LogEntry
from tests.api.conftest import HIDDEN_FIRM, Asking, World, build_world, make_key, make_own_key, resources, yesterday
from tests.factories import ArenaRoleFactory

ASKERS = ("nobody", "funder", "auditor", "reference", "elsewhere", "expired", "revoked", "wrong")
UNITS = "units/"


def secret_of(asker: str, world: World) -> str:
    if asker == "nobody":
        return ""
    if asker == "wrong":
        return f"abcdefgh.{'x' * 32}"
    if asker == "elsewhere":
        return make_key(world.cast.other_arena, Role.AUDITOR)
    if asker == "expired":
        return make_key(world.cast.arena, expiry_date=yesterday())
    if asker == "revoked":
        return make_key(world.cast.arena, revoked=True)
    return make_key(world.cast.arena, asker)


def expected(asker: str, path: str, visibility: str, *, is_open: bool) -> int:
    if asker in {"expired", "revoked", "wrong"}:
        return 401
    has_role = asker in {"funder", "auditor", "reference"}
    if visibility != "public" and not has_role:
        return 404
    if path.endswith(UNITS):
        return 200 if is_open or asker in {"auditor", "reference"} else 404
    return 200


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("visibility", ["public", "members", "closed"])
def test_every_resource_by_every_asker(db, ask: Asking, settings, visibility, is_open):
    settings.API_READS_PER_MINUTE = {"key": 1000, "network": 1000}
    world = build_world(visibility=visibility, open_working_figures=is_open)
    keys = {asker: secret_of(asker, world) for asker in ASKERS}

    wrong = [
        (asker, path, answer.status_code)
        for asker in ASKERS
        for path in resources(world)
        if (answer := ask(path, keys[asker])).status_code != expected(asker, path, visibility, is_open=is_open)
    ]

    assert wrong == []


@pytest.mark.parametrize(("asker", "may_name"), [("nobody", False), ("reference", False), ("elsewhere", False)])
def test_a_supported_firm_is_named_to_nobody_without_the_right(db, ask: Asking, asker, may_name):
    world = build_world(open_working_figures=True)
    secret = secret_of(asker, world)

    named = [
        path + query
        for path in resources(world)
        for query in ("", "?format=csv")
        for content in [body_of(ask(path + query, secret))]
        if HIDDEN_FIRM in content or "5560360793" in content or "Kanarieutkast" in content
    ]

    assert named == []


@pytest.mark.parametrize("asker", ["funder", "auditor"])
def test_a_supported_firm_is_named_to_those_who_may_know(db, ask: Asking, asker):
    world = build_world(open_working_figures=True)
    secret = secret_of(asker, world)
    base = f"/api/v1/arenas/{world.cast.arena.slug}"

    for path in ("organisations/", f"activities/{world.activity.pk}/", "indicators/supported/units/"):
        assert HIDDEN_FIRM in body_of(ask(f"{base}/{path}", secret)), path


def test_a_session_is_not_looked_at(closed_cast, as_person):
    client = as_person(closed_cast.lead)

    answer = client.get("/api/v1/arenas/one/")

    assert answer.status_code == 404


def test_a_wrong_key_is_told_how_to_come_in(world, ask: Asking):
    answer = ask("/api/v1/arenas/one/", f"abcdefgh.{'x' * 32}")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "header",
    ["Basic dXNlcjpwYXNz", "Bearer", "Bearer x", "Api-Key abcdefgh.x", "Bearer å" + "x" * 40, "Bearer a b c", ""],
)
def test_a_header_that_is_no_key_is_refused(world, ask: Asking, header):
    assert ask("/api/v1/arenas/one/", authorization=header).status_code == 401


def test_a_key_outside_its_header_is_refused(world, funder, ask: Asking):
    assert ask(f"/api/v1/arenas/one/?key={funder}").status_code == 400
    assert ask(f"/api/v1/arenas/one/?access_token={funder}").status_code == 400


def test_a_key_ends_at_once_when_it_is_revoked(world, funder, ask: Asking):
    assert ask("/api/v1/arenas/one/", funder).status_code == 200

    ApiKey.objects.update(revoked=True)

    assert ask("/api/v1/arenas/one/", funder).status_code == 401


def test_each_read_with_a_key_is_logged_without_its_secret(world, funder, ask: Asking):
    ask("/api/v1/arenas/one/teams/?page_size=3", funder)
    ask("/api/v1/arenas/one/teams/", funder)

    entries = list(LogEntry.objects.filter(verb="api.read"))
    assert [entry.after for entry in entries] == [{"path": "/api/v1/arenas/one/teams/"}] * 2
    assert {entry.object_type for entry in entries} == {"arena.keygrant"}
    assert ApiKey.objects.get().last_used_at is not None


def test_the_last_use_is_written_at_most_once_a_minute(world, funder, ask: Asking):
    ask("/api/v1/arenas/one/", funder)
    first = ApiKey.objects.get().last_used_at

    ask("/api/v1/arenas/one/", funder)

    assert ApiKey.objects.get().last_used_at == first


def test_only_who_may_open_evidence_reads_its_address(open_world, ask: Asking):
    path = f"/api/v1/arenas/one/activities/{open_world.demonstration.pk}/"

    for role, may_open in ((Role.FUNDER, False), (Role.REFERENCE, False), (Role.AUDITOR, True)):
        content = body_of(ask(path, make_key(open_world.cast.arena, role)))
        assert "Slutrapport" in content
        assert ("kanarielank" in content) is may_open, role


def test_evidence_has_no_title_for_those_who_see_no_preliminary_figures(world, funder, ask: Asking):
    path = f"/api/v1/arenas/one/activities/{world.demonstration.pk}/"

    anyone, with_key = ask(path).json(), ask(path, funder).json()

    assert (anyone["n_evidence"], anyone["evidence"]) == (1, None)
    assert [row["title"] for row in with_key["evidence"]] == ["Slutrapport"]


@pytest.mark.parametrize("visibility", ["public", "members", "closed"])
def test_a_persons_key_reads_what_the_person_may(db, ask: Asking, settings, visibility):
    settings.API_READS_PER_MINUTE = {"key": 1000, "network": 1000}
    world = build_world(visibility=visibility)
    people = ("coordinator", "funder", "member", "former_member")
    keys = {name: make_own_key(world.cast.arena, world.cast.person(name), may_write=False) for name in people}
    base = "/api/v1/arenas/one"

    found = {
        name: (ask(f"{base}/", secret).status_code, ask(f"{base}/indicators/supported/units/", secret).status_code)
        for name, secret in keys.items()
    }

    outside = (200 if visibility == "public" else 404, 404)
    assert found == {
        "coordinator": (200, 200),
        "funder": (200, 404),
        "member": (404, 404) if visibility == "closed" else (200, 200),
        "former_member": outside,
    }


def test_a_persons_key_is_worth_nothing_in_another_arena(db, ask: Asking):
    world = build_world(visibility="closed")
    ArenaRoleFactory(arena=world.cast.other_arena, user=world.cast.lead, role=Role.COORDINATOR)

    secret = make_own_key(world.cast.other_arena, world.cast.lead)

    assert ask("/api/v1/arenas/one/", secret).status_code == 404
    assert ask("/api/v1/arenas/other/", secret).status_code == 200


def test_a_persons_key_ends_with_the_role_and_with_the_account(db, ask: Asking):
    world = build_world(visibility="closed")
    secret = make_own_key(world.cast.arena, world.cast.lead)
    assert ask("/api/v1/arenas/one/", secret).status_code == 200

    ArenaRole.objects.filter(user=world.cast.lead).update(ends_on=date(2024, 6, 1))
    without_role = ask("/api/v1/arenas/one/", secret).status_code
    User.objects.filter(pk=world.cast.lead.pk).update(is_active=False)

    assert (without_role, ask("/api/v1/arenas/one/", secret).status_code) == (404, 401)


def body_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()
