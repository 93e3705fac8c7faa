"""What sign-in says and mails: codes of six digits, and links that only fill them in."""

import secrets
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

from accounts.models import User

# 20 bits: with 3 tries per code and 10 codes an hour per address, a guess succeeds once in four years of trying.
CODE_DIGITS = 6
# The page that a mail's link opens, by the mail's template.
LINK_PAGES = {
    "account/email/login_code": "account_confirm_login_code",
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
        with translation.override(_language_of(email) or translation.get_language()):
            own = {
                "link": _link(LINK_PAGES.get(template_prefix, "account_login"), context.get("code")),
                "site": settings.BASE_URL,
                "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
            }
            super().send_mail(template_prefix, email, context | own)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anybody may have an account: it opens no door by itself."""
        return True


def _link(page: str, code: str | None) -> str:
    """On our own address, whatever name the request came by; with the way back to where the person came from."""
    query = {"code": code, "next": get_next_redirect_url(allauth_context.request)} if code else {}
    encoded = urlencode({name: value for name, value in query.items() if value})
    return f"{settings.BASE_URL}{reverse(page)}{'?' if encoded else ''}{encoded}"


def _language_of(email: str) -> str:
    return User.objects.filter(email__iexact=email).values_list("language", flat=True).first() or ""
