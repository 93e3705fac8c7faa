import csv
import gzip
import io
import json
from datetime import date
from types import SimpleNamespace

import pytest

from tests.conftest import build_cast
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    HeadcountFactory,
    PeriodFactory,
    TeamFactory,
    ThemeFactory,
)
from tests.portal.sample import fill

MAP = "/en/a/one/map/"


@pytest.fixture
def story(cast):
    """One activity of each sort that the filters tell apart."""
    loops = ThemeFactory(arena=cast.arena, key="loops", name_en="Material loops")
    PeriodFactory(arena=cast.arena, label_en="Spring", starts_on=date(2024, 1, 1), ends_on=date(2024, 6, 30))
    PeriodFactory(arena=cast.arena, label_en="Autumn", starts_on=date(2024, 7, 1), ends_on=date(2024, 12, 31))
    repair = _rated(cast, "Repair evening", 1, 2, cast.sweden, on=date(2024, 3, 1), team=cast.team)
    summit = _rated(cast, "Summit", 3, 4, cast.norway, on=date(2024, 9, 1))
    _rated(cast, "Joint course", 2, 3, cast.norway, cast.sweden, on=date(2024, 9, 2), observed=False)
    _rated(cast, "Somewhere", 2, 1, on=date(2024, 9, 3))
    ActivityFactory(arena=cast.arena, title="Waiting", first_on=date(2024, 9, 4))
    repair.themes.add(loops)
    return SimpleNamespace(arena=cast.arena, lead=cast.lead, repair=repair, summit=summit)


def _rated(cast, title, level, step, *sides, on, observed=True, **fields):
    activity = ActivityFactory(arena=cast.arena, title=title, first_on=on, **fields)
    activity.sides.set(sides)
    rate(cast, activity, level, step, on=on, observed=observed)
    return activity


def rate(cast, activity, level, step, *, on, observed=True, reason=""):
    return AssessmentFactory(
        activity=activity,
        level=cast.arena.effect_levels.get(number=level),
        stability=cast.arena.stability_steps.get(number=step) if step else None,
        rated_on=on,
        is_observed=observed,
        reason=reason,
    )


def json_of(client, query=""):
    """The map as JSON, which comes in pieces."""
    return json.loads(client.get(f"{MAP}?format=json&{query}").getvalue())


def shown(client, query=""):
    """The titles on the map, and the number in the tray, for a query."""
    document = json_of(client, query)
    return [row["title"] for row in document["activities"]], len(document["not_on_the_map"])


def test_map_shows_points_table_tray_and_readings(story, client):
    page = client.get(MAP).content.decode()

    assert "4 of 5 activities on the map." in page
    assert "1 activity without a rating." in page
    assert "4 activities on 3 levels" in page
    assert "Balance between the countries" in page
    assert "1 joint activity is left out." in page
    assert "1 activity whose country is not stated is left out." in page
    assert "All 4 activities as a table" in page
    assert 'href="#map-table">Skip to the table' in page
    label = "Summit: Norway, effect level 3 System, stability 4 Step 4, observed, number of participants unknown"
    assert f'aria-label="{label}"' in page
    assert page.count('role="group"') == 1
    assert page.count('role="img" aria-labelledby="map-narrow-title"') == 1
    assert "style=" not in page.replace("includeIndicatorStyles", "")


@pytest.mark.parametrize(
    ("query", "titles", "n_tray"),
    [
        ("", {"Repair evening", "Summit", "Joint course", "Somewhere"}, 1),
        ("side=NO", {"Summit", "Joint course"}, 0),
        ("side=SE", {"Repair evening", "Joint course"}, 0),
        ("side=joint", {"Joint course"}, 0),
        ("side=none", {"Somewhere"}, 1),
        ("theme=loops", {"Repair evening"}, 0),
        ("team=repair", {"Repair evening"}, 0),
        ("show=observed", {"Repair evening", "Summit", "Somewhere"}, 1),
        ("show=expected", {"Joint course"}, 1),
        ("show=all&size=people", {"Repair evening", "Summit", "Joint course", "Somewhere"}, 1),
        ("period=2024-01-01", {"Repair evening"}, 0),
        ("period=2024-07-01", {"Summit", "Joint course", "Somewhere"}, 1),
        ("period=2024-07-01&side=NO&show=observed", {"Summit"}, 0),
    ],
)
def test_map_shows_what_is_chosen(story, client, query, titles, n_tray):
    found, waiting = shown(client, query)

    assert (set(found), waiting) == (titles, n_tray)


