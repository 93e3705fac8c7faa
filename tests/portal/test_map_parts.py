"""What the map shows beside itself: small maps by country, theme and year, movement since a day, and the PNG."""

import csv
import io
import json
import re
from datetime import date

import pytest
from PIL import Image

from core.clock import today
from portal import downloads
from tests.conftest import build_cast
from tests.factories import ActivityFactory, AssessmentFactory, PeriodFactory, PriorityFactory, ThemeFactory
from tests.portal.sample import fill

MAP = "/en/a/one/map/"
SINCE = "2024-06-01"


def rated(cast, title, level, step, *sides, on=date(2024, 3, 1), activity=None, **fields):
    activity = activity or ActivityFactory(arena=cast.arena, title=title, first_on=on, **fields)
    activity.sides.add(*sides)
    AssessmentFactory(
        activity=activity,
        level=cast.arena.effect_levels.get(number=level),
        stability=cast.arena.stability_steps.get(number=step) if step else None,
        rated_on=on,
    )
    return activity


def small_maps(page):
    """Title, address and number of single or counted points of each small map."""
    found = {}
    for part in page.split('<li class="facet"')[1:]:
        url, title = re.search(r'<a href="([^"]*)">([^<]*)</a>', part).groups()
        drawing = part.split("<svg")[1].split("</svg>")[0]
        counts = [int(n) for n in re.findall(r'class="name t-bold"[^>]*>(\d+)</text>', drawing)]
        found[title] = (url, drawing.count('class="mk') - len(counts) + sum(counts))
    return found


def n_on_map(client, url):
    return len(json.loads(client.get(f"{MAP}{url.replace('&amp;', '&')}&format=json").getvalue())["activities"])


@pytest.mark.parametrize("n", [20, 300])
@pytest.mark.parametrize("by", ["side", "theme", "year"])
def test_each_small_map_shows_as_many_as_the_map_it_leads_to(cast, client, by, n):
    PeriodFactory(arena=cast.arena, starts_on=date(2023, 1, 1), ends_on=date(2023, 6, 30))
    fill(cast.arena, n)

    found = small_maps(client.get(f"{MAP}?by={by}&show=observed").content.decode())

    assert len(found) >= 2
    assert any(number for _url, number in found.values())
    for url, number in found.values():
        assert "by=" not in url
        assert "show=observed" in url
        assert number == n_on_map(client, url)


def test_small_maps_by_country_hold_joint_work_in_each_and_name_what_is_not_stated(cast, client):
    rated(cast, "Joint", 1, 1, cast.norway, cast.sweden)
    rated(cast, "Alone", 1, 1, cast.sweden)
    rated(cast, "Somewhere", 1, 1)

    found = small_maps(client.get(f"{MAP}?by=side").content.decode())

    assert {title: number for title, (_url, number) in found.items()} == {
        "Norway": 1,
        "Sweden": 2,
        "Country not stated": 1,
    }


def test_small_maps_by_year_follow_the_ratings_of_the_time(cast, client):
    year = today().year
    PeriodFactory(arena=cast.arena, starts_on=date(year - 3, 1, 1), ends_on=date(year - 3, 6, 30))
    first = rated(cast, "First", 1, 1, cast.sweden, on=date(year - 3, 5, 1))
    rated(cast, "First", 3, 5, on=date(year - 1, 5, 1), activity=first)
    rated(cast, "Late", 2, 2, cast.norway, on=date(year - 2, 5, 1))

    page = client.get(f"{MAP}?by=year").content.decode()
    found = small_maps(page)

    assert [number for _url, number in found.values()] == [1, 2, 2, 2]
    assert list(found) == [f"End of {year - n}" for n in (3, 2, 1)] + ["Today"]
    assert f'href="?year={year - 3}"' in page
    assert "data-player hidden" in page
    before = json.loads(client.get(f"{MAP}?year={year - 2}&format=json").getvalue())["activities"]
    assert {row["title"]: (row["level"], row["stability"]) for row in before} == {"First": (1, 1), "Late": (2, 2)}


def test_small_maps_cost_one_question_more(db, client, django_assert_max_num_queries):
    cast = build_cast()
    PeriodFactory(arena=cast.arena, starts_on=date(2023, 1, 1), ends_on=date(2023, 6, 30))
    ThemeFactory.create_batch(5, arena=cast.arena)
    fill(cast.arena, 200)

    for by in ("side", "theme", "year"):
        with django_assert_max_num_queries(15):
            client.get(f"{MAP}?by={by}")


def test_map_filters_by_priority_and_kind(cast, client):
    swedish = PriorityFactory(arena=cast.arena, side=cast.sweden, key="food", name_en="Food")
    PriorityFactory(arena=cast.arena, side=cast.norway, key="food", name_en="Food")
    rated(cast, "Bread", 1, 1, kind="workshop").priorities.add(swedish)
    rated(cast, "Nothing", 1, 1)

    page = client.get(f"{MAP}?priority=SE-food").content.decode()

    assert "1 of 2 activities on the map." in page
    assert "Food (Sweden)" in page
    assert n_on_map(client, "?priority=NO-food") == 0
    assert n_on_map(client, "?kind=workshop") == n_on_map(client, "?kind=unknown") == 1


