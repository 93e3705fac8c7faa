"""What the teams app keeps about a person."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.personal import Fact, Kept
from teams.models import Membership


def personal_data_of(user: User) -> list[Kept]:
    """The teams the person is or was in."""
    memberships = Membership.objects.filter(user=user).select_related("team__arena").order_by("-started_on", "-pk")
    return [
        Kept(
            key="memberships",
            title=_("Teams you are or were in"),
            rows=memberships,
            facts=(
                Fact(key="team", label=_("Team"), value=lambda row: row.team.name),
                Fact(key="arena", label=_("Arena"), value=lambda row: row.team.arena.name),
                Fact(key="role", label=_("Role"), value=lambda row: row.role, words=_role),
                Fact(key="started_on", label=_("Joined"), value=lambda row: row.started_on),
                Fact(key="ended_on", label=pgettext_lazy("membership", "Left"), value=lambda row: row.ended_on),
                Fact(
                    key="is_hidden",
                    label=pgettext_lazy("own data", "Name hidden afterwards"),
                    value=lambda row: row.is_hidden,
                ),
            ),
            link=lambda row: reverse("teams:page", args=[row.team.arena.slug, row.team.slug]),
            language=lambda row: row.team.language,
        )
    ]


def _role(membership: Membership) -> str:
    return capfirst(membership.get_role_display())
