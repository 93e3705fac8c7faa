"""One question: does it still hold?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from activities.actions.check import CheckAnswer
from activities.forms.fields import LineField
from activities.forms.hypothesis import RefusedForm
from activities.models import Activity, StabilityStep
from core.forms import Chips


class CheckForm(RefusedForm):
    """The step it stands on today, the old one chosen already; what shows a rise; what was seen of a hypothesis."""

    stability = forms.ChoiceField(label=_("How well does it hold today?"), widget=Chips)
    reason = LineField(
        label=_("What shows it?"),
        help_text=_("One line. Needed when it stands higher than before."),
        required=False,
        max_length=300,
    )
    seen = LineField(label=_("What have you seen of it?"), required=False, max_length=500)

    def __init__(self, data: Any = None, *, activity: Activity, steps: Sequence[StabilityStep]) -> None:
        self.activity, self.steps = activity, list(steps)
        before = activity.standing.stability
        super().__init__(
            data,
            auto_id=f"id_{activity.pk}_%s",
            initial={"stability": str(before.number) if before else ""},
        )
        self.fields["stability"].required = not self.is_unknown
        self.fields["stability"].choices = [(str(step.number), str(step)) for step in self.steps]
        self.hypothesis = next(iter(activity.standing_hypotheses), None)
        if self.hypothesis is None:
            del self.fields["seen"]

    @property
    def is_unknown(self) -> bool:
        """Whether the button "I do not know yet" was pressed."""
        return "unknown" in self.data

    def answer(self) -> CheckAnswer:
        """What was answered."""
        step = next((step for step in self.steps if str(step.number) == self.cleaned_data["stability"]), None)
        return CheckAnswer(
            step=None if self.is_unknown else step,
            reason=self.cleaned_data["reason"],
            seen=self.cleaned_data.get("seen", ""),
            language=get_language() or self.activity.language,
        )
