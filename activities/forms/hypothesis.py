"""The behaviour hypothesis of an activity, and what was seen of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.actions.hypothesis import HypothesisText
from activities.forms.fields import LineField
from core.errors import RuleBroken
from core.forms import OurWords


class RefusedForm(OurWords):
    """A form that shows what its action refused."""

    # Whether the one-time token was refused: the form then needs a new one.
    is_spent = False

    def refuse(self, broken: RuleBroken) -> None:
        """Shows what the action refused at its field, or above the form."""
        self.is_spent = broken.code.startswith("core.token")
        self.add_error(broken.field if broken.field in self.fields else None, str(broken.message))


def _lines(label: Any, hint: Any, max_length: int, **more: Any) -> LineField:
    return LineField(
        label=label, help_text=hint, max_length=max_length, widget=forms.Textarea(attrs={"rows": 2}), **more
    )


class HypothesisForm(RefusedForm):
    """What people are to do otherwise, and why they will."""

    behaviour = _lines(
        _("What are people to do?"),
        _("One thing that can be seen, such as: they mend a jacket instead of buying one."),
        200,
        error_messages={"required": _("Write what people are to do")},
    )
    barrier = _lines(
        _("What stands in the way?"), _("Time, money, habit, rules, not knowing how."), 300, required=False
    )
    lever = _lines(_("What helps?"), _("What the activity does about it."), 300, required=False)
    sign = _lines(
        _("How do we see that it changes?"), _("A sign that somebody can look for in half a year."), 300, required=False
    )

    def text(self) -> HypothesisText:
        """What was written."""
        return HypothesisText(**self.cleaned_data)


class RevisitForm(RefusedForm):
    """What was seen of a hypothesis."""

    seen = _lines(
        _("What have you seen?"),
        _("Also when you saw nothing of it."),
        500,
        error_messages={"required": _("Write what you have seen")},
    )
