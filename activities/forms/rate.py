"""Rating an activity that is already there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.actions.rate_activity import Rating
from activities.forms.fields import LineField
from arena.models import Arena
from core.errors import RuleBroken
from core.forms import Choices, OurWords


class RateForm(OurWords):
    """Level, stability and one line about what was seen."""

    level = forms.ChoiceField(
        label=_("What does it change?"),
        widget=Choices(attrs={"class": "scale-level"}),
        error_messages={"required": _("Choose what it changes")},
    )
    stability = forms.ChoiceField(
        label=_("How well does it hold today?"),
        help_text=_("Only what you can see now."),
        required=False,
        widget=Choices(attrs={"class": "scale-step"}),
    )
    reason = LineField(
        label=_("Why?"),
        help_text=_("One line about what you have seen. Needed when it stands higher than before."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, arena: Arena, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whether the one-time token was refused: the form then needs a new one.
        self.is_spent = False
        self.levels, self.steps = list(arena.effect_levels.all()), list(arena.stability_steps.all())
        for name, scale in (("level", self.levels), ("stability", self.steps)):
            field = self.fields[name]
            field.choices = [(str(step.number), str(step)) for step in scale]
            field.widget.hints = {str(step.number): step.criterion for step in scale}

    def rating(self) -> Rating:
        """What was chosen."""
        data = self.cleaned_data
        level = next(level for level in self.levels if str(level.number) == data["level"])
        stability = next((step for step in self.steps if str(step.number) == data["stability"]), None)
        return Rating(level, stability, data["reason"])

    def refuse(self, broken: RuleBroken) -> None:
        """Shows what the action refused at its field, or above the form."""
        self.is_spent = broken.code.startswith("core.token")
        self.add_error(broken.field if broken.field in self.fields else None, str(broken.message))
