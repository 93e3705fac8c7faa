"""Who may write by the API, where, and how often."""

import json

from django.utils import timezone

from accounts.models import ApiKey
from activities.enums import Status
from activities.models import Activity
from arena.enums import Role
from core.models import LogEntry
from tests.api.conftest import World, build_world, make_key, make_own_key
from tests.api.sending import ALL, DRAFT, change, codes, log, send
from tests.api.v1.test_protocol import problem
from tests.factories import ArenaRoleFactory

TODAY = timezone.localdate()


def test_who_may_write(db, settings):
    settings.API_WRITES_PER_MINUTE = 100_000
    world = build_world()
    cast, path = world.cast, f"{ALL}{world.activity.pk}/"
    ArenaRoleFactory(arena=cast.other_arena, user=cast.outsider, role=Role.COORDINATOR)
    keys = {name: make_own_key(cast.arena, cast.person(name)) for name in ("lead", "broker", "member", "former_member")}
    keys |= {
        "reads only": make_own_key(cast.arena, cast.lead, may_write=False),
        "funder": make_key(cast.arena),
        "elsewhere": make_own_key(cast.other_arena, cast.outsider),
        "nobody": "",
        "wrong": f"abcdefgh.{'x' * 32}",
    }

    answers = {
        who: (
            log(secret, DRAFT).status_code,
            send("patch", path, {"place": "A"}, secret, if_match='"1"').status_code,
            log(secret, {"level": 1}, path=f"{path}assessments/").status_code,
        )
        for who, secret in keys.items()
    }

    assert answers == {
        "lead": (201, 200, 201),
        "broker": (201, 403, 403),
        "member": (201, 403, 403),
        "former_member": (403, 403, 403),
        "reads only": (403, 403, 403),
        "funder": (403, 403, 403),
        "elsewhere": (403, 403, 403),
        "nobody": (401, 401, 401),
        "wrong": (401, 401, 401),
    }


def test_nothing_is_there_for_outsiders(db):
    world = build_world(visibility="closed")
    keys = {
        "member": make_own_key(world.cast.arena, world.cast.member),
        "elsewhere": make_own_key(world.cast.other_arena, world.cast.outsider),
        "nobody": "",
    }

    for who, secret in keys.items():
        problem(log(secret, DRAFT), 404)
        answer = send("patch", f"{ALL}{world.activity.pk}/", {}, secret, if_match='"1"')
        assert answer.status_code == 404, who


def test_a_session_writes_nothing(cast, as_person):
    client = as_person(cast.lead)

    answer = client.post(ALL, json.dumps(DRAFT), content_type="application/json", headers={"idempotency_key": "k"})

    problem(answer, 401)
    assert not Activity.objects.exists()


def test_rights_end_between_two_requests(world: World, member):
    assert log(member, DRAFT).status_code == 201
    world.cast.team.memberships.filter(user=world.cast.member).update(ended_on=TODAY)
    ended = log(member, DRAFT).status_code
    ApiKey.objects.update(revoked=True)

    assert (ended, log(member, DRAFT).status_code) == (403, 401)


def test_a_draft_is_seen_by_who_logged_it_and_by_those_who_run_the_arena(world: World, member, coordinator, ask):
    other = make_own_key(world.cast.arena, world.cast.team_lead)
    path = log(member, DRAFT)["Location"]

    seen = [ask(path, secret).status_code for secret in (member, coordinator, other, "")]
    listed = [
        "Repair evening" in ask(f"{ALL}?status=draft", secret).content.decode()
        for secret in (member, coordinator, other, "")
    ]

    assert seen == [200, 200, 404, 404]
    assert listed == [True, True, False, False]
    assert "Repair evening" not in ask(ALL, member).content.decode()
    assert send("patch", path, {"title": "Mine"}, other, if_match='"1"').status_code == 404


def test_for_the_other_country_alone_it_stays_a_draft(world: World):
    secret = make_own_key(world.cast.arena, world.cast.lead)  # leads the Swedish side

    other = log(secret, {"title": "A", "level": 1, "sides": ["NO"]}).json()
    both = log(secret, {"title": "A", "level": 1, "sides": ["NO", "SE"]}).json()
    moved = change(secret, Activity.objects.get(pk=both["id"]), {"sides": ["NO"]})

    assert (other["status"]["value"], both["status"]["value"]) == (Status.DRAFT, Status.HELD)
    assert codes(problem(moved, 422)) == {"sides": ["activity.other_side"]}


def test_each_write_is_logged_with_the_person_and_the_key(world: World, member):
    path = log(member, DRAFT)["Location"]

    entries = LogEntry.objects.filter(actor=world.cast.member).order_by("pk")

    assert [entry.verb for entry in entries] == ["log_activity", "api.write"]
    assert entries.last().after == {"prefix": member[:8], "path": path}
    assert entries.last().tenant == world.cast.arena.pk


def test_writes_have_a_limit_of_their_own(world: World, member, settings, ask):
    settings.API_WRITES_PER_MINUTE = 2

    statuses = [log(member, DRAFT).status_code for _turn in range(3)]

    assert statuses == [201, 201, 429]
    assert ask(ALL, member).status_code == 200


def test_a_write_takes_no_parameters(world: World, member):
    assert list(problem(log(member, DRAFT, path=f"{ALL}?side=NO"), 400)["errors"]) == ["side"]
