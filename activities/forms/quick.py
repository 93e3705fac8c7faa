"""Status, date and number of participants: what changes most often, on one small page."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.actions.facts import UNKNOWN_DATE, ActivityFacts, facts_of
from activities.enums import Status
from activities.forms.fields import LineField
from activities.forms.moments import CountField
from activities.forms.reach import Reach, ReachForm
from activities.models import Activity
from core.dates import DateAmbiguous, DateUnreadable, PartialDate, format_partial_date, parse_date
from core.errors import RuleBroken
from core.forms import Chips

MOST_PEOPLE = 1_000_000


class QuickForm(ReachForm):
    """What is not sent stays as it is, so that one button can say "held" with a number and nothing else."""

    status = forms.ChoiceField(
        label=_("Did it take place?"),
        required=False,
        widget=Chips,
        choices=[(status.value, status.label) for status in Status if status != Status.DRAFT],
    )
    why = LineField(
        label=_("Why?"),
        help_text=_("When it was cancelled or changed. Everybody who sees the activity can read it."),
        required=False,
        max_length=500,
    )
    date = LineField(
        label=_("Date"),
        help_text=_("A month or a year is enough. Leave it empty when nobody knows."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "input--date", "autocomplete": "off"}),
    )
    attended = CountField(label=_("How many took part?"), required=False, most=MOST_PEOPLE)

    def __init__(self, *args: Any, activity: Activity, language: str, n_following: int, **kwargs: Any) -> None:
        before = facts_of(activity)
        first = {
            "status": before.status,
            "date": format_partial_date(before.when, language),
            "attended": "" if before.attended is None else str(before.attended),
            "reach": Reach.ONE.value,
        }
        super().__init__(*args, initial=first, **kwargs)
        self.before, self.language = before, language
        self.offer_reach(n_following)

    def clean_date(self) -> PartialDate:
        """The date as exact as it was written."""
        text = self.cleaned_data["date"]
        if "date" not in self.data:
            return self.before.when
        try:
            return parse_date(text, self.language) if text else UNKNOWN_DATE
        except DateAmbiguous as ambiguous:
            raise forms.ValidationError(ambiguous.message, params=ambiguous.params) from ambiguous
        except DateUnreadable as unreadable:
            raise forms.ValidationError(unreadable.message) from unreadable

    def facts(self) -> ActivityFacts:
        """What stands about the activity, with what was said here."""
        data = self.cleaned_data
        counted = data["attended"] if "attended" in self.data else self.before.attended
        return self.before.with_changes(
            status=data["status"] or self.before.status, when=data["date"], why=data["why"], attended=counted
        )

    def refuse(self, broken: RuleBroken) -> None:
        """Shows what an action refused at its field, or above the form."""
        field = broken.field if broken.field in self.fields else None
        message = str(broken.message)
        if broken.field == "remote_how":
            message = gettext("Say under “More” how people online take part, or why that is not decided")
        self.add_error(field, message)
