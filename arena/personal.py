"""What the arena app keeps about a person."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import ApiKey, User
from arena.models import ArenaRole, ImportRun, Invitation, NotDuplicate, OrganisationRole
from core.personal import Fact, Kept, addressed_to


def personal_data_of(user: User, *, addresses: Iterable[str]) -> list[Kept]:
    """Roles in arenas and for organisations, invitations to and by the person, imports, API keys, decisions."""
    roles = ArenaRole.objects.filter(user=user).select_related("arena", "side").order_by("-starts_on", "-pk")
    for_organisations = OrganisationRole.objects.filter(user=user).select_related("organisation")
    mine = Q(invited_by=user) | Q(accepted_by=user) | addressed_to(addresses, "email")
    invitations = Invitation.objects.filter(mine).select_related("arena", "organisation").order_by("-pk")
    keys = ApiKey.objects.filter(owner=user).select_related("grant__arena").order_by("-created", "-pk")
    confirmed = OrganisationRole.objects.filter(confirmed_by=user).select_related("organisation").order_by("-pk")
    told_apart = NotDuplicate.objects.filter(decided_by=user).select_related("first", "second").order_by("-pk")
    imports = ImportRun.objects.filter(started_by=user).select_related("arena").order_by("-pk")
    return [
        Kept(
            key="roles",
            title=_("Roles in arenas"),
            rows=roles,
            facts=(
                Fact(key="role", label=_("Role"), value=lambda row: row.role, words=_role),
                Fact(key="arena", label=_("Arena"), value=lambda row: row.arena.name),
                Fact(
                    key="country",
                    label=_("Country"),
                    value=lambda row: row.side.code if row.side else None,
                    words=lambda row: row.side.name if row.side else _("The whole arena"),
                ),
                Fact(key="starts_on", label=_("From"), value=lambda row: row.starts_on),
                Fact(key="ends_on", label=_("Until"), value=lambda row: row.ends_on),
            ),
        ),
        Kept(
            key="organisation_roles",
            title=_("Organisations you act for"),
            rows=for_organisations.order_by("-asked_on", "-pk"),
            facts=(
                Fact(key="organisation", label=_("Organisation"), value=lambda row: row.organisation.name),
                Fact(key="state", label=pgettext_lazy("own data", "State"), value=lambda row: row.state, words=_state),
                Fact(key="asked_on", label=pgettext_lazy("own data", "Asked on"), value=lambda row: row.asked_on),
                Fact(key="starts_on", label=_("From"), value=lambda row: row.starts_on),
                Fact(key="ends_on", label=_("Until"), value=lambda row: row.ends_on),
            ),
        ),
        Kept(
            key="invitations",
            title=_("Invitations to you, and by you"),
            rows=invitations,
            facts=(
                Fact(key="to", label=pgettext_lazy("own data", "To what"), value=_invited_to),
                Fact(key="arena", label=_("Arena"), value=lambda row: row.arena.name),
                Fact(
                    key="is_by_you",
                    label=pgettext_lazy("own data", "By you"),
                    value=lambda row: row.invited_by_id == user.pk,
                ),
                Fact(key="sent_at", label=pgettext_lazy("own data", "Sent"), value=lambda row: row.created_at),
                Fact(key="accepted_at", label=pgettext_lazy("own data", "Accepted"), value=lambda row: row.accepted_at),
            ),
        ),
        Kept(
            key="imports",
            title=_("Imports you started"),
            rows=imports,
            facts=(
                Fact(key="file_name", label=_("File"), value=lambda row: row.file_name),
                Fact(key="arena", label=_("Arena"), value=lambda row: row.arena.name),
                Fact(key="started_at", label=pgettext_lazy("own data", "Started"), value=lambda row: row.created_at),
            ),
        ),
        Kept(
            key="keys",
            title=_("API keys you issued"),
            rows=keys,
            facts=(
                Fact(key="name", label=_("Key"), value=lambda row: row.name),
                Fact(key="prefix", label=pgettext_lazy("own data", "Starts with"), value=lambda row: row.prefix),
                Fact(key="arena", label=_("Arena"), value=_arena_of_key),
                Fact(key="created_at", label=pgettext_lazy("own data", "Made"), value=lambda row: row.created),
                Fact(key="expires_at", label=pgettext_lazy("own data", "Ends"), value=lambda row: row.expiry_date),
                Fact(key="is_revoked", label=pgettext_lazy("own data", "Revoked"), value=lambda row: row.revoked),
            ),
        ),
        Kept(
            key="confirmed_roles",
            title=_("People you confirmed for an organisation"),
            rows=confirmed,
            facts=(
                Fact(key="organisation", label=_("Organisation"), value=lambda row: row.organisation.name),
                Fact(key="starts_on", label=_("From"), value=lambda row: row.starts_on),
            ),
        ),
        Kept(
            key="told_apart",
            title=_("Organisations you found to be two"),
            rows=told_apart,
            facts=(
                Fact(key="first", label=_("Organisation"), value=lambda row: row.first.name),
                Fact(key="second", label=pgettext_lazy("own data", "Is not"), value=lambda row: row.second.name),
                Fact(key="decided_on", label=pgettext_lazy("own data", "Decided on"), value=lambda row: row.decided_on),
            ),
        ),
    ]


def _role(role: ArenaRole) -> str:
    return capfirst(role.get_role_display())


def _state(role: OrganisationRole) -> Any:
    return capfirst(role.get_state_display())


def _invited_to(invitation: Invitation) -> str:
    return invitation.organisation.name if invitation.organisation else invitation.get_role_display()


def _arena_of_key(key: ApiKey) -> str | None:
    return key.grant.arena.name if hasattr(key, "grant") else None
