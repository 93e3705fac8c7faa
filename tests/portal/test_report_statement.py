"""The report's finding, Sweden strong on levels 1 and 2 and Norway on 3, said from the data in three languages."""

import json
import re

import pytest

from activities.models import Activity, Assessment

LANGUAGES = ("sv", "nb", "en")
# Figure 1 of the report in numbers of our own: activities of each country on each level (FACTS has no table of them).
OF_REPORT = {"NO": {3: 7, 2: 1, 1: 1}, "SE": {3: 3, 2: 8, 1: 12}}
SAID = {
    "sv": "Norge: 7 av 9 aktiviteter ligger på nivå 3. Sverige: 20 av 23 ligger på nivåerna 1 och 2.",
    "nb": "Norge: 7 av 9 aktiviteter ligger på nivå 3. Sverige: 20 av 23 ligger på nivå 1 og 2.",
    "en": "Norway: 7 of 9 activities are on level 3. Sweden: 20 of 23 are on levels 1 and 2.",
}
SAID_OF_THE_FLIPPED = {
    "sv": "Norge: 20 av 23 aktiviteter ligger på nivåerna 1 och 2. Sverige: 7 av 9 ligger på nivå 3.",
    "nb": "Norge: 20 av 23 aktiviteter ligger på nivå 1 og 2. Sverige: 7 av 9 ligger på nivå 3.",
    "en": "Norway: 20 of 23 activities are on levels 1 and 2. Sweden: 7 of 9 are on level 3.",
}
NO_LEAN = {"sv": "20 aktiviteter på 2 nivåer", "nb": "20 aktiviteter på 2 nivåer", "en": "20 activities on 2 levels"}
EMPTY = {"sv": "Kartan är tom än så länge", "nb": "Kartet er tomt så langt", "en": "The map is empty so far"}


def place(cast, counts):
    """Activities of each country on each level, spread over the steps of stability."""
    for code, levels in counts.items():
        side = cast.norway if code == "NO" else cast.sweden
        for level, n in levels.items():
            activities = Activity.objects.bulk_create(
                Activity(arena=cast.arena, title=f"{code} {level} {number}", language="en", status="held")
                for number in range(n)
            )
            for activity in activities:
                activity.sides.add(side)
            steps = list(cast.arena.stability_steps.all())
            Assessment.objects.bulk_create(
                Assessment(
                    activity=activity,
                    level=cast.arena.effect_levels.get(number=level),
                    stability=steps[number % len(steps)],
                    is_observed=True,
                    rated_on="2020-05-01",
                )
                for number, activity in enumerate(activities)
            )


def flipped(counts):
    return {"NO": counts["SE"], "SE": counts["NO"]}


def balance_of(page):
    """The numbers at the bars, top level first: Norway to the left, Sweden to the right."""
    table = page.split('<table class="fly">')[1].split("</table>")[0]
    numbers = list(map(int, re.findall(r'role="img" aria-label="(\d+)"', table)))
    return dict(zip((3, 2, 1), zip(numbers[::2], numbers[1::2], strict=True), strict=True))


def table_of(page):
    """How many rows of the table that names each activity there are of each country on each level."""
    rows = page.split('id="map-table"')[1].split("<tbody>")[1].split("</tbody>")[0].split("<tr ")[1:]
    found = {"NO": {3: 0, 2: 0, 1: 0}, "SE": {3: 0, 2: 0, 1: 0}}
    for row in rows:
        title = re.search(r">([A-Z]{2}) (\d) \d+<", row)
        level = int(re.findall(r"<td>(\d)", row)[0])
        assert int(title[2]) == level
        found[title[1]][level] += 1
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_flipped", [False, True])
def test_headline_balance_and_table_say_the_finding_of_the_report(cast, client, language, is_flipped):
    counts = flipped(OF_REPORT) if is_flipped else OF_REPORT
    place(cast, counts)

    page = client.get(f"/{language}/a/one/map/").content.decode()
    overview = client.get(f"/{language}/a/one/").content.decode()
    document = json.loads(client.get(f"/{language}/a/one/map/?format=json").getvalue())

    said = (SAID_OF_THE_FLIPPED if is_flipped else SAID)[language]
    other = (SAID if is_flipped else SAID_OF_THE_FLIPPED)[language]
    for text in (page, overview):
        assert said in text.replace("\u00a0", " ")
        assert other not in text
    assert document["headline"].replace("\u00a0", " ") == said
    assert balance_of(page) == {level: (counts["NO"][level], counts["SE"][level]) for level in (3, 2, 1)}
    assert table_of(page) == counts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tie_claims_nothing_of_either_country(cast, client, language):
    place(cast, {"NO": {3: 5, 1: 5}, "SE": {3: 5, 1: 5}})

    document = json.loads(client.get(f"/{language}/a/one/map/?format=json").getvalue())

    assert document["headline"] == NO_LEAN[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_map_says_so(cast, client, language):
    document = json.loads(client.get(f"/{language}/a/one/map/?format=json").getvalue())

    assert document["headline"] == EMPTY[language]
    assert EMPTY[language] in client.get(f"/{language}/a/one/map/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_activities_of_a_country_are_too_few_to_judge_it(cast, client, language):
    place(cast, {"NO": {3: 4}, "SE": OF_REPORT["SE"]})

    headline = json.loads(client.get(f"/{language}/a/one/map/?format=json").getvalue())["headline"]

    assert headline.startswith(
        {"sv": "Sverige: 20 av 23", "nb": "Sverige: 20 av 23", "en": "Sweden: 20 of 23"}[language]
    )
    assert "Nor" not in headline
