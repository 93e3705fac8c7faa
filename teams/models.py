"""Teams and the people who come and go."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arena.models import Arena, Organisation, Side, Theme
from core.models import Timestamped, Versioned
from teams.enums import Joining, Stage, TeamRole


class Team(Versioned):
    """A group that drives development: a SMICE-team, a cluster, a network. It needs no legal form."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="teams")
    slug = models.SlugField(_("address"), max_length=80)
    name = models.CharField(_("name"), max_length=160)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    description = models.TextField(_("description"), blank=True)
    own_word = models.CharField(_("What do you call yourselves?"), max_length=60, blank=True)
    stage = models.CharField(_("stage"), max_length=14, choices=Stage.choices, blank=True)
    joining = models.CharField(_("joining"), max_length=8, choices=Joining.choices, default=Joining.OPEN)
    place = models.CharField(_("place"), max_length=160, blank=True)
    sides = models.ManyToManyField(Side, blank=True, related_name="teams", verbose_name=_("country"))
    themes = models.ManyToManyField(Theme, blank=True, related_name="teams", verbose_name=_("themes"))
    anchor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("host organisation")
    )
    source_kind = models.CharField(_("kind in the source"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    quote = models.TextField(_("quote"), blank=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["arena", "slug"], name="team_slug_once_per_arena")]

    def __str__(self) -> str:
        return self.name


def active_on(day: date, path: str = "") -> Q:
    """Memberships that hold on `day`; `path` leads to them from another model, such as "memberships__"."""
    is_open = Q((f"{path}ended_on__isnull", True)) | Q((f"{path}ended_on__gt", day))
    return is_open & Q((f"{path}started_on__lte", day))


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships are intervals `[started_on, ended_on)`."""

    def active_on(self, day: date) -> "MembershipQuerySet":
        """Memberships that hold on `day`."""
        return self.filter(active_on(day))


class Membership(Timestamped):
    """A person or an organisation in a team, over `[started_on, ended_on)`. Never deleted."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=TeamRole.choices, default=TeamRole.MEMBER)
    started_on = models.DateField(_("joined"))
    ended_on = models.DateField(_("left"), null=True, blank=True)
    is_hidden = models.BooleanField(_("hidden in the team's history"), default=False)
    is_erased = models.BooleanField(
        _("erased"), default=False, help_text=_("The person has erased the account; the days stay.")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["started_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, organisation__isnull=True, is_erased=False)
                | Q(user__isnull=True, organisation__isnull=False, is_erased=False)
                | Q(user__isnull=True, organisation__isnull=True, is_erased=True),
                name="membership_person_or_organisation",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="membership_ends_after_start",
                violation_error_message=_("The last day comes after the first"),
            ),
            models.UniqueConstraint(
                fields=["team", "user"],
                condition=Q(ended_on__isnull=True, user__isnull=False),
                name="membership_open_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["team", "organisation"],
                condition=Q(ended_on__isnull=True, organisation__isnull=False),
                name="membership_open_once_per_organisation",
            ),
        ]
        indexes = [models.Index(fields=["user", "ended_on"], name="membership_of_person")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.started_on}"
