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
    """A form token that was used: the same token again gets the first answer (`answer`, a local address)."""

    key = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=60)
    owner = models.CharField(max_length=64)
    answer = models.CharField(max_length=500, blank=True)
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


class Job(models.Model):
    """One piece of background work. This row, not the broker's message, is the truth."""

    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"], name="job_state")]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"
