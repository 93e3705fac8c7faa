"""What sign-in says and mails: codes of six digits, and links that only fill them in."""

import secrets
from datetime import timedelta
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.core import context as allauth_context
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts import mails
from accounts.models import User
from accounts.queries import language_at
from accounts.step_up import is_recent
from core.addresses import UNKNOWN, is_own
from core.clock import now

# 20 bits: with the tries that accounts/limits.py allows, somebody who tries every day finds one in 70 years on average.
CODE_DIGITS = 6
CODE_LASTS = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
# The page that a mail's link opens, by the mail's template.
LINK_PAGES = {
    "account/email/login_code": "account_confirm_login_code",
    "account/email/step_up_code": "accounts:step-up",
    "account/email/email_confirmation": "account_email_verification_sent",
    "account/email/email_confirmation_signup": "account_email_verification_sent",
    "account/email/unknown_account": "account_signup",
    "account/email/account_already_exists": "account_login",
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth in this product's words."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This address is already one of yours"),
        "email_taken": _("This address already has an account"),
        "incorrect_code": _("The code is not right. Check the email, or ask for a new code."),
        "rate_limited": _("Too many tries. Wait a few minutes."),
        "too_many_login_attempts": _("Too many tries. Ask for a new code."),
    }

    def generate_login_code(self) -> str:
        """Digits only, so that every keypad and voice can enter them."""
        return "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS))

    generate_email_verification_code = generate_login_code

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail in the reader's own language, with a link on our own address."""
        with translation.override(language_at(email) or translation.get_language()):
            own = {
                "email": email,
                "link": _link(LINK_PAGES.get(template_prefix, "account_login"), context.get("code")),
                "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
            }
            useful_until = now() + CODE_LASTS if "code" in context else None
            mail = mails.send(template_prefix, context | own, address=email, useful_until=useful_until)
        mails.wait_for(allauth_context.request, mail)

    def get_client_ip(self, request: HttpRequest) -> str:
        """What allauth would keep with a session: no address. Limits ask core.addresses themselves."""
        return UNKNOWN

    def is_safe_url(self, url: str) -> bool:
        """Back to a page of this site and to nothing else, whatever hosts are ours."""
        return is_own(url)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """allauth's own guard behind `recently_signed_in`, by the same rule."""
        return not is_recent(allauth_context.request)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """One page for all ways."""
        return [{"id": "step_up", "description": "", "url": reverse("accounts:step-up")}]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anybody may have an account: it opens no door by itself."""
        return True


def _link(page: str, code: str | None) -> str:
    """On our own address, whatever name the request came by; with the way back to where the person came from."""
    query = {"code": code, "next": get_next_redirect_url(allauth_context.request)} if code else {}
    encoded = urlencode({name: value for name, value in query.items() if value})
    return f"{settings.BASE_URL}{reverse(page)}{'?' if encoded else ''}{encoded}"
