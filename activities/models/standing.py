"""Where each activity stands on the effect-level map, kept by the database so that maps are counted and not read."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models.activity import Activity
from activities.models.rating import EffectLevel, StabilityStep
from arena.models import Arena, Side


class Standing(models.Model):
    """One activity as the map counts it: its latest rating, its side, its participants. Written by triggers alone.

    `side` is its only side, None when there is none (`n_sides` 0) or it is joint. `is_shown` = neither draft nor
    cancelled. `has_moved` = the rating before the latest one stands in another cell. `people` None = nobody counted.
    """

    activity = models.OneToOneField(
        Activity, on_delete=models.CASCADE, primary_key=True, editable=False, related_name="standing"
    )
    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, editable=False, related_name="+", db_index=False)
    is_shown = models.BooleanField(editable=False)
    side = models.ForeignKey(
        Side, on_delete=models.DO_NOTHING, null=True, editable=False, related_name="+", db_index=False
    )
    n_sides = models.PositiveSmallIntegerField(editable=False)
    level = models.ForeignKey(
        EffectLevel, on_delete=models.DO_NOTHING, null=True, editable=False, related_name="+", db_index=False
    )
    stability = models.ForeignKey(
        StabilityStep, on_delete=models.DO_NOTHING, null=True, editable=False, related_name="+", db_index=False
    )
    is_observed = models.BooleanField(null=True, editable=False)
    rated_on = models.DateField(null=True, editable=False)
    has_moved = models.BooleanField(editable=False)
    people = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("standing on the map")
        verbose_name_plural = _("standings on the map")
        indexes = [
            models.Index(
                fields=["arena", "is_shown", "level", "stability", "n_sides", "side", "activity", "is_observed"],
                name="standing_counted",
            ),
            models.Index(
                fields=["arena", "-rated_on", "-activity"], condition=Q(has_moved=True), name="standing_moved"
            ),
        ]

    def __str__(self) -> str:
        return str(self.activity_id)
