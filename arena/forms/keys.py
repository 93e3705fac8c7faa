"""Forms of API keys."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from arena.actions.keys import KEY_ROLES, LONGEST_LIFE_MONTHS
from arena.enums import Role
from arena.models import Arena, Organisation
from arena.queries import in_alphabet, organisations_in
from core.forms import Choices, OurWords

# The answer for a key that acts for the person who makes it.
OWN = "own"
WHAT_ROLES_READ = {
    OWN: _("What you read yourself, with the role that you have on the day."),
    Role.FUNDER: _("What everyone reads, and the names of companies that received support."),
    Role.AUDITOR: _("Preliminary figures too, and everything about evidence."),
    Role.REFERENCE: _("Preliminary figures too, but no names of companies that received support."),
}
USUAL_LIFE_MONTHS = 12


class KeyForm(OurWords):
    """Whom a key is for, what it may do, how long. Who does not manage the arena's keys makes their own."""

    name = forms.CharField(
        label=_("Name of the key"),
        help_text=_("Such as the program that will use it."),
        max_length=50,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": _("Write a name for the key")},
    )
    role = forms.ChoiceField(
        label=_("What may the key read?"),
        choices=[(OWN, _("The same as I")), *((role.value, capfirst(role.label)) for role in KEY_ROLES)],
        widget=Choices(hints=WHAT_ROLES_READ),
        error_messages={"required": _("Choose what the key may read")},
    )
    may_write = forms.BooleanField(
        label=_("It may also write: log, change and rate activities in my name"),
        help_text=_("Only with a key that reads the same as you. Without this it changes nothing."),
        required=False,
    )
    organisation = forms.ModelChoiceField(
        label=_("For which organisation?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("No organisation"),
    )
    months = forms.IntegerField(
        label=pgettext_lazy("API key", "How many months does it live?"),
        help_text=_("From 1 to 13. After that, make a new key."),
        min_value=1,
        max_value=LONGEST_LIFE_MONTHS,
        initial=USUAL_LIFE_MONTHS,
        widget=forms.TextInput(attrs={"class": "input--short", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Write a number of months from 1 to 13"),
            "invalid": _("Write a number of months from 1 to 13"),
            "min_value": _("Write a number of months from 1 to 13"),
            "max_value": _("Write a number of months from 1 to 13"),
        },
    )

    def __init__(self, *args: Any, arena: Arena, manages_keys: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not manages_keys:
            del self.fields["role"], self.fields["organisation"]
            self.fields["may_write"].help_text = _("Without this it reads what you read, and changes nothing.")
            return
        named = in_alphabet(organisations_in(arena).prefetch_related(None), get_language() or "en")
        self.fields["organisation"].queryset = named

    def answers(self) -> dict[str, Any]:
        """What was chosen, for the action."""
        data = {"role": OWN, "organisation": None, **self.cleaned_data}
        return data | {"role": "" if data["role"] == OWN else data["role"]}
