"""What an activity is meant to change in what people do, and what was seen of it later."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models.activity import Activity
from core.models import Timestamped


class Hypothesis(Timestamped):
    """What somebody expects people to do otherwise, and by what one would see it. Only the last one stands.

    A changed hypothesis is a new row; the earlier one stays with the day it was replaced on.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="hypotheses")
    behaviour = models.CharField(_("target behaviour"), max_length=200)
    barrier = models.CharField(_("barrier"), max_length=300, blank=True)
    lever = models.CharField(_("lever"), max_length=300, blank=True)
    sign = models.CharField(_("sign of change"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    written_on = models.DateField(_("written on"))
    replaced_on = models.DateField(_("replaced on"), null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )

    class Meta:
        verbose_name = _("behaviour hypothesis")
        verbose_name_plural = _("behaviour hypotheses")
        ordering = ["-written_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity"], condition=Q(replaced_on__isnull=True), name="one_standing_hypothesis"
            )
        ]

    def __str__(self) -> str:
        return self.behaviour


class Revisit(Timestamped):
    """What was seen of a hypothesis on a day."""

    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.CASCADE, related_name="revisits")
    seen = models.CharField(_("what was seen"), max_length=500)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    seen_on = models.DateField(_("seen on"))
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("seen by"),
    )

    class Meta:
        verbose_name = _("look back at a hypothesis")
        verbose_name_plural = _("looks back at hypotheses")
        ordering = ["-seen_on", "-id"]

    def __str__(self) -> str:
        return self.seen
