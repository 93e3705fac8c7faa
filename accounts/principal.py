"""Who asks: a person, nobody, or a program with a key. All three look alike to visibility."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import ApiKey


class KeyHolder(AnonymousUser):
    """A program with a key. It is nobody (no person's drafts, no membership) plus what its grant allows."""

    def __init__(self, key: ApiKey) -> None:
        super().__init__()
        self.api_key = key

    def __str__(self) -> str:
        return self.api_key.prefix


Principal = Any  # User | AnonymousUser | KeyHolder: django-stubs cannot say which of them a request carries.


def person_key(principal: Principal) -> int:
    """The user's key, or 0 for anybody who is not a person: safe to compare with nullable columns."""
    return principal.pk or 0
