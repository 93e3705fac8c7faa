"""Rows that every app needs: versions, the log, one-time tokens and jobs. No domain words."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Timestamped(models.Model):
    """When a row was written and last changed, in UTC."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class Versioned(Timestamped):
    """A row that people edit: the version a page was made from must be the version it changes."""

    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        abstract = True


class LogEntry(models.Model):
    """Who did what to which row. Append-only by database trigger; never holds personal values."""

    at = models.DateTimeField(_("time"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    tenant = models.BigIntegerField(_("tenant"), null=True, help_text=_("Key of the tenant the row belongs to."))
    verb = models.CharField(_("verb"), max_length=60)
    object_type = models.CharField(_("object type"), max_length=60)
    object_key = models.CharField(_("object key"), max_length=64)
    fields = models.JSONField(_("changed fields"), default=list)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_type", "object_key"], name="log_object"),
            models.Index(fields=["tenant", "-at"], name="log_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_key}"


class OneTimeToken(models.Model):
    """A form token that was used: the same token again gets the first answer (`answer`, a local address).

    A program's key comes with the hash of what was sent (`digest`), and the text it was answered (`content`).
    """

    key = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=60)
    owner = models.CharField(max_length=64)
    answer = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    content = models.TextField(blank=True)
    used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["used_at"], name="token_used_at")]

    def __str__(self) -> str:
        return self.purpose


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    PARKED = "parked", _("Stopped after several tries")


class Job(models.Model):
    """One piece of background work. This row, not the broker's message, is the truth.

    `failed` = refused by a rule, so that trying again is no use; `parked` = tried as often as jobs are, with the
    last reason in `error`.
    """

    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    tenant = models.BigIntegerField(null=True, help_text=_("Key of the tenant the work is for."))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    steps_done = models.PositiveIntegerField(default=0)
    # None = nobody can say how many there are.
    steps = models.PositiveIntegerField(null=True)
    # A local address where the outcome is shown.
    answer = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # A rule's code or the kind of the fault; and the rule in words, in the owner's language.
    error = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Not before: when a waiting job is due. For a running one, when its worker is taken for dead.
    due_at = models.DateTimeField(null=True)
    # When it was last handed to the broker.
    queued_at = models.DateTimeField(null=True)
    # What makes a timed run one ("core.tidy 2026-11-22"): two schedulers cannot both write it.
    run = models.CharField(max_length=100, unique=True, null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "created_at"], name="job_state"),
            models.Index(fields=["tenant", "-id"], name="job_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class MailState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")


class Mail(models.Model):
    """A mail that is to leave once. Written in the transaction that asks for it, sent by a job.

    `key` makes it one: a second mail with the same key is not written. `body` is encrypted, and emptied once sent.
    """

    key = models.CharField(max_length=64, unique=True)
    address = models.EmailField(max_length=254)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    tenant = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    error = models.CharField(max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # A code is worth nothing after this moment; None = worth sending whenever the server takes it.
    useful_until = models.DateTimeField(null=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "created_at"], name="mail_state"),
            models.Index(fields=["tenant", "-id"], name="mail_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} ({self.state})"


class Counter(models.Model):
    """How often something was tried in one window of time (core/limits.py). The key is a hash that names nobody."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="counter_ends_at")]

    def __str__(self) -> str:
        return str(self.count)
