"""The address by which a person's calendar program reads what the person may see."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.enums import FeedScope
from arena.models import Arena
from core.models import Timestamped


class CalendarFeed(Timestamped):
    """A secret address of one person in one arena; only the hash of the secret is kept. Ending it deletes the row."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds")
    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="calendar_feeds")
    name = models.CharField(_("name"), max_length=50)
    scope = models.CharField(_("What should it hold?"), max_length=3, choices=FeedScope.choices, default=FeedScope.OWN)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    class Meta:
        verbose_name = _("own calendar address")
        verbose_name_plural = _("own calendar addresses")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
