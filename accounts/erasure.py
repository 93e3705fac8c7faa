"""The end of an account: its sessions at once, and the row with everything that belongs to it."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import User


@transaction.atomic
def erase_account(*, user: User, addresses: Iterable[str]) -> None:
    """Ends every session and deletes the account with its addresses, second steps and sign-in links.

    What others keep must have let go of the person before.
    """
    _delete_sessions(user, addresses)
    user.delete()


def _delete_sessions(user: User, addresses: Iterable[str]) -> None:
    """Deletes every session of the person, signed in or on the way in.

    A session's row says only inside its data whose it is, so all of them are read: an account ends rarely.
    """
    marks = [address.casefold() for address in addresses]
    keys = set(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    for session in Session.objects.only("pk", "session_data").iterator(chunk_size=500):
        data = session.get_decoded()
        held = str(data).casefold()
        if data.get(SESSION_KEY) == str(user.pk) or any(mark in held for mark in marks):
            keys.add(session.pk)
    Session.objects.filter(pk__in=keys).delete()
