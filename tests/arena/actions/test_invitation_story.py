"""Invitations in any order of events: sent, sent again, taken back, tried by anybody, time passing, roles ending.

The story keeps its own short book about what must be true, and compares after every event.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from arena import ranks
from arena.actions.invitations import accept_invitation, invite, invite_again, take_back
from arena.actions.links import forget_over
from arena.enums import Role
from arena.models import ArenaRole, Invitation
from core.clock import now
from core.errors import RuleBroken
from tests.arena.links import last_token, prove
from tests.conftest import build_cast
from tests.factories import UserFactory

SENDERS = ("lead", "coordinator", "broker")
COUNTRIES = ("norway", "sweden", None)
GUESTS = ("anna@example.org", "bo@example.org")


@dataclass
class Page:
    """What the book says of one invitation."""

    key: int
    to: str
    sender: str
    role: str
    side: str | None
    until: datetime
    links: list[str] = field(default_factory=list)
    taken_by: str = ""
    is_taken_back: bool = False


class Story(RuleBasedStateMachine):
    """One arena, three who send, two who are invited."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.cast = build_cast()
        self.guests = {email: prove(UserFactory(email=email)) for email in GUESTS}
        self.at = now()
        self.pages: list[Page] = []
        self.held = {
            "lead": {(Role.LEAD, "sweden")},
            "coordinator": {(Role.COORDINATOR, "norway")},
            "broker": {(Role.BROKER, None)},
        }
        self.given: list[tuple[str, str, str | None]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    @initialize(role=st.sampled_from((Role.BROKER, Role.COORDINATOR)), to=st.sampled_from(GUESTS))
    def begin(self, role, to):
        self.send("lead", role, "sweden", to)

    def side(self, name: str | None):
        return getattr(self.cast, name) if name else None

    def could_send(self, sender: str, role: str, side: str | None) -> bool:
        led = {country for _to, kind, country in self.given if kind == Role.LEAD}
        led |= {country for kind, country in self.held["lead"] if kind == Role.LEAD}
        return ranks.may_give(self.held[sender], role, side, led=led) and not (role == Role.LEAD and side is None)

    def tried(self, call, **terms: object) -> bool:
        try:
            with transaction.atomic():
                call(**terms)
        except RuleBroken:
            return False
        return True

    @rule(
        sender=st.sampled_from(SENDERS),
        role=st.sampled_from((Role.COORDINATOR, Role.BROKER, Role.LEAD)),
        side=st.sampled_from(COUNTRIES),
        to=st.sampled_from(GUESTS),
    )
    def send(self, sender, role, side, to):
        waits = [
            page for page in self.pages if (page.to, page.role, page.side) == (to, role, side) and self.lives(page)
        ]
        terms = {"email": to, "role": role, "side": self.side(side), "ends_on": None, "language": "en"}

        done = self.tried(
            invite, arena=self.cast.arena, actor=self.cast.person(sender), at=self.at, on=self.at.date(), **terms
        )

        assert done == (self.could_send(sender, role, side) and not waits)
        if done:
            key = Invitation.objects.latest("pk").pk
            self.pages.append(Page(key, to, sender, role, side, self.at + timedelta(days=7), [last_token()]))

    @precondition(lambda self: self.pages)
    @rule(back=st.integers(0, 1), sender=st.sampled_from(SENDERS))
    def send_again(self, back, sender):
        page = self.pages[-1 - back % len(self.pages)]
        Invitation.objects.filter(pk=page.key).update(changed_at=self.at - timedelta(hours=1))
        row = Invitation.objects.get(pk=page.key)

        done = self.tried(
            invite_again,
            arena=self.cast.arena,
            key=page.key,
            language="en",
            actor=self.cast.person(sender),
            at=self.at,
            on=self.at.date(),
        )

        is_open = not page.taken_by and not page.is_taken_back and bool(row.email)
        assert done == (is_open and self.could_send(sender, page.role, page.side))
        if done:
            page.links.append(last_token())
            page.sender, page.until = sender, self.at + timedelta(days=7)

    @precondition(lambda self: self.pages)
    @rule(back=st.integers(0, 2))
    def take_one_back(self, back):
        page = self.pages[-1 - back % len(self.pages)]
        has_address = bool(Invitation.objects.get(pk=page.key).email)

        done = self.tried(take_back, arena=self.cast.arena, key=page.key, actor=self.cast.lead, at=self.at)

        assert done == (not page.taken_by and not page.is_taken_back and has_address)
        page.is_taken_back |= done

    def lives(self, page: Page) -> bool:
        return not page.taken_by and not page.is_taken_back and self.at < page.until

    @precondition(lambda self: self.pages)
    @rule(back=st.integers(0, 1), meanwhile=st.sampled_from(("nothing", "nothing", "a week", "the sender leaves")))
    def the_guest_accepts(self, back, meanwhile):
        page = self.pages[-1 - back % len(self.pages)]
        if meanwhile == "a week":
            self.at += timedelta(days=7)
        elif meanwhile == "the sender leaves":
            self.a_sender_goes_or_comes_back(page.sender, comes_back=False)
        self.accept(page, page.links[-1], page.to)

    @precondition(lambda self: self.pages)
    @rule(back=st.integers(0, 2), who=st.sampled_from(GUESTS))
    def somebody_tries_the_first_link(self, back, who):
        page = self.pages[-1 - back % len(self.pages)]
        self.accept(page, page.links[0], who)

    def accept(self, page: Page, link: str, who: str) -> None:
        is_newest, same = link == page.links[-1], (who, page.role, page.side)
        may = is_newest and self.lives(page) and who == page.to and same not in self.given
        may = may and self.could_send(page.sender, page.role, page.side)

        done = self.tried(accept_invitation, token=link, user=self.guests[who], at=self.at, on=self.at.date())

        # Pressing the button a second time is answered as the first was.
        assert done == (may or (is_newest and page.taken_by == who))
        if may:
            page.taken_by = who
            self.given.append(same)

    @rule(sender=st.sampled_from(SENDERS), comes_back=st.booleans())
    def a_sender_goes_or_comes_back(self, sender, comes_back):
        rows = ArenaRole.objects.filter(arena=self.cast.arena, user=self.cast.person(sender))
        row = rows.get()
        row.ends_on = None if comes_back else row.starts_on
        row.save()
        side = "sweden" if sender == "lead" else "norway" if sender == "coordinator" else None
        self.held[sender] = {(row.role, side)} if comes_back else set()

    @rule(hours=st.sampled_from((1, 120)))
    def time_passes(self, hours):
        self.at += timedelta(hours=hours)

    @rule()
    def the_night_forgets(self):
        forget_over(at=self.at)

        assert not Invitation.objects.filter(expires_at__lte=self.at).exclude(email="").exists()

    @invariant()
    def every_role_came_by_one_link(self):
        rows = ArenaRole.objects.filter(user__in=self.guests.values()).select_related("user", "side")
        names = {self.cast.norway: "norway", self.cast.sweden: "sweden", None: None}

        assert sorted((row.user.email, row.role, str(names[row.side])) for row in rows) == sorted(
            (to, role, str(side)) for to, role, side in self.given
        )

    @invariant()
    def what_is_settled_holds_no_address(self):
        settled = [page.key for page in self.pages if page.taken_by or page.is_taken_back]

        assert not Invitation.objects.filter(pk__in=settled).exclude(email="").exists()


@pytest.mark.django_db
def test_whatever_happens_a_link_gives_one_role_to_one_person():
    # A story that fails is short enough to read: making it shorter takes minutes.
    quick = settings(
        max_examples=50,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(Story, settings=quick)
