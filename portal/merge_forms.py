"""What is asked before two organisations become one, and before they become two again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arena.enums import MergeReason, PartingReason
from core.forms import Choices, OurWords


class MergeForm(OurWords):
    """Which of the two stays, and why they are one."""

    keep = forms.ChoiceField(
        label=_("Which one stays?"),
        help_text=_("Its name, number and facts are shown for both. The other one's names still lead to it."),
        widget=Choices,
    )
    reason = forms.ChoiceField(
        label=_("Why are they one?"),
        choices=MergeReason.choices,
        widget=Choices,
        error_messages={"required": _("Choose a reason"), "invalid_choice": _("Choose a reason")},
    )

    def __init__(self, *args: Any, rows: list[tuple[int, str, str]], **kwargs: Any) -> None:
        """`rows` are key, name and a line of help of each of the two."""
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [(str(key), name) for key, name, _hint in rows]
        self.fields["keep"].widget.hints = {str(key): hint for key, _name, hint in rows}


class PartForm(OurWords):
    """Why one becomes two again."""

    reason = forms.ChoiceField(
        label=_("Why are they two?"),
        choices=PartingReason.choices,
        widget=Choices,
        error_messages={"required": _("Choose a reason"), "invalid_choice": _("Choose a reason")},
    )
