"""The page "More": everything beyond the quick form, all of it optional."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from activities.actions.facts import Proof
from activities.actions.more import MoreFacts, Split
from activities.enums import Access, SdgGoal, SpokenLanguage
from activities.forms.fields import LineField, LinkField, TextField
from activities.forms.moments import CountField, DayField, HoursField, TimeField
from activities.forms.parts import PartsBox
from activities.forms.reach import Reach, ReachForm
from activities.models import Activity
from arena.models import Priority
from core.dates import DatePrecision, PartialDate, format_partial_date
from core.errors import RuleBroken
from core.forms import ManyChips, Segments
from core.numbers import decimal_sign

MOST_PEOPLE, MOST_HOURS, MOST_KM = 1_000_000, 999, 100_000
UNKNOWN = ("", pgettext_lazy("answer", "Not known"))
YES_NO = {"yes": True, "no": False}


def lines(label: Any, max_length: int, help_text: Any = "") -> TextField:
    """A field of a few lines."""
    return TextField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MoreForm(ReachForm):
    """Everything beyond the quick form, in groups. Nothing is required and it can be saved at any time."""

    start_time = TimeField(label=_("Starts at"), required=False)
    end_time = TimeField(label=_("Ends at"), required=False)
    ends_on = DayField(
        label=_("Last day"), help_text=_("Only when it lasts several days. It counts by its first day."), required=False
    )
    in_room = CountField(label=_("How many in the room?"), required=False, most=MOST_PEOPLE)
    online = CountField(label=_("How many online?"), required=False, most=MOST_PEOPLE)
    access = forms.ChoiceField(
        label=_("Who could come?"), required=False, widget=Segments, choices=[*Access.choices, UNKNOWN]
    )
    is_advertised = forms.ChoiceField(
        label=_("Announced publicly?"),
        help_text=_("On a web page, in a newspaper, on posters."),
        required=False,
        widget=Segments,
        choices=[("yes", _("Yes")), ("no", _("No")), UNKNOWN],
    )
    method = LineField(
        label=_("Method"), help_text=_("Such as a workshop in four steps"), required=False, max_length=300
    )
    spoken = forms.MultipleChoiceField(
        label=_("Which languages were spoken?"), required=False, widget=ManyChips, choices=SpokenLanguage.choices
    )
    remote_how = lines(_("How do people online take part?"), 500, _("Everybody who sees the activity can read it."))
    remote_why_not = LineField(
        label=_("If that is not decided: why?"),
        help_text=_("Shown to those who want to come."),
        required=False,
        max_length=300,
    )
    facilitator = LineField(
        label=_("Facilitator and how to reach them"),
        help_text=_("A role and a shared address are best. Shown to everybody until it has been held."),
        required=False,
        max_length=200,
    )
    tech_support = LineField(
        label=_("Tech support and how to reach it"), help_text=_("The same."), required=False, max_length=200
    )
    priorities = forms.MultipleChoiceField(label=_("S3 priorities"), required=False, widget=ManyChips)
    goals = forms.TypedMultipleChoiceField(
        label=_("Goals for sustainable development"),
        required=False,
        widget=ManyChips,
        coerce=int,
    )
    lessons = lines(_("What did you learn?"), 10_000, _("What would you do again, and what not?"))
    publicity = lines(_("Where was it written or talked about?"), 500)
    link = LinkField(
        label=_("Link to it"),
        help_text=_("Kept as evidence."),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    duration_hours = HoursField(label=_("Hours per participant"), required=False, most=MOST_HOURS)
    travel_hours = HoursField(label=_("Travel hours per participant"), required=False, most=MOST_HOURS)
    travel_km = CountField(label=_("Kilometres travelled per participant"), required=False, most=MOST_KM)

    GROUPS = (
        (_("When"), ("start_time", "end_time", "ends_on")),
        (_("Who took part"), ("in_room", "online")),
        (_("Open or closed"), ("access", "is_advertised")),
        (_("How"), ("method", "spoken", "remote_how", "remote_why_not", "facilitator", "tech_support")),
        (_("What it contributes to"), ("priorities", "goals")),
        (_("Afterwards"), ("lessons", "publicity", "link")),
        (_("Time and travel"), ("duration_hours", "travel_hours", "travel_km")),
    )

    def __init__(
        self, *args: Any, priorities: list[Priority], parts: PartsBox, n_following: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered, self.parts = priorities, parts
        # Two sides may have a priority of the same name: the mark tells them apart.
        field = self.fields["priorities"]
        field.choices = [(str(row.pk), row.name) for row in priorities]
        field.widget.marks = {str(row.pk): row.side for row in priorities}
        if not priorities:
            del self.fields["priorities"]
        self.fields["goals"].choices = [(goal.value, f"{goal.value} {goal.label}") for goal in SdgGoal]
        self.offer_reach(n_following)

    def clean(self) -> dict[str, Any]:
        if self.parts.is_unsearched:
            self.add_error(None, gettext("Choose what “%(name)s” did, or empty the box") % {"name": self.parts.text})
        return self.cleaned_data

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(str(title), [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS]

    def more(self) -> MoreFacts:
        """What was said, for the actions."""
        data = self.cleaned_data
        same = ("ends_on", "start_time", "end_time", "method", "access", "remote_how", "remote_why_not", "facilitator")
        rest = ("tech_support", "lessons", "publicity", "duration_hours", "travel_hours", "travel_km")
        chosen = data.get("priorities", [])
        return MoreFacts(
            **{name: data[name] for name in (*same, *rest)},
            priorities=tuple(row for row in self.offered if str(row.pk) in chosen),
            goals=tuple(sorted(data["goals"])),
            is_advertised=YES_NO.get(data["is_advertised"]),
            spoken=tuple(language.value for language in SpokenLanguage if language.value in data["spoken"]),
            people=Split(data["in_room"], data["online"]),
            parts=self.parts.parts,
            keeps_supported=not self.parts.sees_firm_names,
        )

    def proof(self) -> Proof:
        """The link that shows the publicity."""
        return Proof(link=self.cleaned_data["link"])

    def refuse(self, broken: RuleBroken) -> None:
        """Shows what an action refused at its field, or above the form."""
        self.add_error(broken.field if broken.field in self.fields else None, str(broken.message))


def answers_of(activity: Activity, more: MoreFacts) -> dict[str, object]:
    """The form's answers for what stands in the database."""
    language = get_language() or "en"
    people = more.people or Split()
    texts = ("method", "access", "remote_how", "remote_why_not", "facilitator", "tech_support", "lessons", "publicity")
    return {
        **{name: getattr(more, name) for name in texts},
        "reach": Reach.ONE.value,
        "start_time": _clock(more.start_time),
        "end_time": _clock(more.end_time),
        "ends_on": format_partial_date(PartialDate(more.ends_on, DatePrecision.DAY), language) if more.ends_on else "",
        "in_room": _number(people.in_room, language),
        "online": _number(people.online, language),
        "is_advertised": {True: "yes", False: "no", None: ""}[more.is_advertised],
        "spoken": list(more.spoken),
        "priorities": [str(row.pk) for row in more.priorities],
        "goals": list(more.goals),
        "duration_hours": _number(more.duration_hours, language),
        "travel_hours": _number(more.travel_hours, language),
        "travel_km": _number(more.travel_km, language),
    }


def _clock(at: Any) -> str:
    return at.strftime("%H:%M") if at else ""


def _number(value: int | Decimal | None, language: str) -> str:
    """Without thousands, so that it can be read back in one way only."""
    return "" if value is None else f"{Decimal(value).normalize():f}".replace(".", decimal_sign(language))
