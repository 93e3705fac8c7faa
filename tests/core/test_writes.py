"""One-time tokens and versions."""

import pytest
from django.db import transaction

from activities.models import Activity
from core.errors import RuleBroken, StaleVersion
from core.models import OneTimeToken
from core.writes import lock_version, new_token, once
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


def count_calls():
    calls = []

    def write() -> str:
        calls.append(1)
        return f"/answer/{len(calls)}/"

    return calls, write


def test_once_writes_once_and_repeats_the_first_answer():
    calls, write = count_calls()
    token = new_token()

    answers = [once(token=token, purpose="p", owner="1", write=write) for _again in range(3)]

    assert answers == ["/answer/1/"] * 3
    assert len(calls) == 1


def test_once_writes_again_for_another_token():
    calls, write = count_calls()

    once(token=new_token(), purpose="p", owner="1", write=write)
    once(token=new_token(), purpose="p", owner="1", write=write)

    assert len(calls) == 2


@pytest.mark.parametrize("token", ["", "short", "with space with space", "ø" * 22, "a" * 65])
def test_once_refuses_what_is_no_token(token):
    calls, write = count_calls()

    with pytest.raises(RuleBroken, match=r"core\.token_missing"):
        once(token=token, purpose="p", owner="1", write=write)

    assert not calls


def test_a_refused_write_leaves_the_token_unused():
    token = new_token()

    def refuse() -> str:
        raise RuleBroken("test.no", "no")

    with pytest.raises(RuleBroken, match=r"test\.no"):
        once(token=token, purpose="p", owner="1", write=refuse)

    assert once(token=token, purpose="p", owner="1", write=lambda: "/done/") == "/done/"


def test_somebody_elses_token_gives_no_answer():
    token = new_token()
    once(token=token, purpose="p", owner="1", write=lambda: "/secret/")

    with pytest.raises(RuleBroken, match=r"core\.token_used"):
        once(token=token, purpose="p", owner="2", write=lambda: "/mine/")

    assert OneTimeToken.objects.get(key=token).answer == "/secret/"


def test_lock_version_counts_up():
    activity = ActivityFactory()

    with transaction.atomic():
        row = lock_version(Activity.objects.all(), key=activity.pk, version=1)

    assert row.version == 2


def test_lock_version_refuses_a_stale_page_and_shows_the_current_row():
    activity = ActivityFactory(version=3, title="Newer")

    with transaction.atomic(), pytest.raises(StaleVersion) as stale:
        lock_version(Activity.objects.all(), key=activity.pk, version=2)

    assert stale.value.current.title == "Newer"
