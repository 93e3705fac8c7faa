"""Forms that take a code or a passkey. Each try is counted before anything is looked at."""

import json
from typing import Any

from allauth.account.forms import ConfirmEmailVerificationCodeForm, ConfirmLoginCodeForm
from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import mailed_codes
from accounts.factor_codes import check_code, step_of
from accounts.limits import tries
from accounts.models import User
from accounts.notices import tell
from core.clock import now
from core.forms import OurWords
from core.limits import Tries
from core.text import clean_line

# What WebAuthn makes of malformed answers, which anybody can send.
MALFORMED = (TypeError, ValueError, KeyError, AttributeError, IndexError, RecursionError)

PENDING_SALT = "accounts.pending_app"
PENDING_SECONDS = 3600

TOO_MANY = _("Too many wrong codes. Wait an hour, or sign in with a passkey.")
WRONG = _("The code is not right. Check it, or use another one.")
TOO_OFTEN = _("Too many tries. Wait a few minutes.")
WRONG_PASSKEY = _("The passkey was not accepted. Try again.")


class CodeField(forms.CharField):
    """A code of digits: large, on the keypad of a phone, filled in by the device where it can."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "input--code", "inputmode": "numeric", "autocomplete": "one-time-code"}
        messages = {"required": _("Write the code")}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), error_messages=messages, **kwargs)


class CredentialField(forms.CharField):
    """What a device answered, as WebAuthn writes it; anybody can send anything here."""

    def __init__(self) -> None:
        super().__init__(max_length=20_000, widget=forms.HiddenInput, error_messages={"required": WRONG_PASSKEY})

    def clean(self, value: Any) -> dict[str, Any]:
        try:
            credential = json.loads(super().clean(value))
        except (ValueError, RecursionError):
            credential = None
        if not isinstance(credential, dict):
            raise ValidationError(WRONG_PASSKEY, code="incorrect_code")
        return credential


class LimitedCode:
    """A form of allauth for a mailed code, whose wrong answers are counted before any is looked at."""

    def __init__(self, *args: Any, tries: Tries, **kwargs: Any) -> None:
        self.tries = tries
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        at = now()
        if not self.tries.take(at):
            raise ValidationError(TOO_MANY, code="rate_limited")
        code = super().clean_code()
        self.tries.give_back(at)
        return code


class SignInCodeForm(LimitedCode, ConfirmLoginCodeForm):
    """The code that signs in."""


class EmailCodeForm(LimitedCode, ConfirmEmailVerificationCodeForm):
    """The code that proves an address."""


class FactorCodeForm(OurWords):
    """A code of the authenticator app, or a recovery code."""

    code = CodeField(label=_("Code"))
    reauthenticated = False

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        self.authenticator: Authenticator | None = None
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        at = now()
        counted = tries(context.request, "second_step", user=self.user)
        if not counted.take(at):
            raise ValidationError(TOO_MANY, code="rate_limited")
        self.authenticator = check_code(self.user, self.cleaned_data["code"], at=at)
        if self.authenticator is None:
            raise ValidationError(WRONG, code="incorrect_code")
        counted.give_back(at)
        return self.cleaned_data["code"]

    def save(self) -> None:
        """Notes in the session that the second step was made; says by mail that a recovery code is gone."""
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            tell(self.user, "code_used", left=len(self.authenticator.wrap().get_unused_codes()))
        post_authentication(context.request, self.authenticator, reauthenticated=self.reauthenticated)


class FactorCodeAgainForm(FactorCodeForm):
    """The same while signed in."""

    reauthenticated = True


class MailedCodeForm(OurWords):
    """A code that was mailed to somebody who is signed in."""

    code = CodeField(label=_("Code from the email"))

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        at = now()
        counted = tries(self.request, "step_up", user=self.request.user)
        if not counted.take(at):
            raise ValidationError(TOO_MANY, code="rate_limited")
        if not mailed_codes.use(self.request, self.cleaned_data["code"], at=at):
            raise ValidationError(WRONG, code="incorrect_code")
        counted.give_back(at)
        return self.cleaned_data["code"]


class PasskeyForm(forms.Form):
    """What a passkey answered to the question in this session. Without `user` the passkey says whose it is."""

    credential = CredentialField()
    reauthenticated = False
    passwordless = False

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_credential(self) -> Authenticator:
        if not tries(context.request, "passkey", user=self.user).take(now()):
            raise ValidationError(TOO_OFTEN, code="rate_limited")
        credential = self.cleaned_data["credential"]
        try:
            webauthn.parse_authentication_response(credential)
            user = self.user or webauthn.extract_user_from_response(credential)
            return webauthn.complete_authentication(user, credential)
        except (ValidationError, *MALFORMED):
            raise ValidationError(WRONG_PASSKEY, code="incorrect_code") from None

    def save(self) -> None:
        """Notes in the session that the passkey was shown."""
        authenticator = self.cleaned_data["credential"]
        again, alone = self.reauthenticated, self.passwordless
        post_authentication(context.request, authenticator, reauthenticated=again, passwordless=alone)


class PasskeyAgainForm(PasskeyForm):
    """The same while signed in."""

    reauthenticated = True


class PasskeyAloneForm(PasskeyForm):
    """A passkey that signs in without anything else."""

    passwordless = True


class AppForm(OurWords):
    """The first code of an authenticator app. `pending` carries the secret the page showed, signed for this person."""

    code = CodeField(label=_("Code from the app"))
    pending = forms.CharField(widget=forms.HiddenInput, max_length=400)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        self.secret = self._shown() or generate_totp_secret()
        self.fields["pending"].initial = self._signed(self.secret)

    def clean_code(self) -> str:
        at, code = now(), self.cleaned_data["code"]
        counted = tries(self.request, "second_step", user=self.request.user)
        if not counted.take(at):
            raise ValidationError(TOO_MANY, code="rate_limited")
        if self._shown() and step_of(self.secret, code, at=at) is None:
            raise ValidationError(WRONG, code="incorrect_code")
        counted.give_back(at)
        return code

    def clean(self) -> dict[str, Any]:
        if not self._shown():
            raise ValidationError(_("This page has waited too long. Open it again and scan the new code."))
        return super().clean()

    def _signed(self, secret: str) -> str:
        return signing.dumps({"user": self.request.user.pk, "secret": secret}, salt=PENDING_SALT)

    def _shown(self) -> str:
        """The secret on the page that was sent in; empty when it was made for somebody else or long ago."""
        try:
            shown = signing.loads(self.data.get("pending", ""), salt=PENDING_SALT, max_age=PENDING_SECONDS)
        except signing.BadSignature:
            return ""
        return shown["secret"] if shown["user"] == self.request.user.pk else ""


class PasskeyNameForm(OurWords):
    """What a passkey is called, so that its owner knows which one it is."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("Such as the device it is on. Only you see it."),
        max_length=60,
        error_messages={"required": _("Write a name")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"], 60)


class NewPasskeyForm(PasskeyNameForm):
    """A passkey that was just made, with what it answered."""

    credential = CredentialField()

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_credential(self) -> dict[str, Any]:
        if not tries(self.request, "passkey", user=self.request.user).take(now()):
            raise ValidationError(TOO_OFTEN, code="rate_limited")
        credential = self.cleaned_data["credential"]
        try:
            webauthn.parse_registration_response(credential)
            made = webauthn.complete_registration(credential)
        except (ValidationError, *MALFORMED):
            raise ValidationError(WRONG_PASSKEY, code="incorrect_code") from None
        if not made.is_user_verified():
            raise ValidationError(_("The device must ask for your finger, face or PIN. Use another device or key."))
        return credential
