"""Background work of the teams app."""

from django.utils.translation import gettext_lazy as _

from core.background import task
from teams.mails import post_welcome
from teams.models import Membership


@task("teams.welcome", label=_("Welcome a new member"))
def welcome(*, membership_id: int) -> None:
    """Mails a new member where the team is and how to leave it."""
    post_welcome(Membership.objects.select_related("team__arena", "user").get(pk=membership_id))
