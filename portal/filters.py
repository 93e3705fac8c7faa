"""What a visitor may choose to see on the effect-level map: every choice is a part of the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from activities.enums import Kind
from activities.map_queries import ANY_JOINT, NONE, UNKNOWN, MapChoice, chosen
from activities.models import Standing
from arena.models import Arena, Period, Priority, Theme
from core.dates import FIRST_YEAR, DatePrecision, PartialDate, format_partial_date

NOT_A_FILTER = frozenset({"", "all"})
SHOWN = {"all": _("Observed and expected"), "observed": _("Observed only"), "expected": _("Expected only")}
SIZES = {"": _("All points alike"), "people": _("By number of participants")}
FACETS = {
    "": _("One map"),
    "side": _("One for each country"),
    "theme": _("One for each theme"),
    "year": _("Year by year"),
}
# Answers that change how the map looks and leave nothing out.
LOOKS_ONLY = frozenset({"size", "by", "since"})
# The filters that stand in front; the others are behind "More".
FIRST = ("period", "side", "theme", "team", "show")
# Years that can be chosen to look back at: the last ones.
YEARS_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen; empty = everything. `year` = as it stood at its end; `since` = movement since that day."""

    period: Period | None = None
    year: int | None = None
    side: str = ""
    theme: str = ""
    team: str = ""
    priority: tuple[str, str] | None = None
    kind: str = ""
    show: str = "all"
    since: date | None = None
    by: str = ""
    size: str = ""

    @property
    def until(self) -> date | None:
        """The day whose ratings are shown: the last one of the period or year, the earlier of the two."""
        ends = [self.period.ends_on] if self.period else []
        return min([*ends, *([date(self.year, 12, 31)] if self.year else [])], default=None)

    def choice(self, standings: QuerySet[Standing]) -> MapChoice:
        """The chosen ones of `standings`, with the ratings of the time."""
        return MapChoice(
            standings=chosen(
                standings,
                period=self.period,
                by_the_end_of=date(self.year, 12, 31) if self.year else None,
                side=self.side,
                theme=self.theme,
                team=self.team,
                priority=self.priority,
                kind=self.kind,
            ),
            until=self.until,
            observed=None if self.show == "all" else self.show == "observed",
        )


class DayInput(forms.DateInput):
    """A day as browsers ask for it; the address holds it as 2024-01-31 in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MapFilter(forms.Form):
    """One field per filter. An answer that does not exist filters nothing, and the field says so."""

    period = forms.ChoiceField(label=_("Period"), required=False)
    year = forms.ChoiceField(label=_("As it stood"), required=False)
    side = forms.ChoiceField(label=_("Country"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    priority = forms.ChoiceField(label=_("S3 priority"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    show = forms.ChoiceField(label=_("Show"), required=False, choices=SHOWN.items())
    since = forms.DateField(
        label=_("Movement since"), required=False, widget=DayInput(), input_formats=["%Y-%m-%d"], localize=False
    )
    by = forms.ChoiceField(label=_("Small maps"), required=False, choices=FACETS.items())
    size = forms.ChoiceField(label=_("Size"), required=False, choices=SIZES.items())

    def __init__(
        self,
        query: QueryDict,
        *,
        arena: Arena,
        themes: Sequence[Theme],
        priorities: Sequence[Priority],
        teams: Sequence[tuple[str, str]],
        on: date,
    ) -> None:
        self.on = on
        self.periods = {period.starts_on.isoformat(): period for period in arena.periods.all()}
        self.priorities = {f"{one.side.code}-{one.key}": (one.side.code, one.key) for one in priorities}
        answered = {name: query[name] for name in self.base_fields if query.get(name)}
        super().__init__({"show": "all"} | answered)
        sides = [(side.code, side.name) for side in arena.sides.all()]
        self.years = self._years(arena)
        years = [(str(year), _("At the end of %(year)s") % {"year": year}) for year in reversed(self.years[:-1])]
        offered = {
            "period": (_("All periods"), [(key, period.label) for key, period in self.periods.items()]),
            "year": (_("Today"), years),
            "side": (_("All countries"), [*sides, (ANY_JOINT, _("Joint")), (NONE, _("Country not stated"))]),
            "theme": (_("All themes"), [*((theme.key, theme.name) for theme in themes), (NONE, _("No theme"))]),
            "team": (_("All teams"), teams),
            "priority": (
                _("All priorities"),
                [(f"{one.side.code}-{one.key}", f"{one.name} ({one.side.name})") for one in priorities],
            ),
            "kind": (_("All kinds"), [*Kind.choices, (UNKNOWN, pgettext_lazy("kind", "Unknown"))]),
        }
        for name, (all_of_them, answers) in offered.items():
            self.fields[name].choices = [("", all_of_them), *answers]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("This answer does not exist here. It filters nothing.")
        self.fields["since"].error_messages["invalid"] = _("There is no such day. It shows no movement.")

    def _years(self, arena: Arena) -> range:
        """The years to look at, this one last."""
        first = min((period.starts_on.year for period in self.periods.values()), default=self.on.year)
        if arena.started_on:
            first = min(first, arena.started_on.year)
        return range(max(first, self.on.year - YEARS_OFFERED), self.on.year + 1)

    def clean_since(self) -> date | None:
        """A day that lies ahead, or before all times, shows nothing."""
        day = self.cleaned_data["since"]
        if day and not FIRST_YEAR <= day.year <= self.on.year:
            raise forms.ValidationError(self.fields["since"].error_messages["invalid"])
        return day

    @property
    def answers(self) -> dict[str, str]:
        """The answers that exist, as the address holds them, by name of the filter."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value and value not in NOT_A_FILTER}

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """The filters most asked for."""
        return [self[name] for name in FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """The other filters."""
        return [field for field in self if field.name not in FIRST]

    @property
    def uses_more(self) -> bool:
        """Whether something was answered to the other filters, rightly or not."""
        return any(self.data.get(field.name) for field in self.more_fields)

    @property
    def is_narrowing(self) -> bool:
        """Whether any answer leaves something out; how the map looks does not."""
        return bool(self.answers.keys() - LOOKS_ONLY)

    @property
    def selection(self) -> Selection:
        """What the answers choose."""
        answers: dict[str, Any] = dict(self.answers)
        year, since = answers.pop("year", ""), self.cleaned_data.get("since")
        return Selection(
            **answers
            | {
                "period": self.periods.get(answers.get("period", "")),
                "year": int(year) if year else None,
                "priority": self.priorities.get(answers.get("priority", "")),
                "since": since,
            }
        )

    @property
    def in_use(self) -> list[tuple[str, str]]:
        """What is filtered by now: the words of each answer, and the address without it."""
        return [(self._words(name, value), self.address(**{name: ""})) for name, value in self.answers.items()]

    def _words(self, name: str, value: str) -> str:
        if name == "since":
            day = PartialDate(self.cleaned_data["since"], DatePrecision.DAY)
            return gettext("Movement since %(day)s") % {"day": format_partial_date(day, get_language() or "en")}
        return str(dict(self.fields[name].choices)[value])

    def address(self, **instead: str) -> str:
        """The map's query with other answers in place of some of these."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in {**self.answers, **instead}.items() if value})
        return f"?{query.urlencode()}"

    @property
    def query(self) -> str:
        """The answers as the query of an address, without the question mark."""
        return self.address().removeprefix("?")
