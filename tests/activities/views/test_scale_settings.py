"""Effect levels and steps of stability: numbers stand once, and stay once an activity was rated with them."""

import pytest

from activities.models import EffectLevel
from core.models import LogEntry
from tests.arena.settings_rows import TOKEN
from tests.arena.views.test_sections import address, form_of
from tests.factories import ActivityFactory, AssessmentFactory, EffectLevelFactory


def add(client, slug: str, **answers: object):
    return client.post(address("section-add", slug), answers | {"token": TOKEN})


def test_a_level_has_name_criterion_example_and_short_form_in_three_languages(cast, as_person):
    client = as_person(cast.lead)
    answers = {
        f"{name}_{code}": f"{name} {code}"
        for name in ("name", "criterion", "example", "summary")
        for code in ("sv", "nb", "en")
    }

    response = add(client, "levels", number="4", **answers)

    assert response.status_code == 302, response.context["form"].errors
    row = cast.arena.effect_levels.get(number=4)
    assert {name: getattr(row, name) for name in answers} == answers
    assert "4 name sv" in client.get("/sv/a/one/settings/levels/").content.decode()
    assert LogEntry.objects.latest("pk").verb == "add_effectlevel"


@pytest.mark.parametrize(
    ("slug", "number", "message"),
    [
        ("levels", "3", "This number is taken. Choose another one."),
        ("levels", "7", "Write a whole number from 1 to 6"),
        ("stability", "9", "Write a whole number from 1 to 8"),
        ("stability", "0", "Write a whole number from 1 to 8"),
        ("levels", "two", "Write a whole number from 1 to 6"),
    ],
)
def test_a_number_the_map_cannot_draw_is_refused(cast, as_person, slug, number, message):
    response = add(as_person(cast.lead), slug, number=number, name_sv="X")

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["number"]
    assert message in response.content.decode()


@pytest.mark.parametrize(("slug", "rows"), [("levels", "effect_levels"), ("stability", "stability_steps")])
def test_a_number_stays_once_used_while_its_words_may_change(cast, as_person, slug, rows):
    client = as_person(cast.lead)
    rating = AssessmentFactory(activity=ActivityFactory(arena=cast.arena))
    used = rating.level if slug == "levels" else rating.stability
    unused = getattr(cast.arena, rows).last()
    form = form_of(client, slug, used.pk)

    moved = client.post(address("section-edit", slug, used.pk), form | {"number": "6"})
    renamed = client.post(address("section-edit", slug, used.pk), form | {"name_nb": "Nytt"})
    free = client.post(address("section-edit", slug, unused.pk), form_of(client, slug, unused.pk) | {"number": "6"})

    assert moved.status_code == 422
    assert "Activities have been rated with this number, so it cannot change." in moved.content.decode()
    assert (renamed.status_code, free.status_code) == (302, 302)
    assert {row.number for row in getattr(cast.arena, rows).all()} >= {used.number, 6}


def test_a_used_level_and_one_of_two_stay(cast, as_person):
    client = as_person(cast.lead)
    rating = AssessmentFactory(activity=ActivityFactory(arena=cast.arena))
    other = cast.arena.effect_levels.exclude(pk=rating.level.pk)

    used = client.post(address("section-remove", "levels", rating.level.pk))
    gone = client.post(address("section-remove", "levels", other.last().pk))
    two = client.post(address("section-remove", "levels", other.last().pk))

    assert used.status_code == 409
    assert "<li>Ratings: 1</li>" in used.content.decode()
    assert gone.status_code == 302
    assert two.status_code == 409
    assert "A scale has at least two steps." in two.content.decode()
    assert EffectLevel.objects.filter(arena=cast.arena).count() == 2


def test_levels_of_another_arena_are_not_found(cast, as_person):
    theirs = EffectLevelFactory(arena=cast.other_arena, number=1)

    assert as_person(cast.lead).get(address("section-edit", "levels", theirs.pk)).status_code == 404
    assert as_person(cast.coordinator).get(address("section", "levels")).status_code == 403