def test_map_of_a_period_keeps_the_rating_of_that_time(story, client):
    rate(story, story.repair, 3, 5, on=date(2024, 10, 1), reason="In the budget")

    spring = json_of(client, "period=2024-01-01")["activities"]
    autumn = json_of(client, "period=2024-07-01")["activities"]

    assert [(row["level"], row["stability"]) for row in spring] == [(1, 2)]
    assert ("Repair evening", 3, 5) in [(row["title"], row["level"], row["stability"]) for row in autumn]


def test_map_of_a_period_places_what_was_rated_after_it(story, client):
    """What is logged long afterwards belongs on the map of its time, not in the tray."""
    late = ActivityFactory(arena=story.arena, title="Logged late", first_on=date(2024, 2, 1))
    rate(story, late, 2, 2, on=date(2026, 1, 1))

    titles, _waiting = shown(client, "period=2024-01-01")

    assert "Logged late" in titles


@pytest.mark.parametrize("precision", ["year", "unknown"])
def test_map_of_a_period_leaves_out_a_vague_date(story, client, precision):
    vague = {"year": (date(2024, 1, 1), date(2024, 12, 31)), "unknown": (None, None)}[precision]
    ActivityFactory(arena=story.arena, title="Vague", precision=precision, first_on=vague[0], last_on=vague[1])

    assert shown(client)[1] == 2
    assert shown(client, "period=2024-01-01")[1] == 0


def test_map_lists_the_active_filters_as_chips(story, client):
    page = client.get(f"{MAP}?side=NO&period=2024-07-01&show=all&size=").content.decode()

    assert "2 of 5 activities on the map." in page
    assert '<a href="?period=2024-07-01"><span class="vh">Remove</span> Norway' in page
    assert '<a href="?side=NO"><span class="vh">Remove</span> Autumn' in page
    assert page.count('<span class="vh">Remove</span>') == 2
    assert "?period=2024-07-01&amp;side=NO&amp;format=csv" in page


@pytest.mark.parametrize(
    "query",
    [
        "side=XX",
        "theme=%00",
        "team=' OR 1=1--",
        "period=2024-01-02",
        "period=0",
        "show=everything",
        "size=9999999999999999999",
        "side=" + "x" * 3000,
        "side=NO%0d%0aSet-Cookie:x",
        "team=%F0%9F%92%A9",
        "theme=%ff%fe",
    ],
)
def test_map_ignores_an_answer_that_does_not_exist_and_says_so(story, client, query):
    answer = client.get(f"{MAP}?{query}")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "4 of 5 activities on the map." in page
    assert "This answer does not exist here. It filters nothing." in page
    assert 'aria-invalid="true"' in page
    assert "<title>Error:" not in page


def test_map_keeps_the_good_answers_beside_a_bad_one(story, client):
    assert set(shown(client, "side=NO&theme=nothing")[0]) == {"Summit", "Joint course"}


def test_map_without_hits_offers_to_clear_the_filters(story, client):
    page = client.get(f"{MAP}?side=joint&theme=loops").content.decode()

    assert "No activities match your filters" in page
    assert '<a class="btn btn--2 btn--s" href="?">Clear filters</a>' in page


def test_map_without_rated_hits_does_not_say_that_nothing_is_rated(story, client):
    page = client.get(f"{MAP}?side=none&show=expected").content.decode()

    assert "1 activity would match, but is not fully rated yet." in page
    assert "No activity has been rated yet" not in page


