"""Every text field of every form takes anything: stored and shown as it was meant, or refused with all text kept."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse

from core.models import LogEntry
from core.text import clean_line, clean_text
from tests.forms_on_pages import forms_on
from tests.nasty.site import Place, as_received, places
from tests.nasty_strings import MARK, NASTY

FINE = {200, 302, 400, 403, 404, 409, 413, 422}
# What a field of one line surely holds; anything else may be refused.
FITS = 40
# Requests per form and kind of string in the quick lane; the deep one sends every string through every field.
QUICK = 10
# Fields whose lines are cleaned one by one or become rows of their own, and those that hold no text of people.
HELD_APART = ("supported", "aliases", "words", "wider", "links", "code", "login", "email")
FITTING = [text for text in NASTY if 0 < len(clean_line(as_received(text), 10**6)) <= FITS and "\n" not in text]
ODD = [text for text in NASTY if text not in set(FITTING)]


@pytest.fixture
def every_form(cast) -> list[Place]:
    found = places(cast)
    assert len(found) > 25
    return found


@pytest.mark.parametrize("part", range(2))
def test_every_form_takes_anything(every_form, part):
    forms = list(enumerate(every_form))[part::2]
    taken = [place.name for _number, place in forms if rolled_back(place, {})[0].status_code == 302]

    wrong = [problem for number, place in forms for problem in problems(place, 29 * number, QUICK)]

    # Else nothing would be stored, and refusals alone would be judged.
    assert len(taken) > 9, taken
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.deep
@pytest.mark.parametrize("part", range(8))
def test_every_field_takes_every_string(every_form, part):
    wrong = [problem for place in every_form[part::8] for problem in problems(place, 0, len(NASTY))]

    assert not wrong, "\n".join(wrong[:40])


def problems(place: Place, first: int, most: int) -> Iterator[str]:
    """What is wrong with the form: `most` requests of each kind, the first with the strings from `first` on."""
    free = [name for name in place.form.written if rolled_back(place, {name: "Plain åäö"})[0].status_code == 302]
    strict = [name for name in place.form.written if name not in free]
    for names, strings, is_text in ((free, FITTING, True), (free, ODD, True), (strict, NASTY, False)):
        for changes in packed(names, strings, first, most):
            try:
                answer, stored = rolled_back(place, changes)
            except Exception as fault:
                yield f"{place.name}: {type(fault).__name__} {fault!s:.200} at {changes!r:.300}"
                continue
            yield from faults(place, changes, answer, stored if is_text else [])


def packed(names: list[str], strings: list[str], first: int, most: int) -> Iterator[dict[str, str]]:
    """Different strings in all fields at once; with enough requests each field has held each string."""
    if not names:
        return
    step = max(1, len(strings) // len(names)) if most >= len(strings) else 1
    starts = range(len(strings)) if most >= len(strings) else (len(names) * number for number in range(most))
    for start in starts:
        numbers = [(first + start + step * position) % len(strings) for position in range(len(names))]
        yield {name: strings[number] for name, number in zip(names, numbers, strict=True)}


def rolled_back(place: Place, changes: dict[str, str]) -> tuple[HttpResponse, list[str]]:
    """The answer, and every text of the rows that it wrote; then all is as before."""
    with transaction.atomic():
        last = LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        answer = place.send(changes)
        stored = list(texts_written_after(last)) if answer.status_code == 302 else []
        transaction.set_rollback(True)
    return answer, stored


def texts_written_after(entry: int) -> Iterator[str]:
    """What the log names as written, and the rows that are parts of it."""
    for noted in LogEntry.objects.filter(pk__gt=entry):
        row = apps.get_model(noted.object_type).objects.filter(pk=noted.object_key).first()
        if row is None:
            continue
        links = [link for link in row._meta.related_objects if link.one_to_many and link.get_accessor_name()]
        parts = [part for link in links for part in getattr(row, link.get_accessor_name()).all()[:20]]
        yield from (value for held in (row, *parts) for value in vars(held).values() if isinstance(value, str))


def faults(place: Place, changes: dict[str, str], answer: HttpResponse, stored: list[str]) -> Iterator[str]:
    page = answer.content.decode()
    if answer.status_code not in FINE:
        yield f"{place.name}: {answer.status_code} at {changes!r:.300}"
    for name, text in changes.items():
        if MARK in text and "<" in text and text in page:
            yield f"{place.name}: {name} is markup on the page: {text!r}"
    if answer.status_code == 422:
        yield from lost(place, changes, page)
    elif stored:
        for name, text in changes.items():
            received = as_received(text)
            if not name.startswith(HELD_APART) and not {clean_line(received, 10**6), clean_text(received)} & {
                "",
                *stored,
            }:
                yield f"{place.name}: {name} does not hold {text!r:.200}"


def lost(place: Place, changes: dict[str, str], page: str) -> Iterator[str]:
    """A refused form says why and still holds everything."""
    if 'class="error-summary"' not in page:
        yield f"{place.name}: refused without a message at {changes!r:.300}"
    kept = [form for form in forms_on(page) if set(place.form.written) <= {*form.values}]
    for name, text in changes.items():
        values = [form.values[name][-1] for form in kept]
        if as_received(text) not in values and not any(map(same_lines(as_received(text)), values)):
            yield f"{place.name}: {name} lost {text!r:.200}, it shows {values!r:.200}"


def same_lines(text: str):
    """Line ends may change, and a parser of pages replaces NUL."""
    plain = "\n".join(text.replace("\0", "\ufffd").splitlines())
    return lambda shown: "\n".join(shown.replace("\0", "\ufffd").splitlines()) == plain
