"""How forms are drawn, and what survives a change of language."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.test import RequestFactory

from core.context import in_other_language
from core.forms import OurWords, is_language_switch, kept
from portal.views.components import SampleForm


class Page(HTMLParser):
    """The ids, references and labels of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"] or "")
        for name in ("for", "aria-describedby"):
            self.references += (given.get(name) or "").split()


def test_every_reference_points_to_one_control_or_text():
    for form in (SampleForm(), SampleForm({"people": "many"})):
        page = Page(str(form))

        assert len(page.ids) == len(set(page.ids))
        assert set(page.references) <= set(page.ids)


def test_error_stands_at_the_field_and_is_tied_to_it():
    page = str(SampleForm({"people": "many"})["people"].as_field_group())

    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_people_helptext id_people_error"' in page
    assert "Write a number, such as 18" in page
    assert 'class="input input--short"' in page


def test_optional_fields_say_so_in_words():
    assert "(optional)" in SampleForm()["note"].as_field_group()
    assert "(optional)" not in SampleForm()["what"].as_field_group()


def test_answers_are_a_fieldset_with_native_controls_hints_and_shapes():
    level, side = SampleForm()["level"].as_field_group(), SampleForm()["side"].as_field_group()

    assert "<fieldset" in level
    assert "<legend>What does it change?" in level
    assert 'type="radio" name="level" value="3" id="id_level_2"' in level
    assert "Rules, strategy, money or infrastructure moved" in level
    assert 'class="mk side-1"' in side


def test_typed_answers_come_back_checked():
    page = SampleForm({"step": "2"})["step"].as_field_group()

    assert 'value="2" id="id_step_1" checked' in page


def test_change_of_language_shows_the_text_and_no_errors():
    request = RequestFactory().post("/sv/", {"what": "Visit", "keep_text": "1"})

    form = kept(SampleForm(request.POST))

    assert is_language_switch(request)
    assert 'value="Visit"' in str(form)
    assert "field--error" not in str(form)


def test_other_language_keeps_page_and_query():
    assert in_other_language("/sv/a/demo/teams/?page=2", "nb") == "/nb/a/demo/teams/?page=2"
    assert in_other_language("/healthz", "nb") == "/nb/"


class Asked(OurWords):
    answer = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    answers = forms.MultipleChoiceField(choices=[("a", "A")], required=False)
    address = forms.EmailField()
    name = forms.CharField(max_length=3)
    own = forms.ChoiceField(choices=[("a", "A")], error_messages={"required": "Say which"})


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("answer", "", "Choose an answer"),
        ("answer", "b", "Choose an answer"),
        ("answers", "b", "Choose an answer"),
        ("address", "kari", "Write an email address, such as name@example.org"),
        ("name", "Karin", "Write at most 3 characters"),
        ("own", "", "Say which"),
        ("own", "b", "Choose an answer"),
    ],
)
def test_errors_are_told_in_our_words_unless_the_field_has_its_own(field, typed, words):
    form = Asked({field: typed})

    assert form.errors[field] == [words]


def test_an_added_field_speaks_our_words_too():
    form = Asked({"late": "b"})
    form.fields["late"] = forms.ChoiceField(choices=[("a", "A")])

    assert form.errors["late"] == ["Choose an answer"]


def test_a_field_needed_to_save_is_not_called_optional():
    form = SampleForm()
    form.fields["note"].needed_to_save = True

    assert "(optional)" not in form["note"].as_field_group()
