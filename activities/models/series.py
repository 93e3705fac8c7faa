"""Activities that come again and again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.enums import Rhythm
from arena.models import Arena
from core.models import Timestamped


class Series(Timestamped):
    """What holds recurring activities together. Each of them is an activity of its own; their dates are the series."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="series")
    rhythm = models.CharField(_("how often"), max_length=11, choices=Rhythm.choices)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.get_rhythm_display()