@pytest.fixture
def moved(cast):
    """One activity that moved after the day, one that did not, one that is new."""
    there = rated(cast, "Mover", 1, 2, cast.sweden)
    rated(cast, "Mover", 3, 4, on=date(2024, 9, 1), activity=there)
    rated(cast, "Stayer", 2, 2, cast.norway)
    rated(cast, "Newcomer", 2, 3, cast.norway, on=date(2024, 8, 1))
    return there


def test_movement_since_a_day_is_drawn_from_where_it_stood(cast, client, moved):
    page = client.get(f"{MAP}?since={SINCE}").content.decode()

    wide = page.split('<svg class="chart lay-wide chart--moves"')[1].split("</svg>")[0]
    assert wide.count('class="arrow"') == wide.count('class="ghost side-2"') == 1
    words = "Mover: Sweden, stood here before, on 1 People, 2 Step 2; now on 3 System, 4 Step 4"
    assert f'<a href="/en/a/one/activities/{moved.pk}/" aria-label="{words}">' in wide
    assert "Stood here on 1 June 2024" in page
    assert "Moved since 1 June 2024" in page
    assert '<a href="?"><span class="vh">Remove</span> Movement since 1 June 2024' in page


def test_movement_since_a_day_stands_in_table_and_files_too(cast, client, moved):
    page = client.get(f"{MAP}?since={SINCE}").content.decode()
    text = client.get(f"{MAP}?since={SINCE}&format=csv").getvalue().decode("utf-8-sig")
    document = json.loads(client.get(f"{MAP}?since={SINCE}&format=json").getvalue())
    picture = client.get(f"{MAP}?since={SINCE}&format=svg").content.decode()

    assert '<th scope="col">On 1 June 2024</th>' in page
    assert "<b>1 People, 2 Step 2</b>" in page
    assert '<span class="quiet">the same</span>' in page
    assert '<span class="quiet">not rated yet</span>' in page
    lines = {row["Activity"]: row for row in csv.DictReader(io.StringIO(text))}
    names = ("Effect level then", "Stability then", "Moved", "Moved, status")
    assert [lines["Mover"][name] for name in names] == ["1", "2", "true", "known"]
    assert [lines["Stayer"][name] for name in names] == ["2", "2", "false", "known"]
    assert [lines["Newcomer"][name] for name in names] == ["", "", "", "unknown"]
    then = {row["title"]: row["then"] for row in document["activities"]}
    assert then == {"Mover": {"level": 1, "stability": 2}, "Stayer": {"level": 2, "stability": 2}, "Newcomer": None}
    assert picture.count('class="arrow"') == 1


@pytest.mark.parametrize("since", ["2024-02-30", "tomorrow", "9999-12-31", "0001-01-01", "2024-06-01%00", "1e9"])
def test_movement_since_no_such_day_shows_none_and_says_so(cast, client, moved, since):
    answer = client.get(f"{MAP}?since={since}")

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "There is no such day. It shows no movement." in page
    assert "chart--moves" not in page


def test_movement_draws_the_latest_moves_alone_when_there_are_many(cast, client):
    for _ in range(30):
        rated(cast, "M", 2, 2, on=date(2024, 9, 1), activity=rated(cast, "M", 1, 1, cast.sweden))

    page = client.get(f"{MAP}?since={SINCE}").content.decode()

    wide = page.split('<svg class="chart lay-wide chart--moves"')[1].split("</svg>")[0]
    assert wide.count('class="ghost side-2"') == 24
    assert "The latest moves are drawn; the files name them all." in page


@pytest.mark.parametrize("n", [0, 5, 300])
@pytest.mark.parametrize("query", ["", "size=people", f"since={SINCE}"])
def test_png_is_the_picture_of_the_map_and_never_too_large(cast, client, n, query):
    fill(cast.arena, n)

    answer = client.get(f"{MAP}?format=png&{query}")

    assert answer["Content-Type"] == "image/png"
    assert re.search(r'filename="one-effect-map-[\d-]+\.png"', answer["Content-Disposition"])
    image = Image.open(io.BytesIO(answer.content))
    assert image.width * image.height <= 3_000_000
    assert image.width > 1000
    below_the_key = image.crop((0, 180, image.width, image.height)).convert("RGB")
    colours = {colour for _n, colour in below_the_key.getcolors(1 << 20)}
    assert (255, 255, 255) in colours
    assert ((0x1C, 0x5D, 0x9F) in colours) == bool(n)
    assert (0xDD, 0xEE, 0xE8) in colours


def test_png_of_one_picture_is_drawn_once(cast, client, monkeypatch):
    fill(cast.arena, 5)
    first = client.get(f"{MAP}?format=png").content

    monkeypatch.setattr(downloads, "svg_to_bytes", None)

    assert client.get(f"{MAP}?format=png").content == first


def test_png_shows_letters_without_any_font_of_the_system(cast, client):
    image = Image.open(io.BytesIO(client.get(f"{MAP}?format=png").content)).convert("L")

    title = image.crop((0, 0, image.width, 70))

    assert sum(count for count, shade in title.getcolors() if shade < 128) > 2000
