"""Mail domains: which one an address is at, and which belong to everybody. Text alone, no rows."""

from typing import Final

# Anybody can have an address there: such an address says nothing about where somebody works. The widest in use.
FREE_MAIL: Final = frozenset(
    {
        "aol.com",
        "bahnhof.se",
        "bredband.net",
        "comhem.se",
        "fastmail.com",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "hotmail.no",
        "hotmail.se",
        "icloud.com",
        "live.com",
        "live.no",
        "live.se",
        "mac.com",
        "mail.com",
        "mailinator.com",
        "me.com",
        "msn.com",
        "online.no",
        "outlook.com",
        "pm.me",
        "proton.me",
        "protonmail.com",
        "spray.se",
        "swipnet.se",
        "telia.com",
        "tutanota.com",
        "web.de",
        "yahoo.com",
        "yahoo.no",
        "yahoo.se",
        "yandex.com",
        "ymail.com",
    }
)


def plain_domain(text: str) -> str:
    """A typed domain as mail servers know it: lower case, without "@", letters such as å written out.

    What cannot be a domain comes back as it is, for the validator to refuse.
    """
    found = text.strip().removeprefix("@").rstrip(".").lower()
    try:
        return found.encode("idna").decode("ascii")
    except UnicodeError:
        return found


def is_free_mail(domain: str) -> bool:
    """Whether anybody at all can have an address at `domain`."""
    return domain in FREE_MAIL


def is_at(address: str, domain: str) -> bool:
    """Whether an address lies at an organisation's own `domain`: exactly there, never below or above it."""
    _name, at, own = address.rpartition("@")
    return bool(at and domain) and not is_free_mail(domain) and plain_domain(own) == domain
