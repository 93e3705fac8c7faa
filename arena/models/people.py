"""Who may do what in an arena: dated roles of people, grants of keys."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from arena.enums import Role
from arena.models.arena import Arena, Side
from arena.models.organisation import Organisation


class ArenaRole(models.Model):
    """A user's role in an arena, for one side or for all, over `[starts_on, ends_on)`."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="arena_roles")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    side = models.ForeignKey(Side, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("country"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day without the role."))

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["arena", "role", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="role_ends_after_start",
                violation_error_message=_("The last day comes after the first"),
            ),
            models.CheckConstraint(condition=~Q(role=Role.LEAD) | Q(side__isnull=False), name="lead_has_a_side"),
            models.UniqueConstraint(
                "arena", "user", "role", Coalesce("side", 0), condition=Q(ends_on__isnull=True), name="role_open_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class KeyGrant(models.Model):
    """What a key may read in an arena: everything its role may, on behalf of an organisation or its owner."""

    key = models.OneToOneField("accounts.ApiKey", on_delete=models.CASCADE, related_name="grant")
    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="key_grants")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.FUNDER)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="key_grants"
    )

    class Meta:
        verbose_name = _("key grant")
        verbose_name_plural = _("key grants")

    def __str__(self) -> str:
        return self.get_role_display()
