"""Countries, periods, themes and priorities."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arena.enums import Mark
from arena.models.arena import COUNTRY
from arena.queries import regions_of_side
from arena.section_form import DayField, Line, RowField, RowsField, SectionForm, Texts, WholeNumberField, capitalised
from core.forms import ManyChips, Segments

NAME_NEEDED = _("Write the name in at least one language")


class CountryCode(Line):
    """Two letters, in whatever case they were typed."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).upper()


@dataclass(frozen=True)
class Shape:
    """A shape to choose, in the colour of its place."""

    mark: str
    position: int


class SideForm(SectionForm):
    """A country of the arena."""

    texts = (Texts(name="name", label=_("Country"), max_length=60, needed=NAME_NEEDED),)
    columns = ("code", "mark", "position")
    links = ("regions",)
    layout = ("name", "code", "mark", "position", "regions")

    code = CountryCode(
        label=_("Country code"),
        max_length=2,
        validators=[COUNTRY],
        help_text=_("Two letters, such as SE."),
        widget=forms.TextInput(attrs={"class": "input--short", "autocapitalize": "characters"}),
    )
    mark = forms.ChoiceField(
        label=_("Shape in charts"),
        choices=capitalised(Mark.choices),
        widget=Segments,
        help_text=_("Every country has a shape of its own: nothing is told by colour alone."),
    )
    position = WholeNumberField(label=_("Position"), least=1, most=9, help_text=_("From west to east."))

    def prepare(self) -> None:
        place = self.row.position if self.row else self.arena.sides.count() + 1
        self.fields["mark"].widget.marks = {mark: Shape(mark, place) for mark in Mark.values}
        regions = regions_of_side(self.row) if self.row else []
        if not regions:
            self.links = ()
            return
        self.fields["regions"] = RowsField(
            label=_("Regions"), rows=regions, widget=ManyChips, help_text=_("The parts of the country that take part.")
        )
        self.fields["regions"].choices = [(str(row.pk), f"{row.name} ({row.code})") for row in regions]

    def initial_of_new(self) -> dict[str, Any]:
        return {"position": self.arena.sides.count() + 1}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if any(region.country != cleaned.get("code") for region in cleaned.get("regions", ())):
            self.add_error("regions", _("Take away the regions of the former country first"))
        return cleaned


class PeriodForm(SectionForm):
    """A reporting period with both its days."""

    texts = (
        Texts(
            name="label",
            label=_("Period"),
            max_length=60,
            needed=_("Write what the period is called in at least one language"),
            hint=_("Such as July–December 2026."),
        ),
    )
    columns = ("starts_on", "ends_on")
    layout = ("label", "starts_on", "ends_on")

    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), help_text=_("This day is still in the period."))


class ThemeForm(SectionForm):
    """A subject of activities and teams."""

    texts = (
        Texts(name="name", label=_("Theme"), max_length=120, needed=NAME_NEEDED),
        Texts(name="definition", label=_("What it means here"), max_length=2000, is_long=True),
    )
    columns = ("position",)
    layout = ("name", "definition", "position")

    position = WholeNumberField(label=_("Position"), least=0, most=999)

    def initial_of_new(self) -> dict[str, Any]:
        return {"position": self.arena.themes.count() + 1}


class PriorityForm(SectionForm):
    """What a region's strategy for smart specialisation puts first."""

    texts = (Texts(name="name", label=_("Priority"), max_length=160, needed=NAME_NEEDED),)
    columns = ("side", "source")
    links = ("themes",)
    layout = ("name", "side", "themes", "source")

    source = Line(
        label=_("Source"),
        max_length=200,
        required=False,
        help_text=_("The strategy and its year, so others can check."),
    )

    def prepare(self) -> None:
        sides = list(self.arena.sides.all())
        marks = {str(side.pk): side for side in sides}
        self.fields["side"] = RowField(label=_("Country"), rows=sides, widget=Segments(marks=marks))
        self.fields["themes"] = RowsField(label=_("Themes"), rows=self.arena.themes.all(), widget=ManyChips)

    def initial_of(self, row: Any) -> dict[str, Any]:
        return super().initial_of(row) | {"side": str(row.side_id)}
