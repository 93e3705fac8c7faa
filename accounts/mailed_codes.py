"""A code mailed to somebody who is signed in, to show that the mailbox is still theirs."""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

LASTS = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
SESSION_KEY = "step_up_code"


def send(request: HttpRequest, *, at: datetime) -> None:
    """Mails a new code to the main address; the session keeps only its hash, and an earlier code is void."""
    adapter = get_adapter()
    code = adapter.generate_login_code()
    request.session[SESSION_KEY] = {"hash": _hash(request, code), "at": at.timestamp()}
    adapter.send_mail("account/email/step_up_code", request.user.email, {"code": code})


def is_waited_for(request: HttpRequest, *, at: datetime) -> bool:
    """Whether a code was sent that can still be used."""
    sent = request.session.get(SESSION_KEY)
    return bool(sent) and at.timestamp() - sent["at"] < LASTS.total_seconds()


def use(request: HttpRequest, code: str, *, at: datetime) -> bool:
    """Whether this is the code; it is good once."""
    digits = "".join(sign for sign in code if sign.isalnum())
    if not is_waited_for(request, at=at):
        return False
    if not constant_time_compare(request.session[SESSION_KEY]["hash"], _hash(request, digits)):
        return False
    del request.session[SESSION_KEY]
    return True


def _hash(request: HttpRequest, code: str) -> str:
    return salted_hmac("accounts.mailed_codes", f"{request.user.pk}:{code}", algorithm="sha256").hexdigest()
