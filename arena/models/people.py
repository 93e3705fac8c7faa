"""Who may do what in an arena: dated roles of people, grants of keys."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from arena.enums import ClaimState, InvitationState, Role
from arena.models.arena import Arena, Side
from arena.models.organisation import Organisation
from core.models import Timestamped


class ArenaRole(models.Model):
    """A user's role in an arena, for one side or for all, over `[starts_on, ends_on)`."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="roles")
    # Empty once the person has erased the account: that somebody held the role stays.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="arena_roles"
    )
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
    """What a key may do in an arena: read what its role may, for an organisation; or, without a role, what its owner
    may on the day: read, and write if that was chosen when it was made.
    """

    key = models.OneToOneField("accounts.ApiKey", on_delete=models.CASCADE, related_name="grant")
    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="key_grants")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.FUNDER, blank=True)
    may_write = models.BooleanField(_("may write"), default=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="key_grants"
    )

    class Meta:
        verbose_name = _("key grant")
        verbose_name_plural = _("key grants")
        constraints = [
            models.CheckConstraint(
                condition=Q(role="", organisation__isnull=True) | (~Q(role="") & Q(may_write=False)),
                name="key_grant_only_people_write",
            )
        ]

    def __str__(self) -> str:
        return self.get_role_display() or str(self.key)


class OrganisationRole(Timestamped):
    """A person who acts for an organisation over `[starts_on, ends_on)`, once a coordinator or a mail to the
    organisation's own domain has confirmed it. Ended, never deleted.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="organisation_roles"
    )
    state = models.CharField(_("state"), max_length=10, choices=ClaimState.choices, default=ClaimState.ASKED)
    asked_on = models.DateField(_("asked on"))
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day without the role."))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_confirmed_by_mail = models.BooleanField(_("confirmed by mail to the organisation's domain"), default=False)

    class Meta:
        verbose_name = _("role for an organisation")
        verbose_name_plural = _("roles for organisations")
        ordering = ["organisation", "-asked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ClaimState.CONFIRMED, starts_on__isnull=False)
                | (~Q(state=ClaimState.CONFIRMED) & Q(starts_on__isnull=True, ends_on__isnull=True)),
                name="organisation_role_confirmed_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="organisation_role_ends_after_start",
                violation_error_message=_("The last day comes after the first"),
            ),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(ends_on__isnull=True, user__isnull=False) & ~Q(state=ClaimState.DECLINED),
                name="organisation_role_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class Invitation(Timestamped):
    """A mailed link that gives a role in an arena, or a role for an organisation, to whoever proves the address.

    Single use, seven days; only the hash of the link is kept. The address is blanked when the invitation is used,
    taken back or over.
    """

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email"), max_length=254, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, blank=True)
    side = models.ForeignKey(Side, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("country"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    role_ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day without the role."))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(role="") & Q(organisation__isnull=True)) | (Q(role="") & Q(organisation__isnull=False)),
                name="invitation_to_a_role_or_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True), name="invitation_used_or_taken_back"
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    def state_at(self, at: datetime, on: date) -> InvitationState:
        """Where it stands at a moment; `on` is the day, because a role that ends by then is worth nothing."""
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        is_over = self.expires_at <= at or (self.role_ends_on is not None and self.role_ends_on <= on)
        return InvitationState.OVER if is_over else InvitationState.WAITING
