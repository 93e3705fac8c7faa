"""API keys of an arena: the list, issuing one, ending one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import ApiKey
from arena.enums import Role
from arena.models import KeyGrant
from core.models import LogEntry
from core.writes import new_token
from tests.factories import OrganisationFactory

LIST, NEW = "/en/a/one/settings/keys/", "/en/a/one/settings/keys/new/"
READERS = ("reference", "funder", "auditor", "former_member", "outsider")
WORKERS = ("coordinator", "broker", "team_lead", "member")


def answers(**changed: object) -> dict[str, object]:
    return {"name": "Reporting program", "role": "funder", "months": 12, "token": new_token()} | changed


@pytest.fixture
def grant(cast) -> KeyGrant:
    key, _secret = ApiKey.objects.create_key(name="Old key", owner=cast.lead)
    return KeyGrant.objects.create(key=key, arena=cast.arena, role=Role.FUNDER)


def pages(grant: KeyGrant) -> list[str]:
    return [LIST, NEW, f"{LIST}{grant.key.prefix}/revoke/"]


def secret_in(page) -> str:
    secret = page.context["secret"]
    assert f"<code>{secret}</code>" in page.content.decode()
    return secret


def test_the_list_says_everything_about_a_key(cast, grant, as_person):
    grant.organisation = OrganisationFactory(arena=cast.arena, name="Programkontoret")
    grant.save()

    page = as_person(cast.lead).get(LIST)

    content = page.content.decode()
    for text in ("Old key", grant.key.prefix, "Programkontoret", "Funder", "Never used", "by Lead"):
        assert text in content, text
    assert grant.key.hashed_key not in content


def test_the_list_tells_the_states_apart(cast, as_person):
    past = timezone.now() - timedelta(days=1)
    for name, fields in {"A": {}, "B": {"revoked": True}, "C": {"expiry_date": past}}.items():
        key, _secret = ApiKey.objects.create_key(name=name, owner=cast.lead, **fields)
        KeyGrant.objects.create(key=key, arena=cast.arena)

    content = as_person(cast.lead).get(LIST).content.decode()

    assert content.count("tag--danger") == 1
    assert content.count("tag--warn") == 1
    assert content.count("/revoke/") == 2


def test_keys_of_another_arena_are_not_listed(cast, as_person):
    key, _secret = ApiKey.objects.create_key(name="Foreign key", owner=cast.outsider)
    KeyGrant.objects.create(key=key, arena=cast.other_arena)

    assert "Foreign key" not in as_person(cast.lead).get(LIST).content.decode()
    assert as_person(cast.lead).get(f"{LIST}{key.prefix}/revoke/").status_code == 404
    assert as_person(cast.lead).post(f"{LIST}{key.prefix}/revoke/").status_code == 404


@pytest.mark.parametrize("n", [1, 3, 25])
def test_the_list_costs_the_same_however_long(cast, as_person, django_assert_num_queries, n):
    for number in range(n):
        key, _secret = ApiKey.objects.create_key(name=f"Key {number}", owner=cast.lead)
        KeyGrant.objects.create(key=key, arena=cast.arena)
    client = as_person(cast.lead)

    with django_assert_num_queries(7):
        assert client.get(LIST).status_code == 200


def test_others_who_see_the_arena_are_refused(cast, grant, as_person):
    for page in pages(grant):
        for name in READERS:
            assert as_person(cast.person(name)).get(page).status_code == 403, (name, page)
            assert as_person(cast.person(name)).post(page, answers()).status_code in {403, 405}, (name, page)
    assert ApiKey.objects.count() == 1
    assert not ApiKey.objects.get().revoked


def test_the_anonymous_signs_in_and_comes_back(cast, grant):
    for page in pages(grant):
        assert Client().get(page)["Location"].endswith(f"?next={page}")


def test_who_does_not_see_the_arena_finds_nothing(closed_cast, as_person):
    for page in (LIST, NEW, f"{LIST}abcdefgh/revoke/"):
        for name in ("anonymous", "outsider", "former_member"):
            assert as_person(closed_cast.person(name)).get(page).status_code == 404, (name, page)


def test_issuing_shows_the_secret_once(cast, as_person):
    client = as_person(cast.lead)
    sent = answers(organisation=OrganisationFactory(arena=cast.arena).pk)

    page = client.post(NEW, sent)
    secret = secret_in(page)
    again = client.post(NEW, sent)

    assert (page.status_code, page["Cache-Control"]) == (200, "private, no-store")
    assert again.status_code == 200
    assert "This key exists already" in again.content.decode()
    assert secret.partition(".")[2] not in again.content.decode()
    assert ApiKey.objects.count() == 1
    grant = KeyGrant.objects.get()
    assert (grant.arena, grant.role, grant.key.owner) == (cast.arena, Role.FUNDER, cast.lead)
    assert Client().get("/api/v1/arenas/one/", headers={"authorization": f"Bearer {secret}"}).status_code == 200


def test_the_secret_is_written_nowhere(cast, as_person, caplog):
    client = as_person(cast.lead)
    secret = secret_in(client.post(NEW, answers()))
    Client().get("/api/v1/arenas/one/", headers={"authorization": f"Bearer {secret}"})

    hidden_part = secret.partition(".")[2]
    kept = [caplog.text, client.get(LIST).content.decode(), client.get(NEW).content.decode()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept += [repr(row) for row in cursor.fetchall()]

    assert not [text for text in kept if hidden_part in text]


def test_issuing_and_revoking_are_logged_without_names(cast, as_person):
    client = as_person(cast.lead)
    client.post(NEW, answers())
    prefix = ApiKey.objects.get().prefix
    client.post(f"{LIST}{prefix}/revoke/")

    entries = list(LogEntry.objects.order_by("pk").values_list("verb", "actor", "tenant", "object_type"))
    expected = ("arena.keygrant",)
    assert entries == [
        ("issue_key", cast.lead.pk, cast.arena.pk, *expected),
        ("revoke_key", cast.lead.pk, cast.arena.pk, *expected),
    ]
    assert LogEntry.objects.first().after == {"prefix": prefix}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "Write a name for the key"),
        ({"name": "x" * 51}, "Write at most 50 characters"),
        ({"role": ""}, "Choose what the key may read"),
        ({"role": "lead"}, "Choose an answer"),
        ({"months": 14}, "Write a number of months from 1 to 13"),
        ({"months": 0}, "Write a number of months from 1 to 13"),
        ({"months": "abc"}, "Write a number of months from 1 to 13"),
        ({"organisation": 999_999}, "Choose an answer"),
        ({"token": ""}, "This form has expired"),
        ({"token": "not a token!"}, "This form has expired"),
    ],
)
def test_an_answer_that_does_not_fit_is_sent_back(cast, as_person, changed, message):
    page = as_person(cast.lead).post(NEW, answers(**changed))

    content = page.content.decode()
    assert page.status_code == 422
    assert message in content
    assert 'id="errors"' in content
    assert not ApiKey.objects.exists()


def test_an_organisation_of_another_arena_is_no_choice(cast, as_person):
    foreign = OrganisationFactory(arena=cast.other_arena, name="Utländska bolaget")

    page = as_person(cast.lead).post(NEW, answers(organisation=foreign.pk))

    assert page.status_code == 422
    assert "Utländska bolaget" not in page.content.decode()


def test_changing_language_keeps_what_was_typed(cast, as_person):
    page = as_person(cast.lead).post("/sv/a/one/settings/keys/new/", answers(keep_text="1", months="abc"))

    content = page.content.decode()
    assert page.status_code == 200
    assert 'value="Reporting program"' in content
    assert 'value="abc"' in content
    assert 'id="errors"' not in content


def test_a_token_seen_by_somebody_else_is_worth_nothing(cast, as_person):
    sent = answers()
    as_person(cast.lead).post(NEW, sent)

    refused = as_person(cast.coordinator).post(NEW, sent)

    assert "This form has expired" in refused.content.decode()
    assert ApiKey.objects.count() == 1


def test_revoking_asks_first_and_then_ends_the_key_at_once(cast, as_person):
    client = as_person(cast.lead)
    secret = secret_in(client.post(NEW, answers()))
    address = f"{LIST}{secret[:8]}/revoke/"

    asked = client.get(address)
    assert "Reporting program" in asked.content.decode()
    assert not ApiKey.objects.get().revoked

    revoked = client.post(address, follow=True)
    assert "The key Reporting program is revoked." in revoked.content.decode()
    assert Client().get("/api/v1/arenas/one/", headers={"authorization": f"Bearer {secret}"}).status_code == 401
    assert KeyGrant.objects.count() == 1


def test_revoking_twice_is_harmless(cast, grant, as_person):
    client = as_person(cast.lead)
    for _turn in range(2):
        assert client.post(f"{LIST}{grant.key.prefix}/revoke/").status_code == 302

    assert LogEntry.objects.filter(verb="revoke_key").count() == 1


@pytest.mark.parametrize("prefix", ["abcdefgh", "x", "%00%00%00%00%00%00%00%00", "a" * 300, "å" * 8])
def test_a_key_that_does_not_exist_cannot_be_revoked(cast, as_person, prefix):
    assert as_person(cast.lead).get(f"{LIST}{prefix}/revoke/").status_code == 404


def test_only_the_right_methods(cast, grant, as_person):
    client = as_person(cast.lead)

    assert client.post(LIST).status_code == 405
    assert client.put(NEW).status_code == 405
    assert client.delete(f"{LIST}{grant.key.prefix}/revoke/").status_code == 405


@pytest.mark.parametrize("name", WORKERS)
def test_who_logs_makes_keys_for_themselves_alone(cast, grant, as_person, name):
    client, own = as_person(cast.person(name)), {"name": "My program", "months": 12, "token": new_token()}

    form = client.get(NEW).content.decode()
    secret = secret_in(client.post(NEW, own | {"role": "auditor", "may_write": "on"}))
    shown = client.get(LIST).content.decode()

    assert 'name="role"' not in form
    assert 'name="organisation"' not in form
    made = KeyGrant.objects.get(key__prefix=secret[:8])
    assert (made.key.owner, made.role, made.may_write) == (cast.person(name), "", True)
    assert "My program" in shown
    assert "Reads and writes as its maker" in shown
    assert "Old key" not in shown
    assert client.get(f"{LIST}{grant.key.prefix}/revoke/").status_code == 404
    assert client.post(f"{LIST}{secret[:8]}/revoke/").status_code == 302


def test_a_key_only_reads_unless_writing_was_chosen(cast, as_person):
    page = as_person(cast.lead).post(NEW, answers(role="own"))

    assert not KeyGrant.objects.get().may_write
    assert "Reads in your name" in page.content.decode()


def test_a_funders_key_cannot_be_made_to_write(cast, as_person):
    page = as_person(cast.lead).post(NEW, answers(may_write="on"))

    assert page.status_code == 422
    assert "Only a key that acts for you can write." in page.content.decode()
    assert not ApiKey.objects.exists()


def test_a_lead_sees_and_ends_keys_of_others(cast, as_person):
    secret = secret_in(as_person(cast.member).post(NEW, answers(may_write="on")))
    lead = as_person(cast.lead)

    assert "by Member" in lead.get(LIST).content.decode()
    lead.post(f"{LIST}{secret[:8]}/revoke/")

    assert ApiKey.objects.get().revoked
