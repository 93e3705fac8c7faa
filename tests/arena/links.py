"""Links in mails, and people who have shown that an address is theirs."""

import re

from allauth.account.models import EmailAddress

from accounts.models import User
from tests.letters import last_letter


def last_link() -> str:
    """The address, without the host, of the invitation that the last mail leads to."""
    return re.search(r"https?://[^/\s]+(/\S*/invitation/\S+)", last_letter().body)[1]


def last_token() -> str:
    """The token in the last mail's link."""
    return last_link().rstrip("/").rpartition("/")[2]


def prove(user: User, email: str = "") -> User:
    """The person has confirmed an address, the own one unless another is named."""
    EmailAddress.objects.create(user=user, email=email or user.email, verified=True, primary=not email)
    return user
