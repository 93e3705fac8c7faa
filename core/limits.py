"""How often something may be tried: for each account, each network, and the two together.

The counts stand in the database, so that they hold for all processes, while Redis is away and after it was emptied.
A count is one statement, which makes it exact however many try at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from django.db import connection
from django.utils.crypto import salted_hmac

from core.models import Counter

# One new count in so many also drops those that are over.
TIDY_EVERY = 100


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` in a window of `seconds`."""

    amount: int
    seconds: int
    per: Literal["account", "network", "both"]


@dataclass(frozen=True, slots=True)
class Tries:
    """One way to try something, by somebody from somewhere. Neither is stored: only a keyed hash of both."""

    action: str
    limits: Iterable[Limit]
    account: str
    network: str

    def take(self, at: datetime) -> bool:
        """Counts one more and says whether it is within every limit.

        A limit of the two together comes first and stops the count there: one network that tries too often neither
        uses up the account's tries elsewhere nor shuts its owner out.
        """
        for limit in sorted(self.limits, key=lambda limit: limit.per != "both"):
            key = self._key(limit, at)
            count = _count(key, _end(limit, at))
            if count == 1 and int(key[:8], 16) % TIDY_EVERY == 0:
                Counter.objects.filter(ends_at__lt=at).delete()
            if count > limit.amount:
                return False
        return True

    def give_back(self, at: datetime) -> None:
        """What was right costs nothing."""
        keys = [self._key(limit, at) for limit in self.limits]
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Counter._meta.db_table} SET count = count - 1 WHERE count > 0"  # noqa: S608
                f" AND key IN ({', '.join(['%s'] * len(keys))})",
                keys,
            )

    def _key(self, limit: Limit, at: datetime) -> str:
        who = {"account": (self.account,), "network": (self.network,), "both": (self.account, self.network)}
        parts = (self.action, limit.per, str(limit.seconds), str(_window(limit, at)), *who[limit.per])
        return salted_hmac("core.limits", "\n".join(parts), algorithm="sha256").hexdigest()


def _window(limit: Limit, at: datetime) -> int:
    return int(at.timestamp()) // limit.seconds


def _end(limit: Limit, at: datetime) -> datetime:
    return datetime.fromtimestamp((_window(limit, at) + 1) * limit.seconds, UTC)


def _count(key: str, ends_at: datetime) -> int:
    """One more of `key`, and how many that makes: one statement on both databases."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Counter._meta.db_table} AS kept (key, count, ends_at) VALUES (%s, 1, %s)"  # noqa: S608
            " ON CONFLICT (key) DO UPDATE SET count = kept.count + 1 RETURNING count",
            [key, connection.ops.adapt_datetimefield_value(ends_at)],
        )
        count: int = cursor.fetchone()[0]
    return count
