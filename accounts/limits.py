"""How often sign-in may be tried. Every number here is a promise of tests/accounts/test_limits.py."""

from django.http import HttpRequest

from accounts.models import User
from accounts.queries import user_by_address
from core.addresses import client_network
from core.limits import Limit, Tries

HOUR, DAY = 3600, 86_400

# Wrong codes. A code has a million forms, so that 20 a day find one in 70 years on average. Whoever tries from one
# network is stopped before the account's tries are used up: its owner, elsewhere, still signs in by code.
CODES = (
    Limit(5, HOUR, "both"),
    Limit(50, HOUR, "network"),
    Limit(10, HOUR, "account"),
    Limit(20, DAY, "account"),
)
# Mails with a code. A workshop of a hundred people signs in behind one address.
MAILS = (Limit(6, HOUR, "both"), Limit(120, HOUR, "network"), Limit(12, HOUR, "account"))
# Passkeys hold no secret that could be guessed: only the work is limited, never the account.
PASSKEYS = (Limit(600, HOUR, "network"),)

LIMITS = {"code": CODES, "second_step": CODES, "step_up": CODES, "mail": MAILS, "passkey": PASSKEYS}


def tries(request: HttpRequest, action: str, *, user: User | None = None, email: str = "") -> Tries:
    """The tries of `action` by whoever asks, for an account or an address that may have none: both count alike.

    What counts is the main address of the account, so that an address has the same tries before it has an account and
    after, and an account the same with each of its addresses: no page tells by its limits who is known here.
    """
    owner = user or (user_by_address(email) if email else None)
    account = (owner.email if owner else email).lower()
    return Tries(action, LIMITS[action], account, client_network(request))
