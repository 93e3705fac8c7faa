"""What the API's tests share: a way to ask, keys for every role, an arena with rows of every kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import ApiKey, User
from activities.enums import PartRole
from activities.models import Activity
from arena.enums import Role
from arena.models import Arena, ArenaRole, KeyGrant, Organisation
from indicators.models import Indicator
from tests.conftest import Cast, build_cast
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    EvidenceFactory,
    HeadcountFactory,
    IndicatorFactory,
    OrganisationFactory,
    OrganisationPartFactory,
    PeriodFactory,
    TargetFactory,
    ThemeFactory,
    UserFactory,
)

HIDDEN_FIRM = "Kanariefirman AB"
Asking = Callable[..., HttpResponse]


@pytest.fixture
def ask() -> Asking:
    """Asks the API for an address, with a key or without."""

    def get(path: str, secret: str = "", method: str = "get", **headers: str) -> HttpResponse:
        if secret:
            headers["authorization"] = f"Bearer {secret}"
        return getattr(Client(), method)(path, headers=headers)

    return get


def make_key(arena: Arena, role: str = Role.FUNDER, **fields: object) -> str:
    """A key of an arena, its secret."""
    key, secret = ApiKey.objects.create_key(name=f"{role} key", owner=UserFactory(), **fields)
    KeyGrant.objects.create(key=key, arena=arena, role=role)
    return secret


def make_own_key(arena: Arena, owner: User, *, may_write: bool = True) -> str:
    """A key that acts for a person, its secret."""
    key, secret = ApiKey.objects.create_key(name="Own key", owner=owner)
    KeyGrant.objects.create(key=key, arena=arena, role="", may_write=may_write)
    return secret


@dataclass(frozen=True)
class World:
    """A cast with one of everything; `firm` received support and is named nowhere in the open."""

    cast: Cast
    activity: Activity
    demonstration: Activity
    firm: Organisation
    university: Organisation
    indicators: list[Indicator]


def build_world(**arena_fields: object) -> World:
    """An arena with activities, organisations, indicators and a theme."""
    cast = build_cast(**arena_fields)
    arena = cast.arena
    PeriodFactory(arena=arena)
    theme = ThemeFactory(arena=arena, key="textiles", name_en="Textiles")
    activity = ActivityFactory(arena=arena, title="Reparationsdag", kind="workshop", place="Arvika", team=cast.team)
    activity.sides.set([cast.norway, cast.sweden])
    activity.themes.add(theme)
    AssessmentFactory(activity=activity)
    HeadcountFactory(activity=activity)
    firm = OrganisationFactory(arena=arena, name=HIDDEN_FIRM, helix="business", country="SE", number="5560360793")
    university = OrganisationFactory(arena=arena, name="Karlstads universitet", helix="academia", is_enterprise=False)
    OrganisationPartFactory(activity=activity, organisation=firm, role=PartRole.SUPPORTED)
    OrganisationPartFactory(activity=activity, organisation=university, role=PartRole.ORGANISER)
    demonstration = ActivityFactory(arena=arena, title="Testbädd", kind="demonstration")
    EvidenceFactory(activity=demonstration, title="Slutrapport", url="https://example.org/kanarielank")
    ActivityFactory(arena=arena, title="Kanarieutkast", status="draft", logged_by=cast.lead)
    demonstrations = IndicatorFactory(arena=arena, code="demonstrations", name_en="Demonstrations")
    TargetFactory(indicator=demonstrations, value=8)
    supported = IndicatorFactory(arena=arena, code="supported", rule="supported_enterprises")
    return World(cast, activity, demonstration, firm, university, [demonstrations, supported])


@pytest.fixture
def world(db: None) -> World:
    """A public arena whose working figures are not open to everyone."""
    return build_world()


@pytest.fixture
def open_world(db: None) -> World:
    """A public arena whose working figures are open to everyone."""
    return build_world(open_working_figures=True)


@pytest.fixture
def funder(world: World) -> str:
    """The secret of a funder's key."""
    return make_key(world.cast.arena)


@pytest.fixture
def auditor(world: World) -> str:
    """The secret of an auditor's key."""
    return make_key(world.cast.arena, Role.AUDITOR)


@pytest.fixture
def coordinator(world: World) -> str:
    """The secret of a key that writes for the coordinator of the whole arena."""
    person = world.cast.reference
    ArenaRole.objects.filter(user=person).update(role=Role.COORDINATOR)
    return make_own_key(world.cast.arena, person)


@pytest.fixture
def member(world: World) -> str:
    """The secret of a key that writes for a member of a team."""
    return make_own_key(world.cast.arena, world.cast.member)


def yesterday() -> object:
    """A moment that has passed."""
    return timezone.now() - timedelta(days=1)


def resources(world: World) -> list[str]:
    """The address of every resource with rows in it."""
    base = f"/api/v1/arenas/{world.cast.arena.slug}"
    return [
        f"{base}/",
        f"{base}/activities/",
        f"{base}/activities/{world.activity.pk}/",
        f"{base}/activities/{world.activity.pk}/assessments/",
        f"{base}/assessments/",
        f"{base}/assessments/{world.activity.assessments.get().pk}/",
        f"{base}/teams/",
        f"{base}/teams/{world.cast.team.slug}/",
        f"{base}/organisations/",
        f"{base}/map/",
        f"{base}/indicators/",
        f"{base}/indicators/supported/",
        f"{base}/indicators/supported/units/",
    ]
