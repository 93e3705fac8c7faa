"""Addresses of accounts. They stand before allauth's: its names stay, our pages answer."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts.views import entrance, profile, security, step_up

app_name = "accounts"
urlpatterns = [
    path("", profile.profile, name="profile"),
    path("link/<str:token>/", entrance.sign_in_link, name="sign-in-link"),
    path("login/", entrance.SignIn.as_view(), name="sign-in"),
    path("login/code/", RedirectView.as_view(pattern_name="account_login", query_string=True), name="request-code"),
    path("login/code/confirm/", entrance.ConfirmSignIn.as_view(), name="confirm-sign-in"),
    path("login/passkey/", entrance.passkey_sign_in, name="passkey-sign-in"),
    path("signup/", entrance.SignUp.as_view(), name="sign-up"),
    path("email/", entrance.EmailAddresses.as_view(), name="addresses"),
    path("confirm-email/", entrance.ConfirmEmail.as_view(), name="confirm-email"),
    path("confirm-person/", step_up.step_up, name="step-up"),
    path("security/", security.security, name="security"),
    path("security/needed/", security.required, name="second-factor-needed"),
    path("security/app/", security.app_add, name="app-add"),
    path("security/passkeys/", security.passkey_add, name="passkey-add"),
    path("security/passkeys/<int:key>/", security.passkey_rename, name="passkey-rename"),
    path("security/factors/<int:key>/remove/", security.factor_remove, name="factor-remove"),
    path("security/codes/", security.codes_renew, name="codes-renew"),
    path("security/codes/file/", security.codes_file, name="codes-file"),
    path("security/sessions/", security.session_end, name="session-end"),
    path("2fa/authenticate/", entrance.SecondStep.as_view(), name="second-step"),
    re_path(r"^(?:password|reauthenticate|2fa|sessions)/(?P<rest>.*)$", entrance.closed, name="closed"),
]