def test_map_where_ratings_are_half_done_does_not_say_that_nothing_is_rated(cast, client):
    rate(cast, ActivityFactory(arena=cast.arena), 2, None, on=date(2024, 5, 1))

    page = client.get(f"{MAP}?size=people").content.decode()

    assert "No activity has a full rating yet. 1 waits for one." in page


def test_map_where_nothing_is_rated_is_an_empty_grid_with_a_full_tray(cast, client):
    for _ in range(30):
        ActivityFactory(arena=cast.arena, status="unknown")

    page = client.get(MAP).content.decode()

    assert "0 of 30 activities on the map." in page
    assert "No activity has been rated yet. 30 wait to be rated." in page
    assert page.count("Nothing on level") == 3  # the narrow drawing breaks the words
    assert "map-table" not in page


def test_map_without_scales_says_who_sets_them(cast, client):
    cast.arena.stability_steps.all().delete()

    page = client.get(MAP).content.decode()

    assert "The map has no scales yet" in page
    assert client.get(f"{MAP}?format=csv").status_code == 200


def test_map_leaves_out_drafts_and_cancelled_activities(story, as_person):
    for status in ("draft", "cancelled"):
        rate(story, ActivityFactory(arena=story.arena, title=status, status=status), 1, 1, on=date(2024, 1, 1))

    assert not {"draft", "cancelled"} & set(shown(as_person(story.lead))[0])


def test_map_names_a_level_without_stability_apart_from_the_unrated(story, client):
    half = ActivityFactory(arena=story.arena, title="Half")
    rate(story, half, 2, None, on=date(2024, 5, 1))

    page = client.get(MAP).content.decode()

    assert "1 activity without a rating." in page
    assert "1 activity with an effect level, but no stability yet." in page
    assert (
        f'<li><a href="/en/a/one/activities/{half.pk}/">'
        in page.split("Activities whose stability is not rated yet")[1]
    )


def test_map_tells_what_moved_since_the_last_rating(story, client):
    rate(story, story.repair, 1, 5, on=date(2024, 10, 1), reason="In the budget of the municipality")
    rate(story, story.summit, 3, 4, on=date(2024, 10, 2), reason="No change")

    page = client.get(MAP).content.decode().split("Moved since the last rating")[1]

    assert "Repair evening" in page.split("</section>")[0]
    assert "2 Step 2" in page.split("</section>")[0]
    assert "<b>5 Step 5</b>" in page.split("</section>")[0]
    assert "In the budget of the municipality" in page
    assert "No change" not in page
    assert "In the budget" not in client.get(f"{MAP}?period=2024-01-01").content.decode()


def test_map_for_htmx_is_the_changing_part_alone(story, client):
    answer = client.get(f"{MAP}?side=NO", headers={"hx-request": "true"})
    restored = client.get(MAP, headers={"hx-request": "true", "hx-history-restore-request": "true"})

    page = answer.content.decode()
    assert page.strip().startswith('<div id="view"')
    assert "<html" not in page
    assert "data-announce" in page
    assert "HX-Request" in answer["Vary"]
    assert "<html" in restored.content.decode()
    assert "HX-Request" in client.get(MAP)["Vary"]


@pytest.mark.parametrize("kind", ["csv", "json", "svg"])
def test_map_files_are_attachments_named_for_what_they_are(story, client, kind):
    story.arena.is_sample = True
    story.arena.save()

    answer = client.get(f"{MAP}?format={kind}")

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="one-effect-map-sample-')
    assert answer["Content-Disposition"].endswith(f'.{kind}"')


def test_map_has_no_other_file(story, client):
    answer = client.get(f"{MAP}?format=exe")

    assert answer.status_code == 200
    assert "There is no file in that format" in answer.content.decode()


