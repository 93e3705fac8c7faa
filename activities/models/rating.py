"""The arena's ordinal scales and the ratings made with them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models.activity import Activity
from arena.models import Arena
from core.models import Timestamped


class ScaleStep(models.Model):
    """One step of an ordinal scale with its written criterion and an example."""

    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1), MaxValueValidator(8)])
    name = models.CharField(_("name"), max_length=40)
    criterion = models.CharField(_("criterion"), max_length=120, blank=True)
    example = models.CharField(_("example"), max_length=160, blank=True)
    summary = models.CharField(
        _("short form for the map"), max_length=60, blank=True, help_text=_("A few words under the name.")
    )

    class Meta:
        abstract = True
        ordering = ["arena", "number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class EffectLevel(ScaleStep):
    """What an activity changes: by default 1 people, 2 organisations, 3 the system."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="effect_levels")

    class Meta(ScaleStep.Meta):
        verbose_name = _("effect level")
        verbose_name_plural = _("effect levels")
        constraints = [models.UniqueConstraint(fields=["arena", "number"], name="effect_level_once_per_arena")]


class StabilityStep(ScaleStep):
    """How well the change holds: by default from 1 one-off to 5 embedded."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="stability_steps")

    class Meta(ScaleStep.Meta):
        verbose_name = _("stability step")
        verbose_name_plural = _("stability steps")
        constraints = [models.UniqueConstraint(fields=["arena", "number"], name="stability_step_once_per_arena")]


class Assessment(Timestamped):
    """One rating of an activity: observed when it was held, expected when it is planned. All ratings are kept."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="assessments")
    level = models.ForeignKey(EffectLevel, on_delete=models.PROTECT, related_name="+", verbose_name=_("effect level"))
    stability = models.ForeignKey(
        StabilityStep,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stability over time"),
    )
    is_observed = models.BooleanField(_("observed"))
    rated_on = models.DateField(_("rated on"))
    rater = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rated by"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["-rated_on", "-id"]
        indexes = [models.Index(fields=["activity", "-rated_on", "-id"], name="assessment_latest")]

    def __str__(self) -> str:
        return str(self.level)
