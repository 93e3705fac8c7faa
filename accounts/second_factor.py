"""Whose sign-in takes a second step, and what counts as one."""

from collections.abc import Callable
from datetime import date

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from accounts.principal import Principal

# A higher app adds whom it trusts with so much that a second step is needed: (user, day) -> whether.
NEEDED: list[Callable[[Principal, date], bool]] = []


def is_needed(person: Principal, *, on: date) -> bool:
    """Whether what this person may do on a day takes a second step; never where no role is listed."""
    return bool(settings.SECOND_FACTOR_ROLES) and any(needs(person, on) for needs in NEEDED)


def was_made(request: HttpRequest) -> bool:
    """Whether this session began, or went on, with a second step of its person.

    A session without one ends when a factor is added elsewhere, and a factor that goes takes its steps along: so this
    tells about the account too, without asking the database.
    """
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def forget(request: HttpRequest) -> None:
    """Takes the second steps out of this session, once the person has no factor any more."""
    records = get_authentication_records(request, request.user)
    plain = [record | {"method": "code"} if record.get("method") == "mfa" else record for record in records]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = plain
