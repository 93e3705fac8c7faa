"""Background work and unsent emails in words: what it is, how far it is, why it stopped and what to do."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from core.background import MAX_ATTEMPTS, label_of
from core.mails import can_be_resent
from core.models import Job, JobState, Mail, MailState
from core.numbers import format_number

TAGS = {
    JobState.WAITING: "",
    JobState.RUNNING: "brand",
    JobState.DONE: "ok",
    JobState.FAILED: "danger",
    JobState.PARKED: "danger",
}


@dataclass(frozen=True)
class JobLine:
    """One piece of work as the pages show it."""

    job: Job

    @property
    def label(self) -> str | Promise:
        """What is done."""
        return label_of(self.job.name)

    @property
    def tag(self) -> str:
        """The kind of tag its state gets."""
        return TAGS[JobState(self.job.state)]

    @property
    def state(self) -> str:
        """Its state in a word; why it stopped stands beside it."""
        return gettext("Stopped") if self.job.state == JobState.PARKED else self.job.get_state_display()

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.job.state not in (JobState.WAITING, JobState.RUNNING)

    @property
    def is_stuck(self) -> bool:
        """Whether it ended without being done."""
        return self.job.state in (JobState.FAILED, JobState.PARKED)

    @property
    def progress(self) -> str:
        """How far it is, when it says so."""
        done, of = self.job.steps_done, self.job.steps
        if of is not None:
            return gettext("%(done)s of %(all)s") % {"done": _number(done), "all": _number(of)}
        return gettext("%(done)s done") % {"done": _number(done)} if done else ""

    @property
    def why(self) -> str:
        """Why it stopped, or why it waits."""
        if self.job.state == JobState.FAILED:
            return self.job.reason or gettext("A rule of the arena does not allow it (%(code)s).") % {
                "code": self.job.error
            }
        if self.job.state == JobState.PARKED:
            words = gettext("It was tried %(n)s times and stopped each time (%(fault)s).")
            return words % {"n": MAX_ATTEMPTS, "fault": self.job.error}
        if self.job.state == JobState.WAITING and self.job.error:
            return gettext("It did not work at once and is tried again by itself.")
        return ""


@dataclass(frozen=True)
class MailLine:
    """An email that was not sent, as the list shows it."""

    mail: Mail
    at: datetime
    token: str

    @property
    def can_be_resent(self) -> bool:
        """Whether sending it once more would help anybody."""
        return can_be_resent(self.mail, at=self.at)

    @property
    def why(self) -> str:
        """Why it was not sent."""
        error = self.mail.error
        if self.mail.state == MailState.WAITING:
            return gettext("It could not be read or handed over. Tell those who run this service.")
        if error == "too late":
            return gettext("The mail server did not take it in time, and now it is of no use any more.")
        if error == "account closed":
            return gettext("The account is closed.")
        if error.startswith("5"):
            return gettext("The mail server does not deliver to this address (%(code)s).") % {"code": error}
        if error in ("ValueError", "SMTPNotSupportedError"):
            return gettext("The mail server cannot use this address.")
        return gettext("The mail server did not take it for half a day (%(fault)s).") % {"fault": error}


def _number(n: int) -> str:
    return format_number(n, get_language() or "en")
