"""Invitations in the settings: who sees which, sent once, sent again, taken back."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from arena.models import Invitation
from core.clock import now
from core.models import Mail
from tests.accounts.sessions import signed_in
from tests.arena.links import last_token
from tests.arena.settings_rows import TOKEN
from tests.factories import ArenaRoleFactory, InvitationFactory
from tests.letters import last_letter, letters

LIST = "/en/a/one/settings/invitations/"
NEW = f"{LIST}new/"
GIVE = "/en/a/one/settings/roles/new/"


def posted(**changes: object) -> dict[str, object]:
    return {"email": "Ny@Example.org", "role": "broker", "side": "", "language": "sv", "token": TOKEN} | changes


def test_an_invitation_goes_out_once(cast, as_person):
    client = as_person(cast.lead)

    first = client.post(NEW, posted(side=cast.norway.pk, ends_on="2031-01-01"))
    again = client.post(NEW, posted(side=cast.norway.pk, ends_on="2031-01-01"))

    assert (first.status_code, first.url, again.url) == (302, LIST, LIST)
    row = Invitation.objects.get()
    assert (row.email, row.role, row.side, str(row.role_ends_on)) == (
        "ny@example.org",
        "broker",
        cast.norway,
        "2031-01-01",
    )
    assert [letter.to for letter in letters()] == ["ny@example.org"]
    assert "1 januari 2031" in last_letter().body or "1 January 2031" in last_letter().body
    page = client.get(LIST).content.decode()
    assert "The invitation is on its way." in page
    assert "ny@example.org" in page


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"email": "no address"}, "email", "Write an email address, such as name@example.org"),
        ({"role": "lead"}, "side", "Choose the country of the project lead."),
        ({"role": "owner"}, "role", "Choose an answer"),
        ({"ends_on": "2020-01-01"}, "ends_on", "The role would be over before anybody has it."),
        ({"language": "de"}, "language", "Choose an answer"),
        ({"token": ""}, "__all__", "This form has expired."),
        ({"email": "waits@example.org"}, "email", "An invitation to this role waits for this address already."),
    ],
)
def test_what_cannot_be_is_told_and_stays_typed(cast, as_person, changes, field, message):
    InvitationFactory(arena=cast.arena, email="waits@example.org", invited_by=cast.lead)

    response = as_person(cast.lead).post(NEW, posted(**changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    page = response.content.decode()
    assert message in page
    assert str(posted(**changes)["email"]) in page
    assert not Mail.objects.exists()


def test_a_coordinator_is_offered_what_a_coordinator_gives(cast, as_person):
    form = as_person(cast.coordinator).get(NEW).context["form"]

    assert [value for value, _label in form.fields["role"].choices] == ["coordinator", "broker", "reference"]
    assert [label for _value, label in form.fields["side"].choices] == ["Norway"]
    assert form.initial["side"] == str(cast.norway.pk)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"role": "lead"}, "role"), ({"role": "funder"}, "role"), ({"side": "sweden"}, "side"), ({"side": ""}, "side")],
)
def test_a_coordinator_cannot_post_more_than_that(cast, as_person, changes, field):
    sides = {"norway": cast.norway.pk, "sweden": cast.sweden.pk, "": ""}
    allowed = posted(side=cast.norway.pk)
    wanted = allowed | changes | {"side": sides[changes.get("side", "norway")]}

    refused = as_person(cast.coordinator).post(NEW, wanted)
    granted = as_person(cast.coordinator).post(NEW, allowed)

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
    assert granted.status_code == 302
    assert Invitation.objects.count() == 1


def test_leads_see_all_and_coordinators_their_own(cast, as_person):
    InvitationFactory(arena=cast.arena, email="by-lead@example.org", invited_by=cast.lead)
    InvitationFactory(arena=cast.arena, email="by-coordinator@example.org", invited_by=cast.coordinator)
    InvitationFactory(arena=cast.other_arena, email="elsewhere@example.org", invited_by=cast.coordinator)

    def seen(person) -> set[str]:
        return {line["row"].email for line in as_person(person).get(LIST).context["lines"]}

    assert seen(cast.lead) == {"by-lead@example.org", "by-coordinator@example.org"}
    assert seen(cast.coordinator) == {"by-coordinator@example.org"}


@pytest.mark.parametrize("step", ["again", "take-back"])
def test_somebody_elses_and_settled_ones_have_no_page(cast, as_person, step):
    theirs = InvitationFactory(arena=cast.arena, invited_by=cast.lead)
    settled = InvitationFactory(arena=cast.arena, invited_by=cast.coordinator, email="", revoked_at=now())
    own = InvitationFactory(arena=cast.arena, invited_by=cast.coordinator)
    client = as_person(cast.coordinator)

    answers = {row.pk: client.get(f"{LIST}{row.pk}/{step}/").status_code for row in (theirs, settled, own)}
    posts = {row.pk: client.post(f"{LIST}{row.pk}/{step}/").status_code for row in (theirs, settled)}

    assert answers == {theirs.pk: 404, settled.pk: 404, own.pk: 200}
    assert posts == {theirs.pk: 404, settled.pk: 404}


def test_sent_again_from_the_list(cast, as_person):
    row = InvitationFactory(arena=cast.arena, invited_by=cast.coordinator)
    before = row.token_hash
    address = reverse("arena:invitation-again", args=["one", row.pk])

    with time_machine.travel(now() + timedelta(minutes=10)):
        client = as_person(cast.lead)
        first = client.post(address, {"language": "nb", "token": TOKEN})
        again = client.post(address, {"language": "nb", "token": TOKEN})

    assert (first.status_code, again.status_code) == (302, 302)
    row.refresh_from_db()
    assert row.token_hash != before
    assert row.invited_by == cast.lead
    assert len(letters()) == 1
    assert last_token()


def test_sent_again_too_soon_is_told(cast, as_person):
    row = InvitationFactory(arena=cast.arena, invited_by=cast.lead)

    response = as_person(cast.lead).post(f"{LIST}{row.pk}/again/", {"language": "nb", "token": TOKEN})

    assert response.status_code == 422
    assert "It was sent a moment ago. Wait five minutes." in response.content.decode()


def test_taken_back_and_forgotten(cast, as_person):
    row = InvitationFactory(arena=cast.arena, email="regret@example.org", invited_by=cast.lead)
    client = as_person(cast.lead)
    asked = client.get(f"{LIST}{row.pk}/take-back/").content.decode()

    response = client.post(f"{LIST}{row.pk}/take-back/")

    assert "regret@example.org" in asked
    assert (response.status_code, response.url) == (302, LIST)
    page = client.get(LIST).content.decode()
    assert "regret@example.org" not in page
    assert "Taken back" in page
    assert "Address forgotten" in page


def test_every_state_has_its_words(cast, as_person):
    own = {"arena": cast.arena, "invited_by": cast.lead}
    InvitationFactory(**own)
    InvitationFactory(**own, email="", accepted_at=now(), accepted_by=cast.outsider)
    InvitationFactory(**own, email="", accepted_at=now())
    InvitationFactory(**own, email="", revoked_at=now())
    InvitationFactory(**own, expires_at=now() - timedelta(days=1))

    page = as_person(cast.lead).get(LIST).content.decode()

    for words in ("Waits until", "Accepted", "Outsider", "A person who has left", "Taken back", "Not used in time"):
        assert words in page


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_the_same_number_of_questions(cast, as_person, django_assert_num_queries, n):
    for _number in range(n):
        InvitationFactory(arena=cast.arena, invited_by=cast.lead, accepted_by=cast.outsider, side=cast.norway)
    client = as_person(cast.lead)

    with django_assert_num_queries(7):
        client.get(LIST)


def test_an_old_sign_in_is_asked_for_again_before_anything_is_sent(cast, as_person):
    tired, fresh = signed_in(cast.lead, minutes_ago=31), as_person(cast.lead)
    row = InvitationFactory(arena=cast.arena, invited_by=cast.lead)
    pages = [NEW, f"{LIST}{row.pk}/again/", f"{LIST}{row.pk}/take-back/"]

    assert [tired.get(page).status_code for page in pages] == [302, 302, 302]
    assert tired.post(NEW, posted()).url.startswith("/en/account/")
    assert tired.get(LIST).status_code == 200
    assert [fresh.get(page).status_code for page in pages] == [200, 200, 200]
    assert not Mail.objects.exists()


def test_a_role_for_an_unknown_address_leads_on_to_an_invitation(cast, as_person):
    client = as_person(cast.lead)
    typed = {"email": "ny@example.org", "role": "auditor", "side": cast.norway.pk, "starts_on": "2026-01-01"}
    typed |= {"ends_on": "2031-05-01", "token": TOKEN}

    refused = client.post(GIVE, typed)
    offered = client.post(NEW, typed | {"from_roles": "1"})

    assert refused.status_code == 422
    assert f'formaction="{NEW}"' in refused.content.decode()
    assert offered.status_code == 200
    assert not Invitation.objects.exists()
    shown = {bound.name: str(bound.value() or "") for bound in offered.context["form"]}
    assert shown == {
        "email": "ny@example.org",
        "role": "auditor",
        "side": str(cast.norway.pk),
        "ends_on": "2031-05-01",
        "language": "en",
    }


def test_other_refusals_of_a_role_offer_no_invitation(cast, as_person):
    held = {"email": "broker@example.org", "role": "broker", "side": "", "starts_on": "2026-01-01", "token": TOKEN}

    response = as_person(cast.lead).post(GIVE, held)

    assert response.status_code == 422
    assert f'formaction="{NEW}"' not in response.content.decode()


def test_who_lost_the_role_between_page_and_button_invites_nobody(cast, as_person):
    client = as_person(cast.coordinator)
    assert client.get(NEW).status_code == 200
    cast.arena.roles.filter(user=cast.coordinator).update(ends_on=now().date())

    response = client.post(NEW, posted(side=cast.norway.pk))

    assert response.status_code == 403
    assert not Invitation.objects.exists()


def test_a_coordinator_of_everything_chooses_any_country_or_none(cast, as_person):
    ArenaRoleFactory(arena=cast.arena, user=cast.broker, role="coordinator")

    form = as_person(cast.broker).get(NEW).context["form"]

    assert [label for _value, label in form.fields["side"].choices] == ["Norway", "Sweden", "The whole arena"]
