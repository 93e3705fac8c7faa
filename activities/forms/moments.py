"""Fields for a day, a time of day and a number, written as people write them. Empty = unknown."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from activities.forms.fields import LineField
from core.dates import DateAmbiguous, DatePrecision, DateUnreadable, PartialDate, parse_date
from core.numbers import NumberAmbiguous, NumberUnreadable, format_number, parse_count, parse_number
from core.times import TimeUnreadable, parse_time

WRITE_A_DAY = _("Write a day, such as 4 December 2020")


class DayField(LineField):
    """One day. What can mean two days is not guessed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "input--date", "autocomplete": "off"}))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            found = parse_date(text, _language())
        except DateAmbiguous as ambiguous:
            raise ValidationError(ambiguous.message, code=ambiguous.code, params=ambiguous.params) from ambiguous
        except DateUnreadable:
            found = PartialDate(None, DatePrecision.UNKNOWN)
        if found.precision is not DatePrecision.DAY:
            raise ValidationError(WRITE_A_DAY, code="date.no_day")
        return found.first


class TimeField(LineField):
    """A time of day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=20,
            widget=forms.TextInput(attrs={"class": "input--short", "autocomplete": "off", "placeholder": "13:30"}),
            **kwargs,
        )

    def clean(self, value: Any) -> time | None:
        text = super().clean(value)
        try:
            return parse_time(text) if text else None
        except TimeUnreadable as unreadable:
            raise ValidationError(unreadable.message, code=unreadable.code) from unreadable


class CountField(LineField):
    """A whole number from 0."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(
            max_length=40,
            widget=forms.TextInput(attrs={"class": "input--short", "inputmode": "numeric", "autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            count = parse_count(text, _language())
        except (NumberAmbiguous, NumberUnreadable) as wrong:
            raise ValidationError(wrong.message, code=wrong.code, params=wrong.params) from wrong
        if count > self.most:
            raise ValidationError(gettext("Write a number up to %(top)s"), params={"top": self._top()})
        return count

    def _top(self) -> str:
        return format_number(self.most, _language())


class HoursField(LineField):
    """Hours with at most one decimal."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(
            max_length=40,
            widget=forms.TextInput(attrs={"class": "input--short", "inputmode": "decimal", "autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            hours = parse_number(text, _language())
        except (NumberAmbiguous, NumberUnreadable) as wrong:
            raise ValidationError(wrong.message, code=wrong.code, params=wrong.params) from wrong
        if not 0 <= hours <= self.most:
            top = format_number(self.most, _language())
            raise ValidationError(gettext("Write a number from 0 to %(top)s"), params={"top": top})
        if hours != round(hours, 1):
            raise ValidationError(gettext("Write at most one decimal"))
        return hours


def _language() -> str:
    return get_language() or "en"
