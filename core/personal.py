"""What is kept about a person: every app answers for its own rows; one page shows them and one file holds them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.background import UNNAMED, WORK
from core.models import Job, Mail

type Text = str | Promise
type Plain = str | int | bool | date | datetime | None

# How long a mail is kept.
MAIL_KEPT = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing about a row: its key and value in the file, its heading on the page.

    `words` is what the page says instead of the value, such as the name of a code.
    """

    key: str
    label: Text
    value: Callable[[Any], Plain]
    words: Callable[[Any], Text] | None = None


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Everything of one kind about a person; the first fact is what the page calls a row.

    `link` is the local address of a row's own page, `language` the language its first fact is written in.
    """

    key: str
    title: Text
    rows: QuerySet[Any] | tuple[Any, ...]
    facts: tuple[Fact, ...]
    link: Callable[[Any], str] | None = None
    language: Callable[[Any], str] | None = None

    def first(self, number: int) -> list[Any]:
        """The first rows, and one more when there are more: one query at most."""
        return list(self.rows[: number + 1])

    def all(self) -> Iterable[Any]:
        """Every row, a few in memory at a time."""
        return self.rows.iterator(chunk_size=500) if isinstance(self.rows, QuerySet) else islice(self.rows, None)


def addressed_to(addresses: Iterable[str], column: str) -> Q:
    """Rows with one of the addresses in `column`, in any case of letters; no address finds nothing."""
    found = Q(pk__in=[])
    for address in addresses:
        found |= Q(**{f"{column}__iexact": address})
    return found


def personal_data_of(user: Any, *, addresses: Iterable[str], at: datetime) -> list[Kept]:
    """Mails of the last weeks to the person, and background work the person asked for."""
    mails = Mail.objects.filter(Q(user=user) | addressed_to(addresses, "address"), created_at__gt=at - MAIL_KEPT)
    return [
        Kept(
            key="mails",
            title=_("Emails of the last 30 days"),
            rows=mails.order_by("-id"),
            facts=(
                Fact(key="subject", label=pgettext_lazy("own data", "Subject"), value=lambda row: row.subject),
                Fact(key="address", label=pgettext_lazy("own data", "To"), value=lambda row: row.address),
                Fact(key="state", label=pgettext_lazy("own data", "State"), value=lambda row: row.state, words=_state),
                Fact(key="created_at", label=pgettext_lazy("own data", "Written"), value=lambda row: row.created_at),
                Fact(key="sent_at", label=pgettext_lazy("own data", "Sent"), value=lambda row: row.sent_at),
            ),
        ),
        Kept(
            key="jobs",
            title=_("Background work you asked for"),
            rows=Job.objects.filter(owner=user).order_by("-id"),
            facts=(
                Fact(key="name", label=pgettext_lazy("own data", "Work"), value=lambda row: row.name, words=_work),
                Fact(key="state", label=pgettext_lazy("own data", "State"), value=lambda row: row.state, words=_state),
                Fact(key="created_at", label=pgettext_lazy("own data", "Asked for"), value=lambda row: row.created_at),
            ),
        ),
    ]


def _state(row: Job | Mail) -> str:
    return row.get_state_display()


def _work(row: Job) -> Text:
    return WORK[row.name].label if row.name in WORK else UNNAMED
