"""Mails that hold a link of their own: plain text, the names in it never a link, never in a header."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.debug import sensitive_variables

from accounts.queries import language_at
from arena.models import Invitation
from core.forget import forget_mails
from core.mails import post
from core.models import Mail, MailState
from core.text import without_links


@sensitive_variables("token")
def post_invitation(invitation: Invitation, token: str, language: str) -> None:
    """Mails the link of an invitation to a role, in the language of the account with that address if there is one."""
    _post("invitation", invitation, token, language_at(invitation.email) or language)


@sensitive_variables("token")
def post_proof(proof: Invitation, token: str) -> None:
    """Mails the link by which somebody proves to act for an organisation, in the language of who asked for it."""
    own = proof.invited_by.language if proof.invited_by else ""
    _post("proof", proof, token, own or translation.get_language() or settings.LANGUAGE_CODE)


def drop_unsent(invitations: QuerySet[Invitation]) -> None:
    """Deletes the mails of invitations that have not left: a dead link is worth no mail, and no name waits in one."""
    hashes = list(invitations.values_list("token_hash", flat=True))
    keys = [_key(name, token_hash) for token_hash in hashes for name in ("invitation", "proof")]
    forget_mails(Mail.objects.filter(key__in=keys).exclude(state=MailState.SENT))


@sensitive_variables("token", "words")
def _post(name: str, invitation: Invitation, token: str, language: str) -> None:
    with translation.override(language):
        words: dict[str, Any] = {
            "arena": without_links(invitation.arena.name),
            "person": without_links(invitation.invited_by.name) if invitation.invited_by else "",
            "organisation": without_links(invitation.organisation.name) if invitation.organisation else "",
            "role": invitation.get_role_display(),
            "side": without_links(invitation.side.name) if invitation.side else "",
            "ends_on": invitation.role_ends_on,
            "link": f"{settings.BASE_URL}{reverse('invitation', args=[token])}",
            "site": settings.BASE_URL,
        }
        post(
            key=_key(name, invitation.token_hash),
            purpose=f"arena.{name}",
            subject=render_to_string(f"arena/mail/{name}_subject.txt", words),
            body=render_to_string(f"arena/mail/{name}.txt", words),
            address=invitation.email,
            tenant=invitation.arena_id,
            useful_until=invitation.expires_at,
        )


def _key(name: str, token_hash: str) -> str:
    return f"arena.{name} {token_hash[:40]}"
