"""Asks every app what it keeps about a person, in the order of the page."""

from datetime import datetime

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

import accounts.personal
import activities.personal
import arena.personal
import core.personal
import teams.personal
from accounts.models import User
from core.models import LogEntry
from core.personal import Fact, Kept, Text
from portal.own_data.verbs import words_of


def personal_data_of(user: User, *, at: datetime) -> list[Kept]:
    """Everything kept about the person: one query for the addresses, then one for each kind when it is read."""
    addresses = accounts.personal.addresses_of(user)
    emails = {user.email, *(address.email for address in addresses)}
    return [
        *accounts.personal.personal_data_of(user, addresses=addresses),
        *arena.personal.personal_data_of(user, addresses=emails),
        *teams.personal.personal_data_of(user),
        *activities.personal.personal_data_of(user),
        *core.personal.personal_data_of(user, addresses=emails, at=at),
        _log_of(user),
    ]


def _log_of(user: User) -> Kept:
    return Kept(
        key="log",
        title=_("What you did, by the change log"),
        rows=LogEntry.objects.filter(actor=user).order_by("-id"),
        facts=(
            Fact(key="verb", label=pgettext_lazy("own data", "What"), value=lambda row: row.verb, words=_verb),
            Fact(
                key="row",
                label=pgettext_lazy("own data", "Which row"),
                value=lambda row: f"{row.object_type} {row.object_key}",
                words=_row,
            ),
            Fact(key="at", label=pgettext_lazy("own data", "When"), value=lambda row: row.at),
        ),
    )


def _verb(entry: LogEntry) -> Text:
    return words_of(entry.verb)


def _row(entry: LogEntry) -> str:
    """The kind of row in words, as far as its model is still there, with its key."""
    app, _dot, name = entry.object_type.partition(".")
    kind = apps.all_models[app].get(name)
    return f"{capfirst(kind._meta.verbose_name) if kind else entry.object_type} {entry.object_key}"
