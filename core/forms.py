"""How forms are drawn (templates/ui/), and what they share: large answers to tap, linked errors, kept text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.text import clean_line

# The language switch posts this with a form, to change language without losing what was typed.
KEEP_TEXT = "keep_text"

CHOOSE = {code: _("Choose an answer") for code in ("required", "invalid_choice", "invalid_list", "invalid_pk_value")}
EMAIL = {code: _("Write an email address, such as name@example.org") for code in ("required", "invalid")}
# Characters of a search; nobody types more on purpose.
MOST_SEARCHED = 100
TOO_LONG = ngettext_lazy(
    "Write at most %(limit_value)d character", "Write at most %(limit_value)d characters", "limit_value"
)
# What fields of a kind say, by the code of the error.
WORDS: tuple[tuple[Any, dict[str, Any]], ...] = (
    ((forms.ChoiceField, forms.ModelChoiceField), CHOOSE),
    (forms.EmailField, EMAIL),
    (forms.CharField, {"max_length": TOO_LONG}),
)


class ArenaFormRenderer(TemplatesSetting):
    """Draws every field with its label, hint and error in the one place that knows how."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class OurWords(forms.Form):
    """A form whose fields say what is wrong in the product's words, wherever they have no words of their own."""

    def full_clean(self) -> None:
        for field in self.fields.values():
            speak(field)
        super().full_clean()


def speak(field: forms.Field) -> None:
    """Puts our words where Django's own stand: what a field was given is not among what its class came with."""
    theirs = _of_django(type(field))
    for kinds, words in WORDS:
        if isinstance(field, kinds):
            new = {code: text for code, text in words.items() if field.error_messages.get(code) is theirs.get(code)}
            field.error_messages |= new


def _of_django(kind: type) -> dict[str, str | Promise]:
    """The messages that Django's own classes give a field of this kind."""
    found: dict[str, str | Promise] = {}
    for parent in reversed(kind.__mro__):
        if parent.__module__.startswith("django."):
            found |= vars(parent).get("default_error_messages", {})
    return found


class WordsField(forms.CharField):
    """What somebody searches for; cut to what a search can use instead of refused."""

    def to_python(self, value: Any) -> str:
        return clean_line(str(value or ""), MOST_SEARCHED)


class Answers:
    """Options may carry a line of help (`hints`) and the shape of a side (`marks`), both by the option's value."""

    option_template_name: Any = "ui/widgets/chip.html"
    css = "chips"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, str | Promise] | None = None,
        marks: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs, choices)  # type: ignore[call-arg]  # a mixin of ChoiceWidget
        self.hints = dict(hints or {})
        self.marks = dict(marks or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        key = str(value)
        return option | {"hint": self.hints.get(key), "has_mark": key in self.marks, "side": self.marks.get(key)}

    def get_context(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(*args, **kwargs)  # type: ignore[misc]
        context["widget"]["css"] = self.css
        return context


class Segments(Answers, forms.RadioSelect):
    """One of two or three short answers in a row."""

    template_name = "ui/widgets/answers.html"
    css = "seg"


class Chips(Answers, forms.RadioSelect):
    """One of several short answers."""

    template_name = "ui/widgets/answers.html"


class ManyChips(Answers, forms.CheckboxSelectMultiple):
    """Any of several short answers."""

    template_name = "ui/widgets/answers.html"


class Choices(Answers, forms.RadioSelect):
    """One answer among rows with a line of help each."""

    template_name = "ui/widgets/answers.html"
    option_template_name = "ui/widgets/choice.html"
    css = "choices"


class ManyChoices(Answers, forms.CheckboxSelectMultiple):
    """Any answers among rows with a line of help each."""

    template_name = "ui/widgets/answers.html"
    option_template_name = "ui/widgets/choice.html"
    css = "choices"


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One thing to put right, and the id of the control it is about (empty for the whole form)."""

    message: str
    target: str


def error_links(form: forms.BaseForm) -> list[ErrorLink]:
    """The form's errors in the order of its fields, after those of the form as a whole."""
    links = [ErrorLink(str(message), "") for message in form.non_field_errors()]
    for field in form:
        links += [ErrorLink(str(message), control_id(field)) for message in field.errors]
    return links


def control_id(field: forms.BoundField) -> str:
    """The id of the first control of a field: groups of answers count theirs from 0."""
    return f"{field.auto_id}_0" if isinstance(field.field.widget, Answers) else field.id_for_label or field.auto_id


def is_language_switch(request: HttpRequest) -> bool:
    """Whether this POST only asks for the same form in another language: show it again with `kept`, check nothing."""
    return request.method == "POST" and KEEP_TEXT in request.POST


def kept[F: forms.BaseForm](form: F) -> F:
    """The bound form as typed, without a word about errors: for a change of language."""
    vars(form).update(_errors=ErrorDict(), cleaned_data={})
    return form
