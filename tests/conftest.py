"""The cast: the same people with the same names in every test.

One arena with a Norwegian and a Swedish side, its scales, a team, an activity; another arena with a member of its own.
"""

from dataclasses import dataclass
from datetime import date
from importlib import import_module

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation

from accounts.models import ApiKey, User
from accounts.principal import KeyHolder
from arena.enums import Mark, Role
from arena.models import Arena, KeyGrant, Side
from teams.enums import TeamRole
from teams.models import Team
from tests.accounts.sessions import signed_in
from tests.factories import (
    START,
    ArenaFactory,
    ArenaRoleFactory,
    EffectLevelFactory,
    MembershipFactory,
    SideFactory,
    StabilityStepFactory,
    TeamFactory,
    UserFactory,
)

WORDS = {1: "People", 2: "Organisations", 3: "System"}


@dataclass(frozen=True)
class Cast:
    """Everybody. `lead` leads the Swedish side, `coordinator` coordinates the Norwegian one."""

    arena: Arena
    norway: Side
    sweden: Side
    team: Team
    lead: User
    coordinator: User
    broker: User
    reference: User
    funder: User
    auditor: User
    team_lead: User
    member: User
    former_member: User
    outsider: User
    other_arena: Arena
    staff: User
    anonymous: AnonymousUser

    def person(self, name: str) -> User | AnonymousUser:
        """Somebody by name."""
        return getattr(self, name)


PEOPLE = (
    "lead",
    "coordinator",
    "broker",
    "reference",
    "funder",
    "auditor",
    "team_lead",
    "member",
    "former_member",
    "outsider",
    "anonymous",
)


def build_cast(**arena_fields: object) -> Cast:
    """A fresh cast; `arena_fields` change the arena (visibility, open_working_figures …)."""
    arena = ArenaFactory(slug="one", name_en="Arena One", name_sv="Arena Ett", name_nb="Arena En", **arena_fields)
    norway = SideFactory(arena=arena, code="NO", name_en="Norway", name_sv="Norge", name_nb="Norge", position=1)
    sweden = SideFactory(
        arena=arena, code="SE", name_en="Sweden", name_sv="Sverige", name_nb="Sverige", mark=Mark.CIRCLE, position=2
    )
    for number in (1, 2, 3):
        EffectLevelFactory(arena=arena, number=number, name_en=WORDS[number])
    for number in range(1, 6):
        StabilityStepFactory(arena=arena, number=number)
    team = TeamFactory(arena=arena, slug="repair", name="Folkverkstad")
    team.sides.add(sweden)
    people = {
        name: UserFactory(email=f"{name}@example.org", name=name.replace("_", " ").title()) for name in PEOPLE[:-1]
    }
    ArenaRoleFactory(arena=arena, user=people["lead"], role=Role.LEAD, side=sweden)
    ArenaRoleFactory(arena=arena, user=people["coordinator"], role=Role.COORDINATOR, side=norway)
    for role in (Role.BROKER, Role.REFERENCE, Role.FUNDER, Role.AUDITOR):
        ArenaRoleFactory(arena=arena, user=people[role.value], role=role)
    MembershipFactory(team=team, user=people["team_lead"], role=TeamRole.LEAD)
    MembershipFactory(team=team, user=people["member"])
    MembershipFactory(team=team, user=people["former_member"], ended_on=date(2024, 6, 1))
    other_arena = ArenaFactory(slug="other", name_en="Other arena")
    MembershipFactory(team=TeamFactory(arena=other_arena, slug="elsewhere"), user=people["outsider"])
    staff = UserFactory(email="staff@example.org", is_staff=True)
    return Cast(
        arena=arena,
        norway=norway,
        sweden=sweden,
        team=team,
        other_arena=other_arena,
        staff=staff,
        anonymous=AnonymousUser(),
        **people,
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """A public arena whose working figures are not open to everyone."""
    return build_cast()


@pytest.fixture
def closed_cast(db: None) -> Cast:
    """The same people around an arena that only they may see."""
    return build_cast(visibility="closed")


@pytest.fixture
def funder_key(cast: Cast) -> tuple[str, KeyHolder]:
    """A funder's key for the cast's arena: the secret and who holds it."""
    key, secret = ApiKey.objects.create_key(name="Programme office", owner=cast.lead)
    KeyGrant.objects.create(key=key, arena=cast.arena, role=Role.FUNDER)
    return secret, KeyHolder(key)


@pytest.fixture
def as_person():
    """Gives a client that is signed in as somebody, just now and with a second step; nobody for the anonymous."""

    def sign_in(person: User | AnonymousUser | None = None) -> Client:
        return signed_in(person) if person is not None and person.pk else Client()

    return sign_in


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Rate limits and cached answers of one test never meet the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def _starts_in_english():
    """A page in another language leaves that language behind; the next test starts anew."""
    with translation.override("en"):
        yield


@pytest.fixture
def start() -> date:
    """The first day of the cast's arena."""
    return START


@pytest.fixture(autouse=True)
def _emptying_the_log(request: pytest.FixtureRequest):
    """Between transactional tests SQLite empties every table row by row, which the log's trigger refuses."""
    transactional = {"transactional_db", "live_server"} & set(request.fixturenames)
    marker = request.node.get_closest_marker("django_db")
    if not (transactional or (marker and marker.kwargs.get("transaction"))):
        yield
        return
    request.getfixturevalue("transactional_db")
    if connection.vendor != "sqlite":
        yield
        return
    protection = import_module("core.migrations.0002_log_append_only")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS core_log_no_delete")
        cursor.execute(protection.SQLITE_UP[0])
        yield
        cursor.execute("DROP TRIGGER core_log_no_delete")


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    """A lane that ran no test is red."""
    ran = sum(len(terminalreporter.stats.get(kind, [])) for kind in ("passed", "failed", "error"))
    if not ran and not hasattr(config, "workerinput") and not config.option.collectonly:
        terminalreporter.write_line("No test ran: this lane is red.")
        terminalreporter._session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED
