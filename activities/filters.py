"""The one filter of activities, shared by the list, its CSV and the API."""

from typing import Any

import django_filters
from django.db.models import Count, F, QuerySet
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from activities.enums import Access, Kind, MeetingForm, SdgGoal, Status
from activities.findable import ACTIVITY
from activities.models import Activity
from activities.queries import in_period, of_unknown_period
from activities.sdg import bits_of
from arena.filters import WordsFilter
from arena.models import Arena
from arena.queries import in_alphabet
from arena.search import matching

# Answers beside the arena's own: none has the shape of a side, period, level or address.
UNKNOWN, JOINT, NOT_STATED, NONE, NO_TEAM = "unknown", "joint", "none", "none", "+none"
SORTS = {"newest": _("Newest first"), "title": _("By title")}


def offered_by(arena: Arena) -> dict[str, list[tuple[str, Any]]]:
    """The answers of an arena to whose, about what and by whom; the calendar asks the same."""
    teams = in_alphabet(arena.teams, get_language() or "en")
    sides = [(side.code, side.name) for side in arena.sides.all()]
    return {
        "side": [*sides, (JOINT, _("Joint")), (NOT_STATED, _("Country not stated"))],
        "theme": [(theme.key, theme.name) for theme in arena.themes.all()],
        "team": [*teams.values_list("slug", "name"), (NO_TEAM, _("No team"))],
    }


class ActivityFilter(django_filters.FilterSet):
    """Activities of one arena. An answer that does not exist filters nothing, and its field says so.

    Takes a queryset with the latest rating (`queries.for_list`). Without a status drafts are left out.
    """

    q = WordsFilter(label=_("Search"), method="with_words")
    period = django_filters.ChoiceFilter(label=_("Period"), method="of_period", empty_label=_("All periods"))
    side = django_filters.ChoiceFilter(label=_("Country"), method="of_side", empty_label=_("All countries"))
    theme = django_filters.ChoiceFilter(label=_("Theme"), field_name="themes__key", empty_label=_("All themes"))
    team = django_filters.ChoiceFilter(label=_("Team"), method="of_team", empty_label=_("All teams"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        method="of_kind",
        empty_label=_("All kinds"),
        choices=[*Kind.choices, (UNKNOWN, pgettext_lazy("kind", "Unknown"))],
    )
    status = django_filters.ChoiceFilter(label=_("Status"), empty_label=_("All but drafts"), choices=Status.choices)
    level = django_filters.ChoiceFilter(label=_("Effect level"), method="of_level", empty_label=_("All levels"))
    priority = django_filters.ChoiceFilter(
        label=_("S3 priority"), method="of_priority", empty_label=_("All priorities")
    )
    sdg = django_filters.ChoiceFilter(
        label=_("Goal for sustainable development"), method="of_goal", empty_label=_("All goals"), choices=[]
    )
    access = django_filters.ChoiceFilter(
        label=_("Who could come?"),
        method="of_access",
        empty_label=_("All"),
        choices=[*Access.choices, (UNKNOWN, pgettext_lazy("answer", "Not known"))],
    )
    meeting_form = django_filters.ChoiceFilter(
        label=_("How did people meet?"),
        method="of_form",
        empty_label=_("All"),
        choices=[*MeetingForm.choices, (UNKNOWN, pgettext_lazy("way of meeting", "Unknown"))],
    )
    sort = django_filters.ChoiceFilter(
        label=_("Order"), method="in_order", empty_label=None, null_label=None, choices=list(SORTS.items())
    )

    class Meta:
        model = Activity
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, queryset: QuerySet[Activity], arena: Arena) -> None:
        super().__init__(data, queryset=queryset)
        self.arena = arena
        self.periods = list(arena.periods.all())
        periods = [(period.starts_on.isoformat(), period.label) for period in self.periods]
        offered = {
            "period": [*periods, (UNKNOWN, _("Period unknown"))],
            **offered_by(arena),
            "priority": list(dict(arena.priorities.values_list("key", "name")).items()),
            "sdg": [(str(goal.value), f"{goal.value} {goal.label}") for goal in SdgGoal],
            "level": [
                *((str(level.number), str(level)) for level in arena.effect_levels.all()),
                (NONE, _("Not rated yet")),
            ],
        }
        for name, choices in offered.items():
            self.filters[name].extra["choices"] = choices

    def filter_queryset(self, queryset: QuerySet[Activity]) -> QuerySet[Activity]:
        chosen = self.form.cleaned_data
        found = super().filter_queryset(queryset)
        if not chosen.get("status"):
            found = found.exclude(status=Status.DRAFT)
        return found if chosen.get("sort") else self.in_order(found, "sort", "newest")

    def with_words(self, activities: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return activities.filter(pk__in=matching(self.arena, ACTIVITY, value).values("object_key"))

    def of_period(self, activities: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        if value == UNKNOWN:
            return of_unknown_period(activities, self.periods)
        return in_period(activities, next(row for row in self.periods if row.starts_on.isoformat() == value))

    def of_side(self, activities: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        """A joint activity belongs to each of its countries."""
        if value == NOT_STATED:
            return activities.filter(sides__isnull=True)
        links = Activity.sides.through.objects
        if value != JOINT:
            return activities.filter(pk__in=links.filter(side__code=value).values("activity_id"))
        several = links.filter(activity__in=activities.order_by().values("pk")).values("activity_id")
        return activities.filter(pk__in=several.annotate(n=Count("pk")).filter(n__gt=1).values("activity_id"))

    def of_team(self, activities: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return activities.filter(team__isnull=True) if value == NO_TEAM else activities.filter(team__slug=value)

    def of_kind(self, activities: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return activities.filter(kind="" if value == UNKNOWN else value)

    def of_priority(self, activities: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        links = Activity.priorities.through.objects.filter(priority__arena=self.arena.pk, priority__key=value)
        return activities.filter(pk__in=links.values("activity_id"))

    def of_goal(self, activities: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        bit = bits_of([int(value)])
        return activities.alias(works_for=F("sdg_bits").bitand(bit)).filter(works_for=bit)

    def of_access(self, activities: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return activities.filter(access="" if value == UNKNOWN else value)

    def of_form(self, activities: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return activities.filter(meeting_form="" if value == UNKNOWN else value)

    def of_level(self, activities: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        if value == NONE:
            return activities.filter(level_number__isnull=True)
        return activities.filter(level_number=int(value))

    def in_order(self, activities: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        """By the alphabet of the page's language, or by date with unknown dates last."""
        if value == "title":
            return in_alphabet(activities, get_language() or "en", "title")
        return activities.order_by(F("first_on").desc(nulls_last=True), "-pk")

    def in_use(self) -> list[tuple[str, str, str]]:
        """What is filtered by: (parameter, its value, its words); the order is no filter."""
        self.form.is_valid()
        found = []
        for name, value in self.form.cleaned_data.items():
            if value and name != "sort":
                words = value if name == "q" else dict(self.form.fields[name].choices)[value]
                found.append((name, value, str(words)))
        return found
