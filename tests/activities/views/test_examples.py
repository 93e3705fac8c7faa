"""Examples of the scales where one rates and beside the map; hypotheses in the list's file and the API."""

import csv
import io

import pytest

from activities.models import Hypothesis, Revisit
from tests.activities.conftest import DAY
from tests.factories import AssessmentFactory


@pytest.fixture
def example(cast):
    cast.arena.effect_levels.filter(number=1).update(
        example_en="Twelve families mend at home", example_sv="Tolv familjer"
    )
    cast.arena.stability_steps.filter(number=2).update(example_en="Three swaps in a year")


@pytest.mark.parametrize("path", ["activities/{key}/rate/", "log/", "activities/{key}/edit/", "map/"])
def test_examples_stand_where_one_rates_and_beside_the_map(cast, as_person, held, example, path):
    AssessmentFactory(
        activity=held,
        level=cast.arena.effect_levels.get(number=1),
        stability=cast.arena.stability_steps.get(number=2),
    )
    client = as_person(cast.member)

    page = client.get(f"/en/a/one/{path.format(key=held.pk)}").content.decode()

    assert "Twelve families mend at home" in page
    assert "Three swaps in a year" in page
    assert "Tolv familjer" in client.get(f"/sv/a/one/{path.format(key=held.pk)}").content.decode()


@pytest.fixture
def told(held, cast):
    """A hypothesis that was replaced, the one that stands, and two looks back at it."""
    common = {"activity": held, "language": "en", "written_by": cast.member}
    Hypothesis.objects.create(behaviour="They buy", written_on=DAY.replace(month=1), replaced_on=DAY, **common)
    standing = Hypothesis.objects.create(behaviour="They mend", sign="Less in the bin", written_on=DAY, **common)
    for month, seen in ((8, "Nothing yet"), (11, "Two of three")):
        Revisit.objects.create(hypothesis=standing, seen=seen, language="en", seen_on=DAY.replace(month=month))
    return held


def test_the_lists_file_has_the_standing_hypothesis_and_what_was_seen_last(client, told):
    text = b"".join(client.get("/en/a/one/activities/?format=csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), dialect=csv.Sniffer().sniff(text.splitlines()[0])))

    (row,) = rows
    assert (row["What people are to do"], row["Sign of change"]) == ("They mend", "Less in the bin")
    assert (row["What was seen"], row["Seen on"]) == ("Two of three", "2026-11-20")


def test_the_api_has_the_history_without_people(client, told, cast):
    answer = client.get(f"/api/v1/arenas/one/activities/{told.pk}/")
    found = answer.json()["hypotheses"]

    assert [(row["behaviour"]["text"], row["replaced_on"]) for row in found] == [
        ("They mend", None),
        ("They buy", "2026-05-20"),
    ]
    assert [row["seen"]["text"] for row in found[0]["revisits"]] == ["Two of three", "Nothing yet"]
    assert cast.member.name not in answer.content.decode()
