"""Every component in every state on one page, for those who build pages. Only in DEBUG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.dates import DatePrecision, PartialDate
from core.forms import Chips, Choices, ManyChips, ManyChoices, Segments

# Sample words of this page stay English: it is never shown to users.
LEVELS = [("1", "1 People"), ("2", "2 Organisations"), ("3", "3 System")]
STEPS = [("1", "1 One-off"), ("2", "2 Repeated"), ("3", "3 Kept going"), ("4", "4 Owned"), ("5", "5 Embedded")]
COLOURS = ("bg", "surface", "sunken", "line", "border", "ink", "ink-2", "ink-3", "brand", "brand-tint")


@dataclass(frozen=True, slots=True)
class SampleSide:
    name: str
    mark: str
    position: int

    def __str__(self) -> str:
        return self.name


SIDES = (SampleSide("Norway", "square", 1), SampleSide("Sweden", "circle", 2), SampleSide("Finland", "triangle", 3))


class SampleForm(forms.Form):
    """One field of every kind."""

    what = forms.CharField(label="What happened?", help_text="A few words, such as: Visit to Thamsklyngen")
    note = forms.CharField(label="Anything to add?", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    people = forms.IntegerField(
        label="How many took part?",
        help_text="A good estimate is fine.",
        widget=forms.TextInput(attrs={"class": "input--short", "inputmode": "numeric"}),
        error_messages={"invalid": "Write a number, such as 18"},
    )
    theme = forms.ChoiceField(label="Theme", choices=[("", "No theme"), ("a", "Sharing"), ("b", "Building material")])
    when = forms.ChoiceField(
        label="When?",
        widget=Segments,
        choices=[("today", "Today"), ("yesterday", "Yesterday"), ("other", "Other day")],
    )
    date = forms.CharField(label="Date", required=False, widget=forms.TextInput(attrs={"class": "input--date"}))
    team = forms.ChoiceField(
        label="Which team?", widget=Chips, choices=[("f", "Folkverkstad"), ("c", "CIVAC"), ("", "No team")]
    )
    side = forms.ChoiceField(
        label="Which country?",
        widget=Segments(marks={"1": SIDES[0], "2": SIDES[1], "joint": "joint"}),
        choices=[("1", "Norway"), ("2", "Sweden"), ("joint", "Both")],
    )
    themes = forms.MultipleChoiceField(
        label="Themes", required=False, widget=ManyChips, choices=[("a", "Sharing"), ("b", "Building material")]
    )
    level = forms.ChoiceField(
        label="What does it change?",
        widget=Choices(
            attrs={"class": "scale-level"},
            hints={"1": "They learned or changed a habit", "3": "Rules, strategy, money or infrastructure moved"},
        ),
        choices=LEVELS,
        error_messages={"required": "Choose what it changes"},
    )
    step = forms.ChoiceField(
        label="How well does it hold today?", widget=Choices(attrs={"class": "scale-step"}), choices=STEPS
    )
    counts = forms.MultipleChoiceField(
        label="Counts towards",
        required=False,
        widget=ManyChoices(hints={"t": "Already counted, will not count twice."}),
        choices=[("t", "Teams and clusters formed"), ("d", "Demonstration and test projects")],
    )
    agree = forms.BooleanField(label="Everyone who can be recognised has been asked", required=False)
    photo = forms.FileField(label="Photo or document", required=False, help_text="Up to 10 MB.")


class SampleFilters(forms.Form):
    """Filters over a list."""

    period = forms.ChoiceField(label="Period", choices=[("", "All periods"), ("6", "Jan–Jun 2020")])
    theme = forms.ChoiceField(label="Theme", choices=[("", "All themes"), ("a", "Sharing")])
    team = forms.ChoiceField(label="Team", choices=[("", "All teams")])
    show = forms.ChoiceField(label="Show", choices=[("", "Observed and expected")])


def page(request: HttpRequest) -> HttpResponse:
    """The component page: `?errors` shows the form as the server sends it back."""
    answers = {"s-people": "many", "s-when": "other", "s-step": "2", "s-side": "1"} if "errors" in request.GET else None
    rows: Sequence[int] = range(1, 300)
    context = {
        "form": SampleForm(
            answers,
            prefix="s",
            initial={
                "when": "today",
                "team": "f",
                "side": "1",
                "level": "1",
                "step": "2",
                "people": 18,
                "themes": ["a"],
            },
        ),
        "filters_form": SampleFilters(prefix="f"),
        "active_filters": [("Sharing", "?"), ("Jan–Jun 2020", "?")],
        "colours": COLOURS,
        "sides": SIDES,
        "two": SIDES[:2],
        "one": SIDES[1:2],
        "none": (),
        "page": Paginator(rows, 25).get_page(request.GET.get("page", 4)),
        "stages": [(9, "Seed"), (7, "Team"), (4, "Cluster"), (5, "Self-standing")],
        "steps": [
            {"label": "Seed", "text": "Feb 2018. An idea from an open evening.", "state": "done"},
            {"label": "Team", "text": "Jul 2018. Shared goal.", "state": "done"},
            {"label": "Cluster", "text": "Aug 2019. Several groups, one network.", "state": "current"},
            {"label": "Self-standing", "text": "", "state": "todo"},
        ],
        "tabs": [("Map", "?", True), ("Table", "?tab=table", False), ("How it is rated", "?tab=how", False)],
        "top": Decimal(75),
        "day": PartialDate(date(2020, 12, 4), DatePrecision.DAY),
        "month": PartialDate(date(2020, 10, 1), DatePrecision.MONTH),
        "links": [("Table", "#table"), ("CSV", "?csv"), ("SVG", "?svg")],
        "levels": (3, 2, 1),
        "scale": (1, 2, 3, 4, 5),
        "goal": (4, 5),
        "crumbs": [("Start", "/"), ("Components", "")],
        "switch_form": "sample",
        "large": Decimal("1234567.5"),
        "part": Decimal("0.523"),
    }
    return render(request, "portal/components.html", context)
