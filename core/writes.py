"""Write once, and never over somebody else's change: one-time tokens and versions."""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import RuleBroken, StaleVersion
from core.models import OneTimeToken, Versioned

TOKEN_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,64}")


def new_token() -> str:
    """A fresh one-time token for a form: 128 random bits."""
    return secrets.token_urlsafe(16)


def once(*, token: str, purpose: str, owner: str, write: Callable[[], str]) -> str:
    """Runs `write` and gives its answer (a local address); the same token again gives the first answer.

    `owner` is who holds the form (a user key): a token seen by somebody else is worth nothing.
    Token and rows are written in one transaction, so a crash leaves either both or neither.
    """
    if not TOKEN_SHAPE.fullmatch(token or ""):
        raise RuleBroken("core.token_missing", _("This form has expired. Your text is still here. Try again."))
    return _once(OneTimeToken(key=token, purpose=purpose, owner=owner), lambda: FirstAnswer(write())).answer


@dataclass(frozen=True)
class FirstAnswer:
    """What the first of equal requests was answered: the address of what it made, and the text that was sent."""

    address: str
    text: str = ""


def once_for_program(
    *, key: str, scope: str, sent: str, purpose: str, owner: str, write: Callable[[], FirstAnswer]
) -> FirstAnswer:
    """As `once`, for a program that chose the key itself: it means something to its `scope` alone.

    Refuses `core.key_reused` when the key came with something else than `sent` before.
    """
    name = hashlib.sha256("\n".join((scope, owner, purpose, key)).encode()).hexdigest()
    digest = hashlib.sha256(sent.encode()).hexdigest()
    row = _once(OneTimeToken(key=name, purpose=purpose, owner=owner, digest=digest), write)
    if row.digest != digest:
        message = _("This key was sent before, with something else. Send a new key with what is new.")
        raise RuleBroken("core.key_reused", message, field="Idempotency-Key")
    return FirstAnswer(row.answer, row.content)


def _once(row: OneTimeToken, write: Callable[[], FirstAnswer]) -> OneTimeToken:
    """Writes token and rows in one transaction; a token that is there already is given back as it was left."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            first = write()
            row.answer, row.content = first.address, first.text
            row.save(update_fields=["answer", "content"])
            return row
    except IntegrityError:
        used = OneTimeToken.objects.filter(key=row.key, purpose=row.purpose, owner=row.owner).first()
        if used is not None:
            return used
        if OneTimeToken.objects.filter(key=row.key).exists():
            message = _("This form has expired. Your text is still here. Try again.")
            raise RuleBroken("core.token_used", message) from None
        raise


def lock_version[Row: Versioned](rows: models.QuerySet[Row], *, key: int, version: int) -> Row:
    """The row with `key`, locked for this transaction, if it still has `version`; else `StaleVersion`.

    The caller changes it and saves `version` + 1 together with its own fields.
    """
    row = rows.select_for_update(of=("self",)).get(pk=key)
    if row.version != version:
        raise StaleVersion(row, _("Someone else saved first. Both texts are below."))
    row.version += 1
    return row


def fingerprint(row: models.Model, names: Iterable[str]) -> str:
    """What a row without a version holds in its columns and links `names`, as 32 signs."""
    values = [(name, _held(row, name)) for name in sorted(names)]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:32]


def _held(row: models.Model, name: str) -> Any:
    field = row._meta.get_field(name)
    if field.many_to_many:
        return sorted(getattr(row, name).values_list("pk", flat=True))
    return getattr(row, field.attname)  # type: ignore[union-attr]  # links back are never asked for


def mark_of(row: models.Model, names: Iterable[str]) -> str:
    """What a page says it was made from: the row's version, or its fingerprint when it has none."""
    return str(row.version) if isinstance(row, Versioned) else fingerprint(row, names)


def lock_marked[Row: models.Model](rows: models.QuerySet[Row], *, key: int, names: Iterable[str], mark: str) -> Row:
    """The row with `key`, locked for this transaction, if it still has `mark`; else `StaleVersion`.

    A version is raised by one; the caller changes the row and saves it.
    """
    row = rows.select_for_update(of=("self",)).get(pk=key)
    if mark_of(row, names) != mark:
        raise StaleVersion(row, _("Someone else saved first. Both texts are below."))
    if isinstance(row, Versioned):
        row.version += 1
    return row
