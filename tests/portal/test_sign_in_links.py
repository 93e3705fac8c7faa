"""`sign_in_links`: one-use links for a newcomer's own machine."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import SignInLink, User
from arena.enums import Role
from arena.models import Arena, ArenaRole
from core.clock import today
from teams.models import Membership
from tests.factories import ArenaFactory, SideFactory, TeamFactory

LINK = re.compile(r"^  (.+?)  +(http\S+)$", re.MULTILINE)


@pytest.fixture
def arenas(db) -> list[Arena]:
    made = []
    for slug, team in (("smice", "folkverkstad"), ("demo", "fixarkvallarna")):
        arena = ArenaFactory(slug=slug)
        SideFactory(arena=arena)
        SideFactory(arena=arena, code="SE", name_en="Sweden", mark="circle", position=2)
        TeamFactory(arena=arena, slug=team)
        made.append(arena)
    return made


def links(settings) -> dict[str, str]:
    settings.LOCAL, settings.BASE_URL = True, "http://localhost:8044"
    out = StringIO()
    call_command("sign_in_links", stdout=out)
    return dict(LINK.findall(out.getvalue()))


def test_one_link_for_each_role(arenas, settings):
    printed = links(settings)

    assert list(printed) == [
        "Project lead, Norway",
        "Project lead, Sweden",
        "Coordinator",
        "Innovation broker",
        "Member of the reference group",
        "Funder",
        "Auditor",
        "Team member",
        "Visitor without role",
    ]
    assert printed["Project lead, Norway"].startswith("http://localhost:8044/nb/account/link/")
    assert printed["Funder"].startswith("http://localhost:8044/en/account/link/")


def test_roles_hold_in_both_arenas(arenas, settings):
    links(settings)

    for arena in arenas:
        held = arena.roles.values_list("user__email", "role", "side__code")
        assert set(held) == {
            ("lead-no@local.invalid", Role.LEAD, "NO"),
            ("lead-se@local.invalid", Role.LEAD, "SE"),
            ("coordinator@local.invalid", Role.COORDINATOR, None),
            ("broker@local.invalid", Role.BROKER, None),
            ("reference@local.invalid", Role.REFERENCE, None),
            ("funder@local.invalid", Role.FUNDER, None),
            ("auditor@local.invalid", Role.AUDITOR, None),
        }
        stay = Membership.objects.active_on(today()).get(team__arena=arena)
        assert stay.user.email == "member@local.invalid"
    assert all(user.is_local and not user.is_staff for user in User.objects.all())
    assert User.objects.count() == 9


def test_no_mail_is_sent(arenas, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        links(settings)

    assert mail.outbox == []


def test_again_makes_new_links_and_nothing_else(arenas, settings):
    first = links(settings)
    roles, stays = ArenaRole.objects.count(), Membership.objects.count()

    again = links(settings)

    assert not set(first.values()) & set(again.values())
    assert (ArenaRole.objects.count(), Membership.objects.count(), User.objects.count()) == (roles, stays, 9)


def test_link_signs_in_once_after_a_click(arenas, settings):
    address = links(settings)["Auditor"].removeprefix("http://localhost:8044")

    client = Client()
    assert client.get(address).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(address).status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email="auditor@local.invalid").pk)
    assert Client().post(address).status_code == 422


def test_links_without_arenas_still_sign_in(db, settings):
    assert len(links(settings)) == 9
    assert ArenaRole.objects.count() == 0


def test_refuses_to_run_where_it_is_not_local(arenas, settings):
    settings.LOCAL = False

    with pytest.raises(CommandError):
        call_command("sign_in_links", stdout=StringIO())

    assert User.objects.count() == 0
    assert SignInLink.objects.count() == 0
