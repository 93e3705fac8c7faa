"""The log is append-only, in the database itself."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.log import log
from core.models import LogEntry
from tests.factories import ArenaFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    arena = ArenaFactory()
    return log("test", arena, actor=UserFactory(), tenant=arena.pk, after={"state": "new"})


def test_an_entry_names_its_row_and_actor(entry):
    assert entry.object_type == "arena.arena"
    assert entry.object_key == str(entry.tenant)
    assert entry.actor is not None


def test_nobody_in_particular_is_no_actor():
    arena = ArenaFactory()

    assert log("test", arena, actor=None, tenant=arena.pk).actor is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_logentry SET verb = 'other'",
        "UPDATE core_logentry SET actor_id = NULL, verb = 'other'",
        "DELETE FROM core_logentry",
    ],
)
def test_an_entry_cannot_be_changed_or_deleted(entry, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert LogEntry.objects.get(pk=entry.pk).verb == "test"


def test_an_erased_person_leaves_the_entry(entry):
    entry.actor.delete()

    entry.refresh_from_db()
    assert (entry.actor, entry.verb) == (None, "test")
