"""How long a session lasts. Times are seconds since 1970, as sessions hold them."""

from dataclasses import dataclass

HOUR, DAY = 3600, 86_400
# A session notes that it is in use at most this often: reading a page seldom writes.
NOTED_EVERY = 300


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A session ends after `idle` seconds without use, and `whole` seconds after sign-in in any case."""

    idle: int
    whole: int

    def is_over(self, *, began: float, used: float, at: float) -> bool:
        """Whether a session that began and was last used then is over now."""
        return self.left(began=began, used=used, at=at) <= 0

    def left(self, *, began: float, used: float, at: float) -> float:
        """Seconds until it is over, if nothing is done."""
        return min(used + self.idle, began + self.whole) - at


# For people whose role takes a second step (docs/permissions.md), and for everybody else.
TRUSTED = Lifetime(idle=3 * HOUR, whole=12 * HOUR)
ORDINARY = Lifetime(idle=30 * DAY, whole=30 * DAY)
