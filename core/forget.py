"""Letting go of what is about people: all of one person's at once, and everybody's once it is old."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from core.models import Job, JobState, Mail, OneTimeToken
from core.personal import addressed_to


def forget_person(*, user: Any, addresses: Iterable[str]) -> None:
    """Deletes the person's mails, with the jobs that were to send them, and used form tokens."""
    forget_mails(Mail.objects.filter(Q(user=user) | addressed_to(addresses, "address")))
    OneTimeToken.objects.filter(owner=str(user.pk)).delete()


def forget_mails(mails: QuerySet[Mail]) -> None:
    """Deletes mails, with the jobs that were to send them."""
    Job.objects.filter(pk__in=list(mails.values_list("job_id", flat=True)), state=JobState.WAITING).delete()
    mails.delete()
