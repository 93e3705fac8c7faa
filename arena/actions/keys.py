"""Issuing and revoking API keys, and noting that one was used."""

from calendar import monthrange
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiKey, User
from arena.enums import Role
from arena.models import Arena, KeyGrant, Organisation
from core.errors import RuleBroken
from core.log import log
from core.text import clean_line

# A key lives at most this long; who still needs one then asks for a new one.
LONGEST_LIFE_MONTHS: Final = 13
# Roles a key can have of its own: those that only read. What writes, or sees drafts, acts for a person.
KEY_ROLES: Final = (Role.FUNDER, Role.AUDITOR, Role.REFERENCE)
LAST_USE_IS_KEPT_EVERY: Final = timedelta(minutes=1)


@transaction.atomic
def issue_key(
    *,
    arena: Arena,
    actor: User,
    name: str,
    role: str,
    may_write: bool = False,
    organisation: Organisation | None,
    months: int,
    at: datetime,
) -> tuple[KeyGrant, str]:
    """Makes a key for an arena and gives its grant and its secret, which is kept nowhere and cannot be given again.

    Without a role it acts for `actor`, with what the person may do on the day; `may_write` lets it write as well.
    Refuses `key.role_is_for_people`, `key.only_people_write`, `key.only_for_its_owner`, `key.lives_too_long` and
    `key.organisation_elsewhere`.
    """
    if role and may_write:
        message = _("Only a key that acts for you can write.")
        raise RuleBroken("key.only_people_write", message, field="may_write")
    if not role and organisation is not None:
        message = _("A key that acts for you is for no organisation.")
        raise RuleBroken("key.only_for_its_owner", message, field="organisation")
    if role and role not in KEY_ROLES:
        raise RuleBroken("key.role_is_for_people", _("Choose a role that only reads."), field="role")
    if not 1 <= months <= LONGEST_LIFE_MONTHS:
        raise RuleBroken("key.lives_too_long", _("A key lives from 1 to 13 months."), field="months")
    if organisation is not None and organisation.arena_id != arena.pk:
        raise RuleBroken("key.organisation_elsewhere", _("Choose an organisation of this arena."), field="organisation")
    expires = months_after(at, months)
    key, secret = ApiKey.objects.create_key(name=clean_line(name, 50), owner=actor, expiry_date=expires)
    grant = KeyGrant.objects.create(key=key, arena=arena, role=role, may_write=may_write, organisation=organisation)
    after = {
        "prefix": key.prefix,
        "role": role,
        "may_write": may_write,
        "expires_on": expires.date().isoformat(),
    }
    log("issue_key", grant, actor=actor, tenant=arena.pk, after=after)
    return grant, secret


@transaction.atomic
def revoke_key(*, grant: KeyGrant, actor: User | None) -> KeyGrant:
    """Ends a key at once and for ever; the grant stays, so that the log can be read. Twice is as good as once."""
    key = ApiKey.objects.select_for_update().get(pk=grant.key_id)
    if not key.revoked:
        key.revoked = True
        key.save(update_fields=["revoked"])
        log("revoke_key", grant, actor=actor, tenant=grant.arena_id, after={"prefix": key.prefix})
    return grant


def note_key_use(*, key: ApiKey, path: str, at: datetime) -> None:
    """Logs one read and, at most once a minute, when the key was last used.

    The entry names no tenant: the log of a tenant is what its data changed by (api/etags.py).
    """
    if key.last_used_at is None or at - key.last_used_at >= LAST_USE_IS_KEPT_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=at)
    log("api.read", key.grant, actor=None, tenant=None, after={"path": path[:200]})


def note_key_write(*, key: ApiKey, path: str) -> None:
    """Logs beside a write which key made it, in the same transaction. What was done stands in the entry before."""
    after = {"prefix": key.prefix, "path": path[:200]}
    log("api.write", key.grant, actor=key.owner, tenant=key.grant.arena_id, after=after)


def months_after(at: datetime, months: int) -> datetime:
    """The same day of the month so many months later, or the last day of a shorter month."""
    years, month = divmod(at.month - 1 + months, 12)
    year, month = at.year + years, month + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))
