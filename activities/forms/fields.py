"""Fields that clean what people paste before anything else judges it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from core.errors import UploadRefused
from core.forms import TOO_LONG
from core.text import clean_line, clean_text
from core.uploads import ACCEPT, AcceptedUpload, accept_upload

# Above every limit of a field: cleaning never cuts, the field says what is too long.
UNCUT = 1_000_000


class LineField(forms.CharField):
    """One line. `max_length` is told in the product's words and not by the browser, which would cut in silence."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [MaxLengthValidator(max_length, TOO_LONG)]

    def to_python(self, value: Any) -> str:
        return clean_line(str(value or ""), UNCUT)


class TextField(LineField):
    """Many lines."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text(str(value or ""))


class LinesField(TextField):
    """Many lines, each an answer of its own; empty ones are left out."""

    def __init__(self, *, max_length: int, max_lines: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length * max_lines, **kwargs)
        self.max_line, self.max_lines = max_length, max_lines

    def clean(self, value: Any) -> tuple[str, ...]:
        lines = tuple(dict.fromkeys(line for line in super().clean(value).splitlines() if line))
        if len(lines) > self.max_lines:
            raise ValidationError(_("Write at most %(n)d lines"), params={"n": self.max_lines})
        for line in lines:
            MaxLengthValidator(self.max_line, TOO_LONG)(line)
        return lines


class LinkField(forms.URLField):
    """A web address; without a scheme it gets https."""

    default_error_messages = {"invalid": _("Write a web address, such as https://example.org")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)
        valid = URLValidator(schemes=["https", "http"], message=self.error_messages["invalid"])
        self.validators = [MaxLengthValidator(500, TOO_LONG), valid]

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_line(str(value or ""), UNCUT))


class UploadField(forms.FileField):
    """A photo or document that the upload gate lets through; its clean value is an AcceptedUpload."""

    widget = forms.FileInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)
        self.widget.attrs["accept"] = ACCEPT

    def clean(self, data: Any, initial: Any = None) -> AcceptedUpload | None:
        if not data:
            return super().clean(None, initial)
        try:
            return accept_upload(data)
        except UploadRefused as refused:
            raise ValidationError(refused.message, code=refused.code, params=dict(refused.params)) from refused


def ask_back(form: forms.Form, name: str, readings: Sequence[tuple[str, str]], question: str, *, meant: str) -> str:
    """The reading chosen in the field `meant`; else asks: `question` at the field `name`, the readings as answers.

    `readings` are (value, words). Gives an empty text while the question is open.
    """
    form.fields[meant].widget.choices = list(readings)
    chosen = form.cleaned_data.get(meant, "")
    if chosen in dict(readings):
        return chosen
    form.add_error(name, question)
    return ""
