"""What of an arena's calendar somebody wants to see: the parameters of the list, where the calendar has them."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from activities.agenda import open_to_all
from activities.filters import ActivityFilter, offered_by
from activities.models import Activity
from arena.models import Arena

PUBLIC = "public"


class CalendarFilter(ActivityFilter):
    """Country, theme and team as the list filters by them; who sees drafts and internal meetings may leave them out.

    An answer that does not exist filters nothing, and its field says so.
    """

    show = django_filters.ChoiceFilter(
        label=_("Show"), method="of_show", empty_label=_("All"), choices=[(PUBLIC, _("Public only"))]
    )

    def __init__(self, data: Any, *, queryset: QuerySet[Activity], arena: Arena, may_switch: bool) -> None:
        super(ActivityFilter, self).__init__(data, queryset=queryset)
        offered = offered_by(arena)
        self.filters = {name: self.filters[name] for name in (*offered, *(("show",) if may_switch else ()))}
        for name, choices in offered.items():
            self.filters[name].extra["choices"] = choices

    def filter_queryset(self, queryset: QuerySet[Activity]) -> QuerySet[Activity]:
        return super(ActivityFilter, self).filter_queryset(queryset)

    def of_show(self, activities: QuerySet[Activity], name: str, value: str) -> QuerySet[Activity]:
        return open_to_all(activities)

    def answers(self) -> dict[str, str]:
        """The answers that exist, by name."""
        return {name: value for name, value, _words in self.in_use()}
