"""The base of every settings form: texts in all languages side by side, clean lines, days, and what differs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from arena.models import Arena
from core.dates import DateAmbiguous, DatePrecision, DateUnreadable, PartialDate, format_partial_date, parse_date
from core.errors import RuleBroken
from core.forms import OurWords
from core.text import clean_line, clean_text

Text = str | Promise
NO_CUT = 100_000


def capitalised(choices: Iterable[tuple[str, Text]]) -> list[tuple[str, Text]]:
    """Choices as they stand on a page of their own."""
    return [(value, capfirst(label)) for value, label in choices]


class Line(forms.CharField):
    """One line of text, or several with `is_long`, cleaned; its limit is told, never cut."""

    def __init__(self, *, is_long: bool = False, rows: int = 4, **kwargs: Any) -> None:
        self.is_long = is_long
        if is_long:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(strip=False, **kwargs)
        self.error_messages["max_length"] = _("Write at most %(limit_value)d characters: this is %(show_value)d")

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return clean_text(text).strip() if self.is_long else clean_line(text, NO_CUT)


class DayField(forms.Field):
    """A calendar day, from the browser's own calendar or typed as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            partial = parse_date(str(value), get_language() or "en")
        except (DateUnreadable, DateAmbiguous) as unread:
            raise ValidationError(unread.message, code=unread.code, params=unread.params) from None
        if partial.precision != DatePrecision.DAY:
            raise ValidationError(DateUnreadable.message, code=DateUnreadable.code)
        return partial.first


class WholeNumberField(forms.IntegerField):
    """A small whole number, such as a place in a list."""

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "input--short", "inputmode": "numeric"})
        super().__init__(min_value=least, max_value=most, widget=widget, **kwargs)
        told = format_lazy(_("Write a whole number from {least} to {most}"), least=least, most=most)
        self.error_messages["invalid"] = told
        for validator in self.validators:
            validator.message = told


class RowField(forms.ChoiceField):
    """One of a few rows that are at hand already; `empty` is the answer "none of them"."""

    def __init__(self, *, rows: Iterable[Model], empty: Text = "", **kwargs: Any) -> None:
        self.rows = {str(row.pk): row for row in rows}
        choices = [(key, str(row)) for key, row in self.rows.items()]
        super().__init__(choices=[*choices, ("", empty)] if empty else choices, **kwargs)

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


