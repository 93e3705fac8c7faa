"""The ways in: sign in, sign up, the second step, passkeys, and the sign-in links of a local start."""

import json
from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url, passthrough_next_redirect_url
from allauth.mfa.base import views as mfa_views
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import note_address, use_sign_in_link
from accounts.code_forms import TOO_OFTEN, PasskeyAloneForm
from accounts.limits import tries
from accounts.mails import is_late
from accounts.notices import tell
from accounts.queries import factors_of
from accounts.step_up import recently_signed_in
from core import clock
from core.errors import RuleBroken
from core.forms import EMAIL, TOO_LONG, is_language_switch, kept
from core.limits import Tries


class EntranceMixin:
    """allauth's forms in our words; a change of language keeps what was typed; 422 when something is wrong."""

    extra_context = {"switch_form": "entrance"}

    def get_form(self, form_class: type[forms.Form] | None = None) -> forms.Form:
        form = super().get_form(form_class)
        for name, field in form.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in {"login", "email"}:
                field.label = _("Your email")
                field.error_messages |= EMAIL | {"max_length": TOO_LONG}
            if name == "code":
                field.label = _("Code from the email")
                field.error_messages["required"] = _("Write the code from the email")
                field.widget.attrs |= {"class": "input--code", "inputmode": "numeric", "autocomplete": "one-time-code"}
        return form

    def get_initial(self) -> dict[str, Any]:
        """The mail's link only fills the code in; a button sends it."""
        return super().get_initial() | {"code": self.request.GET.get("code", "")[:12]}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_language_switch(request):
            return self.render_to_response(self.get_context_data(form=kept(self.get_form())))
        return super().post(request, *args, **kwargs)

    def too_often(self, form: forms.Form, field: str) -> HttpResponse:
        """The form again, with nothing mailed."""
        form.add_error(field, TOO_OFTEN)
        return self.form_invalid(form)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 422
        return response


class SignIn(EntranceMixin, allauth_views.LoginView):
    """The address; a code goes to it, or a mail that there is no account."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        asked = tries(self.request, "mail", user=form.user, email=form.cleaned_data["login"])
        return super().form_valid(form) if asked.take(clock.now()) else self.too_often(form, "login")


class SignUp(EntranceMixin, allauth_views.SignupView):
    """The address and a name; a code goes to the address."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        asked = tries(self.request, "mail", email=form.cleaned_data["email"])
        return super().form_valid(form) if asked.take(clock.now()) else self.too_often(form, "email")


class CodePage(EntranceMixin):
    """A page that takes a mailed code: wrong ones are counted, and so are the mails it sends again."""

    def get_form_kwargs(self) -> dict[str, Any]:
        if self._action != "verify":
            return super().get_form_kwargs()
        return super().get_form_kwargs() | {"tries": self._tries("code")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"is_late": is_late(self.request, at=clock.now())}

    def _resend_form_valid(self, form: forms.Form) -> HttpResponse:
        if self._tries("mail").take(clock.now()):
            return super()._resend_form_valid(form)
        messages.error(self.request, TOO_OFTEN)
        return HttpResponseRedirect(self.request.get_full_path())

    def _tries(self, action: str) -> Tries:
        process = self._process
        return tries(self.request, action, user=process.user, email=process.state["email"])


class ConfirmSignIn(CodePage, allauth_views.ConfirmLoginCodeView):
    """The code from the mail signs in. It proves the address too, also of people whom somebody else registered."""

    def _verify_form_valid(self, form: forms.Form) -> HttpResponse:
        note_address(user=self._process.user, is_proved=False)
        return super()._verify_form_valid(form)


class ConfirmEmail(CodePage, allauth_views.ConfirmEmailVerificationCodeView):
    """The code from the mail proves the address, and at sign-up who is at the keys."""

    def _verify_form_valid(self, form: forms.Form) -> HttpResponse:
        user, address = self._process.user, self._process.email
        if self.stage:
            record_authentication(self.request, user, method="code", email=address)
        elif address != user.email:
            tell(user, "address_added", address=address)
        return super()._verify_form_valid(form)


class SecondStep(mfa_views.AuthenticateView):
    """After the mailed code: the app's code, a recovery code or a passkey."""

    extra_context = {"switch_form": "entrance"}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_language_switch(request):
            self.auth_form = kept(self.auth_form)
            return self.get(request)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response = self.get(self.request)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        factors = factors_of(self.stage.login.user)
        options = json.dumps(context["js_data"]["request_options"]) if factors.passkeys else ""
        return context | {"factors": factors, "passkey_options": options, "posted_form": self.form}


@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """A passkey alone: the first request gets the question for it, the second brings its answer."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    if "credential" not in request.POST:
        is_within = tries(request, "passkey").take(clock.now())
        return JsonResponse(begin_authentication(None)) if is_within else JsonResponse({}, status=429)
    form = PasskeyAloneForm(request.POST)
    if not form.is_valid():
        for problem in form.errors["credential"]:
            messages.error(request, problem)
        return redirect(passthrough_next_redirect_url(request, reverse("account_login"), "next"))
    authenticator = form.cleaned_data["credential"]
    login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(request))
    return perform_passwordless_login(request, authenticator, login)


@method_decorator([login_required, recently_signed_in], name="dispatch")
class EmailAddresses(EntranceMixin, allauth_views.EmailView):
    """The addresses one signs in with."""

    def get_form(self, form_class: type[forms.Form] | None = None) -> forms.Form:
        form = super().get_form(form_class)
        form.fields["email"].label = _("Another address")
        return form

    def form_valid(self, form: forms.Form) -> HttpResponse:
        return super().form_valid(form) if self._may_mail(form.cleaned_data["email"]) else self.too_often(form, "email")

    def _action_send(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
        if self._may_mail(request.POST["email"]):
            return super()._action_send(request, *args, **kwargs)
        messages.error(request, TOO_OFTEN)
        return None

    def _may_mail(self, address: str) -> bool:
        """Neither many mails from one person nor many to one address."""
        own, theirs = tries(self.request, "mail", user=self.request.user), tries(self.request, "mail", email=address)
        return all(counted.take(clock.now()) for counted in dict.fromkeys([own, theirs]))


def closed(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Pages of allauth that this product does without: passwords, and what accounts/urls.py answers elsewhere."""
    raise Http404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-use link of a local start: opening it asks for a click, so that a mail scanner or preview uses nothing."""
    if not settings.LOCAL:
        raise Http404
    if request.method != "POST":
        return render(request, "account/sign_in_link.html")
    try:
        user = use_sign_in_link(token=token, at=clock.now())
    except RuleBroken as refusal:
        return render(request, "account/sign_in_link.html", {"refusal": refusal.message}, status=422)
    if request.user.is_authenticated:
        logout(request)
    # The link was printed for this person, which proves the address as well as a mail does.
    note_address(user=user, is_proved=True)
    record_authentication(request, user, method="link")
    with translation.override(user.language or translation.get_language()):
        return perform_login(request, Login(user=user, redirect_url=reverse("portal:arenas")))
