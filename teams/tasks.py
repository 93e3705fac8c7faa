"""Background work of the teams app."""

from core.background import task
from teams.mails import send_welcome
from teams.models import Membership


@task("teams.welcome")
def welcome(*, membership_id: int) -> None:
    """Mails a new member where the team is and how to leave it."""
    send_welcome(Membership.objects.select_related("team__arena", "user").get(pk=membership_id))
