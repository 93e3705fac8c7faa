"""The people of a newcomer's own machine: one for each role, in both arenas. Never made on a public installation."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from arena.actions.roles import give_role
from arena.enums import Role
from arena.models import Arena
from arena.queries import roles_on
from teams.actions import join_team
from teams.models import Membership

ARENAS = ("smice", "demo")
# The team that the local member is in, by arena.
TEAM_OF = {"smice": "folkverkstad", "demo": "fixarkvallarna"}


@dataclass(frozen=True)
class LocalPerson:
    """Somebody who tries one role. `name` stands beside what this person logs and rates."""

    key: str
    name: str
    language: str = "en"
    role: str = ""
    side: str = ""
    is_member: bool = False

    @property
    def email(self) -> str:
        """An address that nobody owns."""
        return f"{self.key}@local.invalid"


PEOPLE = (
    LocalPerson("lead-no", "Project lead, Norway", "nb", Role.LEAD, "NO"),
    LocalPerson("lead-se", "Project lead, Sweden", "sv", Role.LEAD, "SE"),
    LocalPerson("coordinator", "Coordinator", role=Role.COORDINATOR),
    LocalPerson("broker", "Innovation broker", role=Role.BROKER),
    LocalPerson("reference", "Member of the reference group", role=Role.REFERENCE),
    LocalPerson("funder", "Funder", role=Role.FUNDER),
    LocalPerson("auditor", "Auditor", role=Role.AUDITOR),
    LocalPerson("member", "Team member", is_member=True),
    LocalPerson("visitor", "Visitor without role"),
)


@transaction.atomic
def make_local_people(*, on: date) -> list[tuple[LocalPerson, User]]:
    """Makes those who are missing and gives them their roles in the arenas that are there; again changes nothing."""
    arenas = {arena.slug: arena for arena in Arena.objects.filter(slug__in=ARENAS)}
    people = [(person, _user(person)) for person in PEOPLE]
    for person, user in people:
        for arena in arenas.values():
            if person.role:
                _give(arena, person, user, on)
            if person.is_member:
                _join(arena, user, on)
    return people


def _user(person: LocalPerson) -> User:
    known = User.objects.filter(email=person.email).first()
    return known or User.objects.create_user(person.email, name=person.name, language=person.language, is_local=True)


def _give(arena: Arena, person: LocalPerson, user: User, on: date) -> None:
    if roles_on(on).filter(arena=arena, user=user, role=person.role).exists():
        return
    side = arena.sides.get(code=person.side) if person.side else None
    give_role(arena=arena, email=user.email, role=person.role, side=side, starts_on=on, ends_on=None, actor=None, on=on)


def _join(arena: Arena, user: User, on: date) -> None:
    team = arena.teams.filter(slug=TEAM_OF[arena.slug]).first()
    if team is not None and not Membership.objects.active_on(on).filter(team__arena=arena, user=user).exists():
        join_team(team=team, user=user, on=on, actor=None)
