"""Forms of teams."""

from django import forms
from django.utils.translation import gettext_lazy as _


class JoinForm(forms.Form):
    """Nothing to fill in: a one-time token."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)


class LeaveForm(forms.Form):
    """Whether the name stays in the team's history."""

    is_hidden = forms.BooleanField(
        label=_("Hide my name in the team's history"),
        help_text=_("Your dates stay, without your name."),
        required=False,
    )
