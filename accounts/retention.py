"""How long the traces of sign-ins are kept."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.actions import LINK_LIFETIME
from accounts.models import SignInLink


@transaction.atomic
def forget_old_sign_ins(*, at: datetime) -> None:
    """Deletes sessions that are over, what was noted about their browsers, and links that sign nobody in any more."""
    Session.objects.filter(expire_date__lt=at).delete()
    UserSession.objects.filter(~Exists(Session.objects.filter(pk=OuterRef("session_key")))).delete()
    SignInLink.objects.filter(created_at__lt=at - LINK_LIFETIME).delete()
