"""Background work of the arena, through the jobs that do it."""

from datetime import timedelta

from arena.models import Invitation
from core.background import WORK, enqueue
from core.clock import now
from core.models import Job, JobState
from tests.factories import InvitationFactory


def test_every_night_the_addresses_of_old_invitations_are_forgotten(cast, django_capture_on_commit_callbacks):
    InvitationFactory(arena=cast.arena, email="late@example.org", expires_at=now() - timedelta(minutes=1))
    InvitationFactory(arena=cast.arena, email="waits@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        enqueue("arena.forget_invitations")

    assert set(Invitation.objects.values_list("email", flat=True)) == {"", "waits@example.org"}
    assert Job.objects.get().state == JobState.DONE
    assert WORK["arena.forget_invitations"].nightly is not None
