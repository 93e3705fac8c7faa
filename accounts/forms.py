"""Forms about oneself. Forms for codes stand apart: allauth's own forms inherit from the one for sign-up."""

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import OurWords, Segments
from core.text import clean_line

NAME_MAX = 200


class NameField(forms.CharField):
    """One name in any script, as the person wants to be called; nobody guesses first and last."""

    def __init__(self, **kwargs: object) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "name"})
        super().__init__(
            label=_("Your name"),
            help_text=_("As you want to be called in your teams."),
            required=False,
            max_length=NAME_MAX,
            widget=widget,
            **kwargs,
        )

    def clean(self, value: object) -> str:
        return clean_line(super().clean(value), NAME_MAX)


class SignUpForm(OurWords):
    """What sign-up asks beside the address."""

    name = NameField()

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keeps the name, and the language of the page as the person's own."""
        user.name = self.cleaned_data["name"]
        user.language = get_language() or settings.LANGUAGE_CODE
        user.save(update_fields=["name", "language"])


class ProfileForm(OurWords):
    """The name others see, the language of pages and mails, and whether reminders are mailed."""

    name = NameField()
    language = forms.ChoiceField(
        label=_("Your language"),
        help_text=_("Emails come in this language."),
        choices=settings.LANGUAGES,
        widget=Segments,
    )
    gets_reminders = forms.BooleanField(
        label=_("Email me about checks that are due"),
        help_text=_("At most one email a week, with a link to what waits for you."),
        required=False,
    )
