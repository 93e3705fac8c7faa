"""What was answered when nobody knew yet whether a change holds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models.activity import Activity
from core.models import Timestamped


class NotKnownYet(Timestamped):
    """Somebody was asked whether a change still holds, and did not know yet. Any other answer is a rating."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="not_known_yet")
    said_on = models.DateField(_("said on"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("said by"),
    )

    class Meta:
        verbose_name = _("answer “not known yet”")
        verbose_name_plural = _("answers “not known yet”")
        ordering = ["-said_on", "-id"]
        indexes = [models.Index(fields=["activity", "-said_on"], name="not_known_latest")]

    def __str__(self) -> str:
        return str(self.said_on)
