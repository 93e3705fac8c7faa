"""docs/privacy-inventory.md names every field about a person, and the models have no other."""

import re
from collections import Counter

from django.apps import apps
from django.conf import settings

from accounts.models import User
from tests.house.test_sizes import ROOT

PAGE = ROOT / "docs" / "privacy-inventory.md"
NOTHING_HEADING = "## Fields that say nothing about a person"
HOW_TO = "Say in docs/privacy-inventory.md what the field is for and how long it is kept, or that it is about nobody."


def fields_of_models() -> set[str]:
    """`app.Model.field` of every column and link table; a text in several languages is one field."""
    found = set()
    for model in apps.get_models():
        names = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
        translated = {f"{name}_{language}" for name in names for language, _words in settings.LANGUAGES}
        found |= {f"{model._meta.label}.{name}" for name in names - translated}
    return found


def personal() -> dict[str, list[str]]:
    """The cells of each row about a field, by `app.Model.field`."""
    about_people = PAGE.read_text().partition(NOTHING_HEADING)[0]
    rows = {}
    for part in re.split(r"^### ", about_people, flags=re.MULTILINE)[1:]:
        model = part.split("\n", 1)[0].strip()
        for cells in re.findall(r"^\| `(\w+)` \|(.*)\|$", part, flags=re.MULTILINE):
            rows[f"{model}.{cells[0]}"] = [cell.strip() for cell in cells[1].split("|")]
    return rows


def about_nobody() -> list[str]:
    """`app.Model.field` of every field on the list of those that say nothing."""
    listed = PAGE.read_text().partition(NOTHING_HEADING)[2]
    found = re.findall(r"^- `([\w.]+)`: ((?:[\w, ]|\n  )+)$", listed, flags=re.MULTILINE)
    return [f"{model}.{name.strip()}" for model, names in found for name in names.split(",")]


def test_every_field_is_on_one_of_the_two_lists():
    listed = Counter([*personal(), *about_nobody()])

    assert ", ".join(sorted(fields_of_models() - set(listed))) == "", HOW_TO
    assert ", ".join(sorted(set(listed) - fields_of_models())) == "", "these fields are no more"
    assert [field for field, times in listed.items() if times > 1] == []


def test_every_link_to_a_person_is_personal():
    links = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is User
    }

    assert len(links) > 15
    assert links <= set(personal())


def test_every_personal_field_has_purpose_ground_time_and_readers():
    grounds = {"account", "project", "security"}
    wrong = {field: cells for field, cells in personal().items() if len(cells) != 4 or not all(cells)}

    assert wrong == {}
    assert {cells[1] for cells in personal().values()} == grounds
