"""The one filter of organisations, shared by the register, its file and the API."""

from collections.abc import Collection
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from arena.enums import Helix, Size
from arena.models import Arena, Organisation, Region
from arena.queries import in_alphabet, organisations_named
from core.forms import WordsField

UNKNOWN, NOT_STATED = "unknown", "none"
COMPANY = {"yes": True, "no": False, UNKNOWN: None}
NUMBERS = {"with": _("With number"), "without": _("Without number"), "sole_trader": _("Sole trader")}
SORTS = {"name": _("By name"), "activities": _("Most activities first"), "teams": _("Most teams first")}


class WordsFilter(django_filters.CharFilter):
    field_class = WordsField


class OrganisationFilter(django_filters.FilterSet):
    """Organisations of one arena. An answer that does not exist filters nothing, and its field says so.

    Everything is asked of the rows that were handed in: what a reader may not see decides no answer. The order by
    activities or teams needs rows with `n_activities` and `n_teams`. `alike` are the keys of those that look like
    another one, for who may know; without it the question is not there.
    """

    q = WordsFilter(label=_("Search"), method="with_words")
    sector = django_filters.ChoiceFilter(
        label=_("Sector"),
        method="of_sector",
        empty_label=_("All sectors"),
        choices=[*Helix.choices, (UNKNOWN, pgettext_lazy("sector", "Unknown"))],
    )
    side = django_filters.ChoiceFilter(label=_("Country"), method="of_side", empty_label=_("All countries"))
    region = django_filters.ChoiceFilter(label=_("Region"), method="of_region", empty_label=_("All regions"))
    company = django_filters.ChoiceFilter(
        label=_("Company"),
        method="of_company",
        empty_label=_("All"),
        choices=[("yes", _("Yes")), ("no", _("No")), (UNKNOWN, pgettext_lazy("company", "Unknown"))],
    )
    size = django_filters.ChoiceFilter(
        label=_("Size"),
        method="of_size",
        empty_label=_("All sizes"),
        choices=[*Size.choices, (UNKNOWN, pgettext_lazy("size", "Unknown"))],
    )
    number = django_filters.ChoiceFilter(
        label=_("Organisation number"), method="of_number", empty_label=_("All"), choices=list(NUMBERS.items())
    )
    alike = django_filters.ChoiceFilter(
        label=_("Duplicates"),
        method="of_alike",
        empty_label=_("All"),
        choices=[("yes", _("Looks like another one"))],
    )
    sort = django_filters.ChoiceFilter(
        label=_("Order"), method="in_order", empty_label=None, null_label=None, choices=list(SORTS.items())
    )

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: Any, *, queryset: QuerySet[Organisation], arena: Arena, alike: Collection[int] | None = None
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.arena = arena
        self.alike = alike
        if alike is None:
            del self.filters["alike"]
        language = get_language() or "en"
        here = in_alphabet(Region.objects.filter(pk__in=queryset.order_by().values("region_id")), language)
        sides = [(side.code, side.name) for side in arena.sides.all()]
        self.filters["side"].extra["choices"] = [*sides, (NOT_STATED, _("Country not stated"))]
        self.filters["region"].extra["choices"] = [
            *dict(here.values_list("code", "name")).items(),
            (UNKNOWN, pgettext_lazy("region", "Unknown")),
        ]

    def filter_queryset(self, queryset: QuerySet[Organisation]) -> QuerySet[Organisation]:
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("sort") else self.in_order(found, "sort", "name")

    def with_words(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return organisations_named(rows, self.arena, value)

    def of_sector(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return rows.filter(helix="" if value == UNKNOWN else value)

    def of_company(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return (
            rows.filter(is_enterprise__isnull=True) if value == UNKNOWN else rows.filter(is_enterprise=COMPANY[value])
        )

    def of_side(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        """On a side is the whole whose rows are, any of them."""
        links = Organisation.sides.through.objects.filter(organisation__arena__in=rows.order_by().values("arena"))
        on_a_side = links if value == NOT_STATED else links.filter(side__code=value)
        there = Q(pk__in=on_a_side.values(whole=Coalesce("organisation__canonical_id", "organisation_id")))
        return rows.exclude(there) if value == NOT_STATED else rows.filter(there)

    def of_region(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return rows.filter(region__isnull=True) if value == UNKNOWN else rows.filter(region__code=value)

    def of_size(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return rows.filter(size="" if value == UNKNOWN else value)

    def of_number(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        if value == "sole_trader":
            return rows.filter(is_sole_trader=True)
        return rows.filter(number="") if value == "without" else rows.exclude(number="")

    def of_alike(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return rows.filter(pk__in=self.alike or ())

    def in_order(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        """By the alphabet of the page's language; by what is most, and then by it."""
        rows = in_alphabet(rows, get_language() or "en")
        return rows if value == "name" else rows.order_by(f"-n_{value}", *rows.query.order_by)

    def in_use(self) -> list[tuple[str, str, str]]:
        """What is filtered by: (parameter, its value, its words); the order is no filter."""
        self.form.is_valid()
        found = []
        for name, value in self.form.cleaned_data.items():
            if value and name != "sort":
                words = value if name == "q" else dict(self.form.fields[name].choices)[value]
                found.append((name, value, str(words)))
        return found