class RowsField(forms.MultipleChoiceField):
    """Any of a few rows that are at hand already."""

    def __init__(self, *, rows: Iterable[Model], **kwargs: Any) -> None:
        self.rows = {str(row.pk): row for row in rows}
        super().__init__(choices=[(key, str(row)) for key, row in self.rows.items()], required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        return [self.rows[key] for key in super().clean(value)]


@dataclass(frozen=True, kw_only=True)
class Texts:
    """A text an arena writes in every language. `needed` is what to say when all are empty."""

    name: str
    label: Text
    max_length: int
    is_long: bool = False
    hint: Text = ""
    needed: Text = ""
    is_column: bool = True

    @property
    def names(self) -> list[str]:
        """The name of its field in each language."""
        return [f"{self.name}_{code}" for code, _name in settings.LANGUAGES]


@dataclass(frozen=True)
class Group:
    """What stands together on the page: one field, or a text's field in each language with its code."""

    texts: Texts | None
    fields: Sequence[Any]


@dataclass(frozen=True)
class Difference:
    """A field whose saved text is not the typed one."""

    label: str
    mine: str
    theirs: str
    language: str = ""


class SectionForm(OurWords):
    """One row of a settings section, new (`row` is None) or there already.

    `texts` and `columns` are columns of the row, `links` its links to other rows; `layout` is their order on the page.
    """

    texts: ClassVar[tuple[Texts, ...]] = ()
    columns: ClassVar[tuple[str, ...]] = ()
    links: ClassVar[tuple[str, ...]] = ()
    layout: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Any = None, *, arena: Arena, row: Any = None) -> None:
        self.arena, self.row = arena, row
        super().__init__(data)
        for text in self.texts:
            for name, (code, language) in zip(text.names, settings.LANGUAGES, strict=True):
                field = Line(label=language, max_length=text.max_length, is_long=text.is_long, required=False)
                field.widget.attrs["lang"] = code
                self.fields[name] = field
        self.prepare()
        for field in self.fields.values():
            if not isinstance(field, forms.ChoiceField):
                field.error_messages["required"] = gettext("Fill in “%(field)s”") % {"field": field.label}
        self.initial = self.initial_of(row) if row is not None else self.initial_of_new()
        by_name = {text.name: text for text in self.texts}
        self.order_fields(
            [name for part in self.layout for name in (by_name[part].names if part in by_name else [part])]
        )

    def prepare(self) -> None:
        """Adds or narrows fields by what the arena has."""

    def initial_of_new(self) -> dict[str, Any]:
        """What an empty form starts with."""
        return {}

    def initial_of(self, row: Any) -> dict[str, Any]:
        """What the form shows of a row."""
        shown = {name: getattr(row, name) for name in self.column_names}
        return shown | {name: [str(other.pk) for other in getattr(row, name).all()] for name in self.links}

    @property
    def column_names(self) -> list[str]:
        """The row's columns that this form writes."""
        return [*(name for text in self.texts if text.is_column for name in text.names), *self.columns]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for text in self.texts:
            if text.needed and not any(cleaned.get(name) or name in self.errors for name in text.names):
                self.add_error(text.names[0], text.needed)
        return cleaned

    def groups(self) -> list[Group]:
        """The form's parts in the order of the page."""
        by_name = {text.name: text for text in self.texts}
        return [
            Group(by_name[part], [(self[name], name.rpartition("_")[2]) for name in by_name[part].names])
            if part in by_name
            else Group(None, [self[part]])
            for part in self.layout
            if part in by_name or part in self.fields
        ]

    def refuse(self, refused: RuleBroken | ValidationError) -> None:
        """Shows what an action refused, beside the field it is about if the form has it."""
        if isinstance(refused, RuleBroken):
            found = {refused.field: [refused.message]}
        else:
            found = refused.message_dict if hasattr(refused, "error_dict") else {None: refused.messages}
        for name, messages in found.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)

    def differences(self, saved: Any) -> list[Difference]:
        """Fields in which what is saved now differs from what was typed."""
        now = type(self)(arena=self.arena, row=saved)
        found = []
        names = {name: text for text in self.texts for name in text.names}
        for name, field in self.fields.items():
            if not field.has_changed(now.initial.get(name), self[name].data):
                continue
            text, language = names.get(name), name.rpartition("_")[2] if name in names else ""
            label = f"{text.label} ({field.label})" if text else str(field.label)
            mine, theirs = readable(self[name], self[name].data), readable(now[name], now[name].initial)
            found.append(Difference(label, mine, theirs, language))
        return found


def readable(bound: forms.BoundField, value: Any) -> str:
    """A value of a field, as it was posted or as it starts, in words."""
    field = bound.field
    if isinstance(field, forms.BooleanField):
        return gettext("Yes") if value else gettext("No")
    if isinstance(field, forms.ChoiceField):
        words = dict(_flat(field.choices))
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(str(words.get(str(key), "")) for key in chosen if key is not None)
    try:
        day = field.to_python(value) if isinstance(field, DayField) else None
    except ValidationError:
        day = None
    if day:
        return format_partial_date(PartialDate(day, DatePrecision.DAY), get_language() or "en")
    return "" if value is None else str(field.prepare_value(value))


def _flat(choices: Iterable[Any]) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for key, label in choices:
        pairs += _flat(label) if isinstance(label, list | tuple) else [(str(key), label)]
    return pairs
