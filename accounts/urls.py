"""Addresses of accounts. They stand before allauth's: its names stay, our pages answer."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("link/<str:token>/", views.sign_in_link, name="sign-in-link"),
    path("login/", views.SignIn.as_view(), name="sign-in"),
    path("login/code/", RedirectView.as_view(pattern_name="account_login", query_string=True), name="request-code"),
    path("login/code/confirm/", views.ConfirmSignIn.as_view(), name="confirm-sign-in"),
    path("signup/", views.SignUp.as_view(), name="sign-up"),
    path("email/", views.EmailAddresses.as_view(), name="addresses"),
    path("confirm-email/", views.ConfirmEmail.as_view(), name="confirm-email"),
    re_path(r"^(?:password|reauthenticate)/(?P<rest>.*)$", views.closed, name="closed"),
]
