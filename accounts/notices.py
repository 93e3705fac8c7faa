"""Mails that tell a person what was changed about the own sign-in, so that somebody else's hand is noticed."""

from django.conf import settings
from django.utils import translation

from accounts import mails
from accounts.models import User


def tell(user: User, event: str, **context: object) -> None:
    """Mails the notice `event` to the main address, in the person's language."""
    with translation.override(user.language or translation.get_language() or settings.LANGUAGE_CODE):
        mails.send(f"account/email/{event}", context | {"email": user.email}, user=user)
