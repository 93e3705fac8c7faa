"""The settings sections of the frame: countries, periods, regions, municipalities, themes, priorities."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from arena.actions.arena import change_arena
from arena.actions.sections import check_last_sides, check_period, check_priority, check_side, free_key
from arena.forms.arena import ArenaForm
from arena.forms.frame import PeriodForm, PriorityForm, SideForm, ThemeForm
from arena.models import Arena, Period, Priority, Side, Theme
from arena.queries import days_without_period, in_alphabet, municipalities_of, regions_of
from arena.sections import Column, Section, Write
from core.dates import DatePrecision, PartialDate, format_partial_date


def day(value: Any) -> str:
    """A day as tables write it in the page's language."""
    partial = PartialDate(value, DatePrecision.DAY) if value else PartialDate(None, DatePrecision.UNKNOWN)
    return format_partial_date(partial, get_language() or "en", "table")


def name_of(write: Write) -> str:
    """The first name that was filled in, in the order of the languages."""
    names = (write.cleaned[name] for text in write.form.texts if text.name == "name" for name in text.names)
    return next((name for name in names if name), "")


def _gaps(arena: Arena) -> list[str]:
    found = days_without_period(arena.periods.all())
    sentence = gettext("No period holds the days from %(first)s to %(last)s.")
    return [sentence % {"first": day(first), "last": day(last)} for first, last in found]


def _new_theme(write: Write) -> Theme:
    taken = write.arena.themes.values_list("key", flat=True)
    return Theme(arena=write.arena, key=free_key(taken, name_of(write), 60))


def _new_priority(write: Write) -> Priority:
    taken = write.arena.priorities.filter(side=write.cleaned["side"]).values_list("key", flat=True)
    return Priority(arena=write.arena, key=free_key(taken, name_of(write), 60))


def _named(rows: QuerySet[Any], arena: Arena, text: str) -> QuerySet[Any]:
    for word in text.split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(code__istartswith=word))
    return rows


def _municipalities_named(rows: QuerySet[Any], arena: Arena, text: str) -> QuerySet[Any]:
    for word in text.split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(code__startswith=word) | Q(region__name__icontains=word))
    return rows


def _change_arena(write: Write, key: int, mark: str) -> Arena:
    columns = {name: write.cleaned[name] for name in write.form.column_names}
    return change_arena(arena=write.arena, mark=mark, columns=columns, actor=write.actor)


# The arena's own page: one row, so no list, and no entry among the sections.
OWN = Section(
    slug="",
    position=0,
    title=_("The arena"),
    lead=_("What the arena is called, who pays, when it runs and who sees it."),
    rows=lambda arena: Arena.objects.filter(pk=arena.pk),
    columns=(Column(label=_("Arena"), value=lambda arena: arena.name),),
    empty="",
    form=ArenaForm,
    change=_change_arena,
    is_removable=False,
    template="arena/settings.html",
)

SECTIONS = (
    Section(
        slug="countries",
        position=10,
        title=_("Countries"),
        lead=_("The countries that work together, from west to east. Each has a shape of its own in every chart."),
        rows=lambda arena: arena.sides.order_by("position").prefetch_related("regions"),
        columns=(
            Column(label=_("Country"), value=lambda side: [side], kind="sides"),
            Column(label=_("Country code"), value=lambda side: side.code),
            Column(label=_("Regions"), value=lambda side: ", ".join(region.name for region in side.regions.all())),
        ),
        empty=_("No countries yet"),
        form=SideForm,
        add_title=_("Add a country"),
        new=lambda write: Side(arena=write.arena),
        rule=check_side,
        removal_rule=check_last_sides,
    ),
    Section(
        slug="periods",
        position=20,
        title=_("Periods"),
        lead=_("Reporting periods. Both days belong to the period, and no day belongs to two."),
        rows=lambda arena: arena.periods.order_by("starts_on"),
        columns=(
            Column(label=_("Period"), value=lambda period: period.label),
            Column(
                label=_("First day"),
                value=lambda period: day(period.starts_on),
                cell=lambda period: period.starts_on,
            ),
            Column(label=_("Last day"), value=lambda period: day(period.ends_on), cell=lambda period: period.ends_on),
        ),
        empty=_("No periods yet"),
        form=PeriodForm,
        add_title=_("Add a period"),
        new=lambda write: Period(arena=write.arena),
        rule=check_period,
        notes=_gaps,
    ),
    Section(
        slug="regions",
        position=30,
        title=_("Regions"),
        lead=_("Statistical regions (NUTS) of the arena's countries. Choose under Countries which of them take part."),
        rows=lambda arena: regions_of(arena).order_by("country", "code"),
        columns=(
            Column(label=_("Region"), value=lambda region: region.name),
            Column(label=_("NUTS code"), value=lambda region: region.code),
            Column(label=_("Version"), value=lambda region: str(region.version)),
            Column(label=_("Country"), value=lambda region: region.country),
            Column(
                label=_("In the arena"),
                value=lambda region: [("ok", gettext("Takes part"))] if region.is_chosen else [],
                kind="tags",
            ),
        ),
        empty=_("No regions of these countries have been loaded"),
        search=_named,
    ),
    Section(
        slug="municipalities",
        position=40,
        title=_("Municipalities"),
        lead=_("Municipalities of the arena's countries, the same for all arenas."),
        rows=municipalities_of,
        columns=(
            Column(label=_("Municipality"), value=lambda place: place.name),
            Column(label=_("Code"), value=lambda place: place.code),
            Column(label=_("Region"), value=lambda place: place.region.name),
            Column(label=_("Country"), value=lambda place: place.country),
        ),
        empty=_("No municipalities of these countries have been loaded"),
        order=in_alphabet,
        search=_municipalities_named,
    ),
    Section(
        slug="themes",
        position=60,
        title=_("Themes"),
        lead=_("Subjects of activities and teams. A new name keeps every link."),
        rows=lambda arena: arena.themes.order_by("position", "key"),
        columns=(
            Column(label=_("Theme"), value=lambda theme: theme.name),
            Column(label=_("What it means here"), value=lambda theme: theme.definition),
        ),
        empty=_("No themes yet"),
        form=ThemeForm,
        add_title=_("Add a theme"),
        new=_new_theme,
    ),
    Section(
        slug="priorities",
        position=70,
        title=_("Priorities (S3)"),
        lead=_("What the regions' strategies for smart specialisation (S3) put first, and the themes that serve it."),
        rows=lambda arena: (
            arena.priorities.select_related("side").prefetch_related("themes").order_by("side__position", "key")
        ),
        columns=(
            Column(label=_("Priority"), value=lambda priority: priority.name),
            Column(label=_("Country"), value=lambda priority: [priority.side], kind="sides"),
            Column(label=_("Themes"), value=lambda priority: ", ".join(t.name for t in priority.themes.all())),
            Column(label=_("Source"), value=lambda priority: priority.source),
        ),
        empty=_("No priorities yet"),
        form=PriorityForm,
        add_title=_("Add a priority"),
        new=_new_priority,
        rule=check_priority,
    ),
)
