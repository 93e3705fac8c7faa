"""Acting for an organisation: asked, answered, proven by mail, stopped; and who may know of it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from arena.actions.organisation_roles import MOST_PROOFS_A_DAY
from arena.models import Invitation, Organisation, OrganisationRole
from arena.people_queries import acts_for
from core.clock import now, today
from core.models import LogEntry, Mail
from core.writes import mark_of
from tests.accounts.sessions import signed_in
from tests.arena.links import last_link
from tests.arena.settings_rows import TOKEN
from tests.factories import OrganisationFactory, UserFactory
from tests.letters import last_letter, letters
from tests.portal.acting import answer, asked, page, role


def test_who_asks_waits_for_an_answer_and_is_confirmed(cast, works, as_person):
    client, keeper = as_person(cast.outsider), as_person(cast.coordinator)

    response = client.post(page(works, "act"), {"token": TOKEN, "email": ""})
    waiting = keeper.get("/en/a/one/settings/acting/").content.decode()
    done = answer(keeper, OrganisationRole.objects.get(), state="confirmed")

    assert (response.status_code, response.url) == (302, page(works))
    assert "outsider@example.org" in waiting
    assert "Waits for an answer" in waiting
    assert done.status_code == 302, done.context["form"].errors
    row = OrganisationRole.objects.get()
    assert (row.state, row.starts_on, row.confirmed_by) == ("confirmed", today(), cast.coordinator)
    assert list(acts_for(cast.outsider, on=today())) == [works]
    assert not row.is_confirmed_by_mail
    assert not Mail.objects.exists()


def test_asking_twice_asks_once(cast, works, as_person):
    client = as_person(cast.outsider)

    for token in (TOKEN, TOKEN, f"{TOKEN}-other"):
        assert client.post(page(works, "act"), {"token": token}).status_code == 302

    assert OrganisationRole.objects.count() == 1
    assert LogEntry.objects.filter(verb="ask_to_act", tenant=cast.arena.pk).count() == 1


def test_a_declined_person_acts_for_nobody_and_may_ask_again(cast, works, as_person):
    row = asked(works, cast.outsider)

    answer(as_person(cast.lead), row, state="declined")
    again = as_person(cast.outsider).post(page(works, "act"), {"token": TOKEN})

    row.refresh_from_db()
    assert (row.state, row.starts_on) == ("declined", None)
    assert not acts_for(cast.outsider, on=today()).exists()
    assert again.status_code == 302
    assert sorted(OrganisationRole.objects.values_list("state", flat=True)) == ["asked", "declined"]


def test_nobody_confirms_themselves(cast, works, as_person):
    row = asked(works, cast.coordinator)

    own = answer(as_person(cast.coordinator), row, state="confirmed")
    others = answer(as_person(cast.lead), row, state="confirmed")

    assert own.status_code == 422
    assert "You asked for this yourself." in own.content.decode()
    assert others.status_code == 302


def test_two_answers_at_once_show_both(cast, works, as_person):
    row = asked(works, cast.outsider)
    row.refresh_from_db()
    opened = mark_of(row, ("state", "ends_on"))
    answer(as_person(cast.lead), row, state="confirmed")

    late = answer(as_person(cast.coordinator), row, state="declined", version=opened)

    assert late.status_code == 409
    row.refresh_from_db()
    assert row.state == "confirmed"


@pytest.mark.parametrize("name", ["broker", "reference", "funder", "auditor", "team_lead", "member", "outsider"])
def test_nobody_else_answers(cast, works, as_person, name):
    row = asked(works, cast.former_member)

    assert answer(as_person(cast.person(name)), row, state="confirmed").status_code == 403
    row.refresh_from_db()
    assert row.state == "asked"


def test_a_role_ends_and_stays(cast, works, as_person):
    row, keeper = role(works, cast.member), as_person(cast.coordinator)

    response = answer(keeper, row, ends_on=today().isoformat())

    assert response.status_code == 302, response.context["form"].errors
    assert not acts_for(cast.member, on=today()).exists()
    assert acts_for(cast.member, on=today() - timedelta(days=1)).exists()
    assert "Ended" in keeper.get("/en/a/one/settings/acting/").content.decode()
    assert keeper.get(reverse("arena:section-edit", args=["one", "acting", row.pk])).status_code == 404
    assert LogEntry.objects.latest("pk").verb == "end_organisation_role"


def test_an_end_before_the_beginning_is_refused(cast, works, as_person):
    response = answer(as_person(cast.lead), role(works, cast.member), ends_on="2023-12-31")

    assert response.status_code == 422
    assert response.context["form"].errors == {"ends_on": ["The role cannot end before it starts."]}


def test_a_person_stops_and_only_for_oneself(cast, works, as_person):
    own, other = role(works, cast.member), role(works, cast.team_lead)
    client = as_person(cast.member)
    asked_first = client.get(page(works, "stop")).content.decode()

    response = client.post(page(works, "stop"))

    assert "Stop acting for Åre kommun?" in asked_first
    assert (response.status_code, response.url) == (302, page(works))
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.ends_on, other.ends_on) == (today(), None)


def test_a_question_is_taken_back_without_a_trace_of_a_role(cast, works, as_person):
    asked(works, cast.member)
    client = as_person(cast.member)

    assert "Take your question back?" in client.get(page(works, "stop")).content.decode()
    client.post(page(works, "stop"))

    assert not OrganisationRole.objects.exists()
    assert LogEntry.objects.latest("pk").verb == "withdraw_organisation_role"


def prove(client, organisation: Organisation, email: str, token: str = TOKEN):
    return client.post(page(organisation, "act"), {"token": token, "email": email})


def test_a_mail_to_the_own_domain_proves_it(cast, works, as_person):
    client = as_person(cast.outsider)

    sent = prove(client, works, "Someone@Are.Example")
    read = client.get(last_link()).content.decode()
    done = client.post(last_link())

    assert sent.status_code == 302
    assert [letter.to for letter in letters()] == ["someone@are.example"]
    assert "Do you act for Åre kommun?" in read
    assert done.url == page(works)
    row = OrganisationRole.objects.get()
    assert (row.state, row.starts_on, row.is_confirmed_by_mail, row.confirmed_by) == ("confirmed", today(), True, None)
    assert "You act for Åre kommun from today." in client.get(page(works)).content.decode()
    assert Invitation.objects.get().email == ""
    assert client.post(last_link()).url == page(works)
    assert OrganisationRole.objects.count() == 1


@pytest.mark.parametrize(
    "email", ["someone@gmail.com", "someone@post.are.example", "someone@are.example.evil.example", "a@xare.example"]
)
def test_no_other_domain_proves_anything(cast, works, as_person, email):
    response = prove(as_person(cast.outsider), works, email)

    assert response.status_code == 422
    assert response.context["form"].errors == {"email": ["Write an address that ends with @are.example."]}
    assert email in response.content.decode()
    assert not OrganisationRole.objects.exists()
    assert not Mail.objects.exists()


def test_without_a_domain_nobody_is_asked_for_an_address(cast, as_person):
    plain = OrganisationFactory(arena=cast.arena, is_enterprise=False)
    client = as_person(cast.outsider)

    assert "email" not in client.get(page(plain, "act")).context["form"].fields
    assert prove(client, plain, "someone@are.example").status_code == 302
    assert not Mail.objects.exists()


def test_the_proof_is_for_the_person_who_asked(cast, works, as_person):
    prove(as_person(cast.outsider), works, "chef@are.example")
    link, other = last_link(), as_person(UserFactory(email="chef@are.example"))

    read, pressed = other.get(link), other.post(link)

    assert "This link is for somebody else" in read.content.decode()
    assert (read.status_code, pressed.status_code) == (200, 422)
    assert OrganisationRole.objects.get().state == "asked"
    assert as_person(cast.outsider).post(link).status_code == 302


@pytest.mark.parametrize(
    "meanwhile", ["declined", "taken back", "other domain", "free domain", "a newer link", "a week"]
)
def test_a_proof_dies_with_what_it_was_sent_for(cast, works, as_person, meanwhile):
    client, at = as_person(cast.outsider), now()
    prove(client, works, "someone@are.example")
    link = last_link()
    if meanwhile == "declined":
        answer(as_person(cast.lead), OrganisationRole.objects.get(), state="declined")
    elif meanwhile == "taken back":
        client.post(page(works, "stop"))
    elif meanwhile == "other domain":
        Organisation.objects.filter(pk=works.pk).update(mail_domain="elsewhere.example")
    elif meanwhile == "free domain":
        Organisation.objects.filter(pk=works.pk).update(mail_domain="gmail.com")
        Invitation.objects.update(email="someone@gmail.com")
    elif meanwhile == "a newer link":
        prove(client, works, "someone.else@are.example", f"{TOKEN}-other")
    else:
        at += timedelta(days=7, minutes=1)

    with time_machine.travel(at):
        answered = signed_in(cast.outsider).post(link)

    assert answered.status_code == 404
    assert not OrganisationRole.objects.filter(state="confirmed").exists()


def test_a_coordinators_answer_makes_the_link_needless(cast, works, as_person):
    client = as_person(cast.outsider)
    prove(client, works, "someone@are.example")
    link = last_link()
    answer(as_person(cast.lead), OrganisationRole.objects.get(), state="confirmed")

    assert client.post(link).status_code == 404
    assert list(Invitation.objects.values_list("email", flat=True)) == [""]
    assert OrganisationRole.objects.get().confirmed_by == cast.lead


def test_nobody_has_our_mail_sent_all_day(cast, works, as_person):
    client = as_person(cast.outsider)
    for number in range(MOST_PROOFS_A_DAY):
        assert prove(client, works, f"person{number}@are.example", f"{TOKEN}-{number}").status_code == 302

    refused = prove(client, works, "one.more@are.example", f"{TOKEN}-more")

    assert refused.status_code == 422
    assert "You have sent many invitations today." in refused.content.decode()
    assert Invitation.objects.count() == MOST_PROOFS_A_DAY
    # Of those that have not left only the one whose link still works waits.
    assert [letter.to for letter in letters()] == [f"person{MOST_PROOFS_A_DAY - 1}@are.example"]


def test_the_mail_names_who_asked_and_links_to_us_only(cast, works, as_person):
    works.name, cast.outsider.name = "Åre https://evil.example", "Eva www.evil.example"
    works.save()
    cast.outsider.save()

    prove(as_person(cast.outsider), works, "someone@are.example")

    letter = last_letter()
    assert "Eva www. evil. example wants to act for Åre https: //evil. example in Arena One" in letter.body
    assert letter.subject.strip() == "Confirm that you act for an organisation"
