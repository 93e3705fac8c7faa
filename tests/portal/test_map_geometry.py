"""No word of the map lies over another, a mark or the edge of a cell: judged on the SVG that the page sends."""

import csv
import re
from itertools import product

import pytest

from activities.models import Activity
from tests.factories import AssessmentFactory, EffectLevelFactory, StabilityStepFactory
from tests.house.test_sizes import ROOT
from tests.portal.sample import fill
from tests.portal.svg_shapes import complaints, shapes_of

LANGUAGES = ("sv", "nb", "en")
# Titles as people write them: long words, short ones, no spaces, signs that are wide.
TITLES = (
    "Hållbarhetskoordinatorernas samverkansmöte i Östersund om regionala resursflöden",
    "Repair",
    "Samverkansavtalsförvaltningsutredning",
    "Bærekraftsnettverk: kommuner & bedrifter, Steinkjer–Åre 2020",
    "MWMWMWMWMWMWMW@@@@",
    "循環経済フォーラム",
)


@pytest.fixture
def worded(cast):
    """The cast's arena with the words that a new arena has for its scales, in all three languages."""
    cast.arena.effect_levels.all().delete()
    cast.arena.stability_steps.all().delete()
    with (ROOT / "data" / "defaults" / "scales.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            factory = EffectLevelFactory if row["scale"] == "effect_level" else StabilityStepFactory
            texts = {name: value for name, value in row.items() if name.rpartition("_")[2] in LANGUAGES}
            factory(arena=cast.arena, number=int(row["number"]), **texts)
    return cast


def drawings(client, language, query):
    """Every drawing of the page: of the map, wide and small, and the small maps."""
    page = client.get(f"/{language}/a/one/map/?{query}").content.decode()
    return re.findall(r'<svg class="chart [^>]*>.*?</svg>', page, re.DOTALL)


def name_them(arena):
    activities = list(Activity.objects.filter(arena=arena).order_by("pk"))
    for number, activity in enumerate(activities):
        activity.title = TITLES[number % len(TITLES)]
    Activity.objects.bulk_update(activities, ["title"], batch_size=500)


@pytest.mark.parametrize(
    ("n", "language"),
    [
        *product([1, 37, 400], LANGUAGES),
        (2000, "sv"),
        *(pytest.param(2000, language, marks=pytest.mark.deep) for language in ("nb", "en")),
    ],
)
def test_no_word_lies_over_anything(worded, client, n, language):
    fill(worded.arena, n + 1)  # the very first of them has no rating
    name_them(worded.arena)

    for query in ("", "size=people", "by=theme"):
        found = drawings(client, language, query)

        assert len(found) >= 2
        for svg in found:
            assert complaints(shapes_of(svg)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_lies_over_anything_where_all_stand_in_one_cell(worded, client, language):
    for number in range(24):
        activity = fill(worded.arena, 1)[0]
        Activity.objects.filter(pk=activity.pk).update(title=TITLES[number % len(TITLES)])
        AssessmentFactory(
            activity=activity,
            level=worded.arena.effect_levels.get(number=3),
            stability=worded.arena.stability_steps.get(number=4),
        )

    for svg in drawings(client, language, ""):
        assert complaints(shapes_of(svg)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_lies_over_a_ghost_or_a_mark_when_activities_moved(worded, client, language):
    for activity in fill(worded.arena, 37):
        AssessmentFactory(
            activity=activity,
            level=worded.arena.effect_levels.get(number=1 + activity.pk % 3),
            stability=worded.arena.stability_steps.get(number=1 + activity.pk % 5),
            rated_on="2025-06-01",
        )
    name_them(worded.arena)

    wide = drawings(client, language, "since=2025-01-01")[0]

    shapes = shapes_of(wide)
    assert len(shapes.ghosts) > 15
    assert complaints(shapes) == []


def test_the_judge_sees_what_overlaps():
    """A drawing that is wrong in every way is told so."""
    drawing = (
        '<svg viewBox="0 0 200 100"><rect class="cell" x="0" y="0" width="100" height="100"/>'
        '<line class="grid-line" x1="100" y1="0" x2="100" y2="100"/>'
        '<circle class="mk" cx="50" cy="50" r="6"/><circle class="mk" cx="54" cy="50" r="6"/>'
        '<text x="10" y="20">One word</text><text x="20" y="22">Another</text>'
        '<text class="name" x="45" y="55">A long name that leaves its cell</text></svg>'
    )

    found = " ".join(complaints(shapes_of(drawing)))

    for words in (
        "over 'Another'",
        "over a mark",
        "over a line",
        "marks (",
        "is not in one cell",
        "leaves the drawing",
    ):
        assert words in found
