"""What proves an activity: a link or a file."""

from typing import Any

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.enums import Damage
from activities.models.activity import Activity
from core.models import Timestamped


class StandingEvidence(models.Manager["Evidence"]):
    """Evidence that was not removed: what a page, a figure or a file forgets to ask for can not come back by it."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(removed_at__isnull=True)


class Evidence(Timestamped):
    """A link, or a file that the upload gate accepted, that shows an activity took place (docs/decisions/0003).

    Removed evidence keeps its title, checksum and days, and has neither address nor file any more. Figures, pages and
    `activity.evidence` know only what stands; `Evidence.everything` knows what was removed too.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("link"), max_length=500, blank=True, validators=[URLValidator(schemes=["https", "http"])])
    file = models.FileField(_("file"), max_length=120, blank=True, editable=False)
    # As it was called where it came from: for those alone who may open it, because it may name a company.
    file_name = models.CharField(_("file name"), max_length=140, blank=True, editable=False)
    content_type = models.CharField(_("file type"), max_length=100, blank=True, editable=False)
    size_bytes = models.PositiveIntegerField(_("size"), null=True, editable=False)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # When the stored file was last compared with its checksum, and what was wrong with it then.
    checked_at = models.DateTimeField(null=True, editable=False)
    damage = models.CharField(_("damage"), max_length=8, choices=Damage.choices, blank=True, editable=False)
    # When the arena's leads were told of it: once, until the file is whole again.
    damage_told_at = models.DateTimeField(null=True, editable=False)

    objects = StandingEvidence()
    everything = models.Manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["activity", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(url="", file="", removed_at__isnull=False)
                | Q(url="", removed_at__isnull=True) & ~Q(file="") & ~Q(sha256="")
                | Q(file="", removed_at__isnull=True) & ~Q(url=""),
                name="evidence_is_a_link_or_a_file",
            )
        ]
        indexes = [models.Index(fields=["checked_at", "id"], name="evidence_by_check")]

    def __str__(self) -> str:
        return self.title
