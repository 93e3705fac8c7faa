"""The one filter of teams, shared by the list and the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from arena.filters import WordsFilter
from arena.models import Arena
from arena.search import matching
from teams.enums import Stage
from teams.findable import TEAM
from teams.models import Team

STAGE_UNKNOWN = "unknown"


class TeamFilter(django_filters.FilterSet):
    """Teams of one arena by stage, country, theme and words. An answer that does not exist filters nothing."""

    stage = django_filters.ChoiceFilter(
        label=_("Stage"), method="of_stage", choices=[*Stage.choices, (STAGE_UNKNOWN, _("Stage unknown"))]
    )
    side = django_filters.ChoiceFilter(label=_("Country"), field_name="sides__code")
    theme = django_filters.ChoiceFilter(label=_("Theme"), field_name="themes__key")
    q = WordsFilter(label=_("Words"), method="with_words")

    class Meta:
        model = Team
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, queryset: QuerySet[Team], arena: Arena) -> None:
        super().__init__(data, queryset=queryset)
        self.arena = arena
        self.filters["stage"].extra["empty_label"] = _("All stages")
        self.filters["side"].extra.update(
            choices=[(side.code, side.name) for side in arena.sides.all()], empty_label=_("All countries")
        )
        self.filters["theme"].extra.update(
            choices=[(theme.key, theme.name) for theme in arena.themes.all()], empty_label=_("All themes")
        )

    def of_stage(self, teams: QuerySet[Team], name: str, value: str) -> QuerySet[Team]:
        return teams.filter(stage="" if value == STAGE_UNKNOWN else value)

    def with_words(self, teams: QuerySet[Team], name: str, value: str) -> QuerySet[Team]:
        """Teams that have every word somewhere in what they say about themselves."""
        return teams.filter(pk__in=matching(self.arena, TEAM, value).values("object_key"))

    def in_use(self) -> list[tuple[str, str]]:
        """What is filtered by: (name of the filter, words of its answer)."""
        fields = self.form.fields
        named = {name: dict(fields[name].choices) for name in ("stage", "side", "theme")}
        self.form.is_valid()
        return [
            (name, str(named[name][value] if name in named else value))
            for name, value in self.form.cleaned_data.items()
            if value
        ]
