"""Planning an activity again and again."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.enums import Rhythm
from activities.forms.moments import CountField, DayField
from activities.recurrence import MOST
from core.errors import RuleBroken
from core.forms import Chips, OurWords


class RepeatForm(OurWords):
    """How often, and until when or how many times."""

    rhythm = forms.ChoiceField(label=_("How often?"), widget=Chips, choices=Rhythm.choices)
    until = DayField(label=_("Until which day?"), required=False)
    times = CountField(label=_("Or how many times more?"), help_text=_("At most 60."), required=False, most=MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_spent = False

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and not data.get("until") and not data.get("times"):
            self.add_error("until", gettext("Write a day or a number of times"))
        return data

    def refuse(self, broken: RuleBroken) -> None:
        """Shows what an action refused at its field, or above the form."""
        self.is_spent = broken.code.startswith("core.token")
        self.add_error(broken.field if broken.field in self.fields else None, str(broken.message))
