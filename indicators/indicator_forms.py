"""The settings section of indicators: what is counted, by which rule, and what was aimed at."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from arena.actions.sections import free_key
from arena.frame_sections import name_of
from arena.section_form import Line, SectionForm, Texts, WholeNumberField, capitalised
from arena.sections import Column, Section, Write
from core.forms import Choices
from core.numbers import NumberAmbiguous, NumberUnreadable, decimal_sign, format_number, parse_number
from indicators.actions import check_indicator, write_targets
from indicators.enums import Accumulation, Rule
from indicators.models import Indicator

IN_ALL = "target_all"


class NumberField(forms.CharField):
    """A number as people write it; empty is unknown, never zero."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "input--short", "inputmode": "decimal"})
        super().__init__(required=False, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Without signs between thousands: what is shown is read back without a question."""
        if not isinstance(value, Decimal):
            return value
        plain = f"{value:f}"
        return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(
            ".", decimal_sign(get_language() or "en")
        )

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            number = parse_number(text, get_language() or "en")
        except (NumberUnreadable, NumberAmbiguous) as unread:
            raise forms.ValidationError(unread.message, code=unread.code, params=unread.params) from None
        if number < 0 or number >= Decimal(10) ** 12 or number != round(number, 2):
            raise forms.ValidationError(_("Write a number from 0, with at most two decimals"))
        return number

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "").strip()


class IndicatorForm(SectionForm):
    """One figure that funders ask for, with its targets."""

    texts = (
        Texts(name="name", label=_("Indicator"), max_length=160, needed=_("Write the name in at least one language")),
        Texts(name="explanation", label=_("How we count"), max_length=2000, is_long=True),
        Texts(name="unit", label=_("Unit"), max_length=60, hint=_("What one of them is, such as companies.")),
    )
    columns = ("rule", "accumulation", "log_is_complete", "programme_period", "programme_code", "position")

    rule = forms.ChoiceField(
        label=_("Counting rule"),
        choices=[*capitalised(Rule.choices), ("", _("Not counted from what is logged here"))],
        widget=Choices,
        required=False,
    )
    accumulation = forms.ChoiceField(label=_("Counted"), choices=capitalised(Accumulation.choices), widget=Choices)
    log_is_complete = forms.BooleanField(
        label=_("Everything since the start is logged here"),
        required=False,
        help_text=_("Otherwise the achieved figure is unknown, however much has been logged."),
    )
    programme_period = Line(
        label=_("Programme period"), max_length=9, required=False, help_text=_("Such as 2021–2027.")
    )
    programme_code = Line(
        label=_("Code in the programme"), max_length=12, required=False, help_text=_("Such as RCO84.")
    )
    position = WholeNumberField(label=_("Position"), least=0, most=999)

    def prepare(self) -> None:
        unknown = _("Leave it empty when it is unknown.")
        self.targets = {f"target_{side.pk}": side for side in self.arena.sides.all()}
        for name, side in self.targets.items():
            self.fields[name] = NumberField(label=_("Target: %(country)s") % {"country": side.name}, help_text=unknown)
        self.fields[IN_ALL] = NumberField(label=_("Target in all"), help_text=unknown)
        self.layout = ("name", "explanation", "unit", *self.columns[:3], *self.targets, IN_ALL, *self.columns[3:])

    def initial_of_new(self) -> dict[str, Any]:
        position = self.arena.indicators.count() + 1
        return {"position": position, "log_is_complete": True, "accumulation": Accumulation.CUMULATIVE}

    def initial_of(self, row: Any) -> dict[str, Any]:
        values = {
            f"target_{target.side_id}" if target.side_id else IN_ALL: target.value for target in row.targets.all()
        }
        return super().initial_of(row) | values

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        sides = {side: cleaned.get(name) for name, side in self.targets.items()}
        cleaned["targets"] = {**sides, None: cleaned.get(IN_ALL)}
        return cleaned


def _new(write: Write) -> Indicator:
    taken = write.arena.indicators.values_list("code", flat=True)
    return Indicator(arena=write.arena, code=free_key(taken, name_of(write), 40))


def _parts(row: Indicator, cleaned: Mapping[str, Any]) -> None:
    write_targets(indicator=row, values=cleaned["targets"])


def _target_value(row: Indicator) -> Decimal | None:
    return next((target.value for target in row.targets.all() if target.side_id is None), None)


def _target(row: Indicator) -> str:
    value = _target_value(row)
    return pgettext("number", "Unknown") if value is None else format_number(value, get_language() or "en")


SECTIONS = (
    Section(
        slug="indicators",
        position=72,
        title=_("Indicators"),
        lead=_("What is counted, by which rule, and what was aimed at."),
        rows=lambda arena: arena.indicators.order_by("position", "code").prefetch_related("targets"),
        columns=(
            Column(label=_("Indicator"), value=lambda row: row.name),
            Column(label=_("Unit"), value=lambda row: row.unit),
            Column(
                label=_("Counting rule"),
                value=lambda row: (
                    row.get_rule_display() if row.rule else gettext("Not counted from what is logged here")
                ),
            ),
            Column(label=_("Target in all"), value=_target, cell=_target_value),
        ),
        empty=_("No indicators yet"),
        form=IndicatorForm,
        add_title=_("Add an indicator"),
        new=_new,
        rule=check_indicator,
        parts=_parts,
    ),
)
