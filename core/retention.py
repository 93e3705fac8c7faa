"""How long the traces of work are kept: mails hold an address, jobs and form tokens say what somebody asked for."""

from datetime import datetime, timedelta

from django.db import transaction

from core.models import Job, JobState, Mail, MailState, OneTimeToken

# What is done is of no use after a month; what went wrong may be asked about for three.
KEPT = timedelta(days=30)
KEPT_WHEN_FAILED = timedelta(days=90)


@transaction.atomic
def forget_old_work(*, at: datetime) -> None:
    """Deletes jobs that ended, mails that were sent and form tokens used a month ago, and failed ones after three.

    Sessions last a month at most, so no form is left that could send such a token again. The text of a mail that is
    worth nothing any more, such as a code, goes the night after.
    """
    Mail.objects.filter(useful_until__lt=at).exclude(body="").update(body="")
    OneTimeToken.objects.filter(used_at__lt=at - KEPT).delete()
    Mail.objects.filter(state=MailState.SENT, sent_at__lt=at - KEPT).delete()
    Mail.objects.filter(state=MailState.FAILED, created_at__lt=at - KEPT_WHEN_FAILED).delete()
    Job.objects.filter(state=JobState.DONE, finished_at__lt=at - KEPT).delete()
    ended = Job.objects.filter(state__in=[JobState.FAILED, JobState.PARKED])
    ended.filter(finished_at__lt=at - KEPT_WHEN_FAILED).delete()