@pytest.mark.parametrize(("language", "delimiter"), [("sv", ";"), ("nb", ";"), ("en", ",")])
def test_map_csv_says_what_is_unknown_in_every_language(story, client, language, delimiter):
    HeadcountFactory(activity=story.summit, attended=0)

    text = client.get(f"/{language}/a/one/map/?format=csv").getvalue().decode("utf-8-sig")

    rows = {row[1]: row for row in csv.reader(io.StringIO(text), delimiter=delimiter)}
    assert rows["Summit"][3:9] == ["NO", "known", "3", "known", "4", "known"]
    assert rows["Summit"][-2:] == ["0", "known"]
    assert rows["Somewhere"][3:5] == ["", "unknown"]
    assert rows["Waiting"][5:11] == ["", "unknown", "", "unknown", "", "unknown"]
    assert rows["Waiting"][-2:] == ["", "unknown"]


def test_map_csv_cannot_run_in_a_spreadsheet(cast, client):
    _rated(cast, '=HYPERLINK("http://x")', 1, 1, on=date(2024, 1, 1))

    assert "\"'=HYPERLINK" in client.get(f"{MAP}?format=csv").getvalue().decode()


def test_map_shows_nasty_titles_unchanged(cast, client):
    title = "</svg><script>alert(1)</script> “q” & 'x' \u202e Ǻ 🦌"
    _rated(cast, title, 1, 1, cast.sweden, on=date(2024, 1, 1))

    page, picture = (client.get(address).content.decode() for address in (MAP, f"{MAP}?format=svg"))

    assert "<script>alert" not in page
    assert "<script>" not in picture
    assert "&lt;/svg&gt;&lt;script&gt;" in page
    assert shown(client)[0] == [title]


@pytest.mark.parametrize("name", ["anonymous", "outsider"])
@pytest.mark.parametrize("query", ["", "?format=csv", "?format=json", "?format=svg"])
def test_map_of_a_closed_arena_is_not_found(closed_cast, as_person, name, query):
    assert as_person(closed_cast.person(name)).get(MAP + query).status_code == 404
    assert as_person(closed_cast.reference).get(MAP + query).status_code == 200


def test_map_refuses_to_be_posted_to(cast, client):
    assert client.post(MAP).status_code == 405


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_map_numbers_in_the_drawing_are_the_same_in_every_language(cast, client, language):
    fill(cast.arena, 60)

    page = client.get(f"/{language}/a/one/map/").content.decode()

    drawing = page.split('<svg class="chart lay-wide"')[1].split("</svg>")[0]
    assert 'x="128.0"' in drawing
    assert '="12,' not in drawing


@pytest.mark.parametrize("n", [20, 200])
def test_map_asks_the_same_however_much_is_logged(
    db, client, as_person, django_assert_num_queries, django_assert_max_num_queries, n
):
    cast = build_cast()
    TeamFactory.create_batch(3, arena=cast.arena)
    PeriodFactory(arena=cast.arena)
    fill(cast.arena, n)

    with django_assert_num_queries(14):
        client.get(MAP)
    member = as_person(cast.member)
    with django_assert_num_queries(18):
        member.get(MAP)
    with django_assert_max_num_queries(15):
        client.get(f"{MAP}?side=NO&theme=loops&period=2024-01-01")
    with django_assert_num_queries(10):
        client.get(f"{MAP}?format=svg")
    for kind, n_queries in (("csv", 11), ("json", 15)):
        with django_assert_num_queries(n_queries):
            client.get(f"{MAP}?format={kind}").getvalue()


def test_map_of_a_thousand_activities_is_one_light_page(cast, client, django_assert_max_num_queries):
    fill(cast.arena, 1000)

    with django_assert_max_num_queries(14):
        page = client.get(MAP).content

    assert len(gzip.compress(page)) < 30_000


def test_map_of_many_activities_is_a_table_of_cells(cast, client):
    fill(cast.arena, 400)

    page = client.get(MAP).content.decode()
    document = json_of(client)

    assert "Activities per effect level, stability and country" in page
    assert "See the list of activities" in page
    totals = [
        row.split('<td class="num">')[-1].split("<")[0] for row in page.split('id="cells-caption"')[1].split("<tr>")[2:]
    ]
    assert sum(map(int, totals)) == len(document["activities"]) > 100
