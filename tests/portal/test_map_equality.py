"""A point's place, shape and fill in the drawing are those of its row in the table, the JSON and the CSV."""

import csv
import io
import re
from html.parser import HTMLParser

import pytest

from activities.models import Activity
from activities.queries import rated_activities, with_latest_rating
from portal.queries import log_of
from tests.portal.sample import FIRST, fill

MAP = "/en/a/one/map/"
SHAPES = {
    "NO": ("polygon", "side-1"),
    "SE": ("circle", "side-2"),
    "joint": ("polygon", "joint"),
    "": ("circle", "unstated"),
}
COUNTRIES = {"NO": "Norway", "SE": "Sweden", "joint": "Joint", "": "Country not stated"}


class Drawing(HTMLParser):
    """Reads the first drawing with links: its cells as boxes, its points with shape, classes and centre."""

    def __init__(self):
        super().__init__()
        self.depth, self.cells, self.points, self.key = 0, [], {}, None

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        css = found.get("class", "").split()
        if tag == "svg":
            self.depth += found.get("role") == "group"
        elif not self.depth:
            return
        elif "cell" in css:
            self.cells.append(tuple(float(found[name]) for name in ("x", "y", "width", "height")))
        elif tag == "a":
            self.key = int(found["data-key"])
        elif "mk" in css:
            self.points[self.key] = (tag, css, self.centre(found))

    def handle_endtag(self, tag):
        if tag == "svg":
            self.depth = 0

    handle_startendtag = handle_starttag

    @staticmethod
    def centre(found):
        if "cx" in found:
            return float(found["cx"]), float(found["cy"])
        corners = [tuple(map(float, point.split(","))) for point in found["points"].split()]
        xs, ys = zip(*corners, strict=True)
        return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2

    def place(self, key):
        """Level and stability of the cell that holds a point."""
        x, y = self.points[key][2]
        columns = sorted({cell[0] for cell in self.cells})
        rows = sorted({cell[1] for cell in self.cells}, reverse=True)
        inside = [c for c in self.cells if c[0] <= x <= c[0] + c[2] and c[1] <= y <= c[1] + c[3]]
        assert len(inside) == 1
        return rows.index(inside[0][1]) + 1, columns.index(inside[0][0]) + 1


def table_of(page):
    """The cells of each row of the table, by the key of its activity."""
    rows = re.findall(r'<tr id="a(\d+)">(.*?)</tr>', page, re.DOTALL)
    return {
        int(key): [
            re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for key, row in rows
    }


@pytest.mark.parametrize("query", ["", "side=NO", "show=expected", "size=people"])
def test_point_table_json_and_csv_say_the_same(cast, client, query):
    fill(cast.arena, 90)

    page = client.get(f"{MAP}?{query}").content.decode()
    drawing = Drawing()
    drawing.feed(page)
    table = table_of(page)
    document = {row["id"]: row for row in client.get(f"{MAP}?format=json&{query}").json()["activities"]}
    text = client.get(f"{MAP}?format=csv&{query}").getvalue().decode("utf-8-sig")
    lines = {int(row["id"]): row for row in csv.DictReader(io.StringIO(text)) if int(row["id"]) in document}

    assert set(drawing.points) == set(table) == set(document) == set(lines)
    assert len(document) > 5
    for key, row in document.items():
        sides = row["sides"] or []
        side = "joint" if len(sides) > 1 else "".join(sides)
        tag, css, _centre = drawing.points[key]
        kind = "expected" if "expected" in css else "observed"
        assert (tag, css[1]) == SHAPES[side]
        assert drawing.place(key) == (row["level"], row["stability"])
        assert kind == row["rating"]
        title, country, level, step, _theme, people, rating = table[key]
        assert title == row["title"].replace("<", "&lt;").replace(">", "&gt;")
        assert country == COUNTRIES[side]
        assert (level.split()[0], step.split()[0]) == (str(row["level"]), str(row["stability"]))
        assert rating.lower().startswith(kind)
        assert people == ("Unknown" if row["people"] is None else str(row["people"]))
        line = lines[key]
        assert line["Country"] == " ".join(sides)
        assert (line["Effect level"], line["Stability"]) == (str(row["level"]), str(row["stability"]))
        assert (line["Rating"], line["Participants"]) == (kind, "" if row["people"] is None else str(row["people"]))


def test_crowded_cells_count_what_the_files_name(cast, client):
    fill(cast.arena, 900)

    page = client.get(MAP).content.decode()
    rows = client.get(f"{MAP}?format=json").json()["activities"]

    counted = re.findall(r'aria-label="([^"]*?): (\d+) activit\w+ on effect level (\d)[^"]*?stability (\d)', page)
    assert counted
    for country, n, level, step in counted:
        code = next(code for code, name in COUNTRIES.items() if name == country)
        same = [
            row
            for row in rows
            if (row["level"], row["stability"]) == (int(level), int(step))
            and ("joint" if len(row["sides"] or []) > 1 else "".join(row["sides"] or [])) == code
        ]
        assert int(n) == len(same)


def test_the_log_reads_ratings_as_the_activities_do(cast):
    fill(cast.arena, 60)
    activities = Activity.objects.filter(arena=cast.arena)

    log = log_of(cast.anonymous, cast.arena, on=FIRST)

    expected = {row.key: row for row in rated_activities(activities)}
    assert {row.key: row.rated() for row in log} == expected
    latest = {row.pk: row for row in with_latest_rating(activities)}
    for row in log:
        rating = row.rating()
        assert (rating and rating.rated_on) == latest[row.key].rated_on
