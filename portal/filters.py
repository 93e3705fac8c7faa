"""What a visitor may choose to see on the effect-level map: every choice is a part of the address."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from arena.models import Arena, Period, Theme
from portal.queries import Logged, Rating

JOINT, NOT_STATED = "joint", "none"
NOT_A_FILTER = frozenset({"", "all"})
SHOWN = {"all": _("Observed and expected"), "observed": _("Observed only"), "expected": _("Expected only")}
SIZES = {"": _("All points alike"), "people": _("By number of participants")}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen; empty = everything."""

    period: Period | None = None
    side: str = ""
    theme: str = ""
    team: str = ""
    show: str = "all"
    size: str = ""

    @property
    def until(self) -> date | None:
        """The day whose ratings are shown: the last one of the period."""
        return self.period.ends_on if self.period else None

    def takes(self, row: Logged) -> bool:
        """Whether the activity is among those chosen, rated or not. A joint one belongs to each of its countries.

        A period holds what lies in it and what was rated in it.
        """
        return (
            self._takes_side(row)
            and (not self.theme or any(theme.key == self.theme for theme in row.themes))
            and (not self.team or row.team_slug == self.team)
            and (self.period is None or _lies_in(row, self.period))
        )

    def shows(self, rating: Rating | None) -> bool:
        """Whether this rating is among those chosen; an activity without one stays in the tray."""
        return rating is None or self.show == "all" or rating.is_observed == (self.show == "observed")

    def _takes_side(self, row: Logged) -> bool:
        if self.side == JOINT:
            return len(row.sides) > 1
        if self.side == NOT_STATED:
            return not row.sides
        return not self.side or any(side.code == self.side for side in row.sides)


def _lies_in(row: Logged, period: Period) -> bool:
    if row.when.first and row.last_on and period.contains(row.when.first, row.last_on):
        return True
    return any(period.contains(rating.rated_on, rating.rated_on) for rating in row.ratings)


class MapFilter(forms.Form):
    """One select per filter. An answer that does not exist filters nothing, and the field says so."""

    period = forms.ChoiceField(label=_("Period"), required=False)
    side = forms.ChoiceField(label=_("Country"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    show = forms.ChoiceField(label=_("Show"), required=False, choices=SHOWN.items())
    size = forms.ChoiceField(label=_("Size"), required=False, choices=SIZES.items())

    def __init__(self, query: QueryDict, *, arena: Arena, themes: list[Theme], teams: list[tuple[str, str]]) -> None:
        self.periods = {period.starts_on.isoformat(): period for period in arena.periods.all()}
        answered = {name: query[name] for name in self.base_fields if query.get(name)}
        super().__init__({"show": "all"} | answered)
        sides = [(side.code, side.name) for side in arena.sides.all()]
        self._offer("period", _("All periods"), [(key, period.label) for key, period in self.periods.items()])
        self._offer("side", _("All countries"), [*sides, (JOINT, _("Joint")), (NOT_STATED, _("Country not stated"))])
        self._offer("theme", _("All themes"), [(theme.key, theme.name) for theme in themes])
        self._offer("team", _("All teams"), teams)
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("This answer does not exist here. It filters nothing.")

    def _offer(self, name: str, all_of_them: Any, answers: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", all_of_them), *answers]

    @property
    def answers(self) -> dict[str, str]:
        """The answers that exist, by name of the filter."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in NOT_A_FILTER}

    @property
    def is_narrowing(self) -> bool:
        """Whether any answer leaves something out; the size of points does not."""
        return bool(self.answers.keys() - {"size"})

    @property
    def selection(self) -> Selection:
        """What the answers choose."""
        answers = dict(self.answers)
        return Selection(period=self.periods.get(answers.pop("period", "")), **answers)

    @property
    def in_use(self) -> list[tuple[str, str]]:
        """What is filtered by now: the words of each answer, and the address without it."""
        return [
            (str(dict(self.fields[name].choices)[value]), _address({**self.answers, name: ""}))
            for name, value in self.answers.items()
        ]

    @property
    def query(self) -> str:
        """The answers as the query of an address, without the question mark."""
        return _address(self.answers).removeprefix("?")


def _address(answers: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in answers.items() if value})
    return f"?{query.urlencode()}"
