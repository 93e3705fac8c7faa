"""Sessions as sign-in leaves them, without going through its pages."""

from time import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.middleware import BEGAN, USED
from accounts.models import User

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


def with_address(person: User) -> User:
    """Somebody whose address is proved, as it is after the first sign-in by code."""
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def signed_in(person: User, *, method: str = "mfa", minutes_ago: int = 0) -> Client:
    """A client that signed in so long ago: by a second step, or only by a mailed code."""
    client = Client(headers={"User-Agent": BROWSER})
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    at = time() - minutes_ago * 60
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": at}]
    session["account_authentication_methods_user"] = str(person.pk)
    session[BEGAN] = session[USED] = at
    session.save()
    UserSession.objects.create(user=person, session_key=session.session_key, user_agent=BROWSER, ip="0.0.0.0")
    return client
