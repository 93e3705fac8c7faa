"""Pages about oneself: sign in, sign up, profile, and the sign-in links of a local start."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import change_profile, use_sign_in_link
from accounts.forms import ProfileForm
from core import clock
from core.errors import RuleBroken
from core.forms import EMAIL, TOO_LONG, is_language_switch, kept

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 422
        return response


class SignIn(EntranceMixin, allauth_views.LoginView):
    """The address; a code goes to it."""


class SignUp(EntranceMixin, allauth_views.SignupView):
    """The address and a name; a code goes to the address."""


class ConfirmSignIn(EntranceMixin, allauth_views.ConfirmLoginCodeView):
    """The code from the mail signs in. It proves the address too, also of people whom somebody else registered."""

    def _verify_form_valid(self, form: forms.Form) -> HttpResponse:
        user = self._process.user
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
        return super()._verify_form_valid(form)


class ConfirmEmail(EntranceMixin, allauth_views.ConfirmEmailVerificationCodeView):
    """The code from the mail proves the address."""


class EmailAddresses(EntranceMixin, allauth_views.EmailView):
    """The addresses one signs in with."""


def closed(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Pages of allauth for passwords, which nobody here needs."""
    raise Http404


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name and language."""
    user = request.user
    initial = {"name": user.name, "language": user.language or translation.get_language()}
    form = ProfileForm(request.POST or None, initial=initial)
    if is_language_switch(request):
        form = kept(form)
    elif request.method == "POST" and form.is_valid():
        change_profile(user=user, **form.cleaned_data)
        with translation.override(user.language):
            messages.success(request, gettext("Saved"))
            return redirect("accounts:profile")
    context = {"form": form, "switch_form": "profile"}
    return render(request, "account/profile.html", context, status=422 if form.errors else 200)


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
    login(request, user, backend=BACKEND)
    with translation.override(user.language or translation.get_language()):
        return redirect("portal:arenas")
