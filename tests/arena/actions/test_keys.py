"""Issuing and revoking API keys."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.models import ApiKey
from arena.actions.keys import KEY_ROLES, issue_key, months_after, revoke_key
from arena.enums import Role
from arena.models import KeyGrant
from core.errors import RuleBroken
from tests.factories import OrganisationFactory

AT = datetime(2024, 3, 1, 12, tzinfo=UTC)


def issue(cast, **changed):
    given = {
        "arena": cast.arena,
        "actor": cast.lead,
        "name": "Key",
        "role": Role.FUNDER,
        "organisation": None,
        "months": 12,
        "at": AT,
    }
    return issue_key(**(given | changed))


def test_a_key_is_kept_as_a_hash_with_its_end(cast):
    grant, secret = issue(cast, months=13, name=" Two\nlines ")

    key = ApiKey.objects.get()
    assert (grant.key, key.name, key.expiry_date) == (key, "Two lines", datetime(2025, 4, 1, 12, tzinfo=UTC))
    assert secret.startswith(f"{key.prefix}.")
    assert secret.partition(".")[2] not in key.hashed_key + key.pk


@pytest.mark.parametrize("role", [Role.LEAD, Role.COORDINATOR, Role.BROKER, "own", "owner"])
def test_a_role_that_writes_is_for_people(cast, role):
    with pytest.raises(RuleBroken, match=r"key\.role_is_for_people"):
        issue(cast, role=role)


@pytest.mark.parametrize("months", [0, -1, 14])
def test_a_key_lives_thirteen_months_at_most(cast, months):
    with pytest.raises(RuleBroken, match=r"key\.lives_too_long"):
        issue(cast, months=months)

    assert not ApiKey.objects.exists()


def test_a_key_is_for_an_organisation_of_its_arena(cast):
    with pytest.raises(RuleBroken, match=r"key\.organisation_elsewhere"):
        issue(cast, organisation=OrganisationFactory(arena=cast.other_arena))


def test_a_key_that_acts_for_its_owner_writes_only_if_that_was_chosen(cast):
    reading, _secret = issue(cast, role="")
    writing, _secret = issue(cast, role="", may_write=True)

    assert (reading.role, reading.may_write) == ("", False)
    assert (writing.role, writing.may_write) == ("", True)


@pytest.mark.parametrize("role", KEY_ROLES)
def test_a_key_with_a_role_of_its_own_never_writes(cast, role):
    with pytest.raises(RuleBroken, match=r"key\.only_people_write"):
        issue(cast, role=role, may_write=True)
    grant, _secret = issue(cast, role=role)

    with pytest.raises(IntegrityError), transaction.atomic():
        KeyGrant.objects.filter(pk=grant.pk).update(may_write=True)


def test_a_key_that_acts_for_its_owner_is_for_no_organisation(cast):
    with pytest.raises(RuleBroken, match=r"key\.only_for_its_owner"):
        issue(cast, role="", organisation=OrganisationFactory(arena=cast.arena))


def test_a_revoked_key_stays_revoked(cast):
    grant, _secret = issue(cast)

    revoke_key(grant=grant, actor=cast.lead)
    revoke_key(grant=grant, actor=cast.lead)

    assert ApiKey.objects.get().revoked


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (datetime(2024, 1, 31, tzinfo=UTC), 1, datetime(2024, 2, 29, tzinfo=UTC)),
        (datetime(2024, 12, 15, tzinfo=UTC), 1, datetime(2025, 1, 15, tzinfo=UTC)),
        (datetime(2024, 2, 29, tzinfo=UTC), 12, datetime(2025, 2, 28, tzinfo=UTC)),
        (datetime(2024, 11, 30, tzinfo=UTC), 13, datetime(2025, 12, 30, tzinfo=UTC)),
    ],
)
def test_months_end_with_the_month(day, months, expected):
    assert months_after(day, months) == expected
