"""A point's place, shape and fill in the drawing are those of its row in the table, the JSON and the CSV."""

import csv
import io
import json
import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from tests.portal.sample import fill

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
    document = {row["id"]: row for row in json.loads(client.get(f"{MAP}?format=json&{query}").getvalue())["activities"]}
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
    rows = json.loads(client.get(f"{MAP}?format=json").getvalue())["activities"]

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


def cells_of(rows):
    """How many rows of a file stand in each cell of the map, by side group."""
    return Counter(
        (int(row["level"]), int(row["stability"]), row["group"]) for row in rows if row["level"] and row["stability"]
    )


@pytest.mark.parametrize("query", ["", "side=NO", "theme=loops", "side=joint"])
@pytest.mark.parametrize("n", [60, 400])
def test_page_files_picture_and_api_count_every_cell_alike(cast, client, n, query):
    """One count of each cell and side group, wherever it is read."""
    fill(cast.arena, n)
    document = json.loads(client.get(f"{MAP}?format=json&{query}").getvalue())
    text = client.get(f"{MAP}?format=csv&{query}").getvalue().decode("utf-8-sig")
    picture = client.get(f"{MAP}?format=svg&{query}").content.decode()
    answer = client.get(f"/api/v1/arenas/one/map/?{query}").json()

    named = cells_of(
        {"level": row["level"], "stability": row["stability"], "group": group_of(row["sides"] or [])}
        for row in document["activities"]
    )
    lines = cells_of(
        {"level": row["Effect level"], "stability": row["Stability"], "group": group_of(row["Country"].split())}
        for row in csv.DictReader(io.StringIO(text))
    )
    counted = Counter(
        {
            (cell["level"], cell["stability"], group): number
            for cell in document["cells"]
            for group, number in cell["groups"].items()
        }
    )
    of_api = Counter(
        {
            (cell["level"], cell["stability"], group["group"]): group["n_activities"]
            for cell in answer["cells"]
            for group in cell["groups"]
            if group["n_activities"]
        }
    )
    drawn = Counter()
    for title in re.findall(r"<title>([^<]+)</title>", picture):
        country, level, step, number = point_of(title)
        drawn[level, step, country] += number

    assert named
    assert named == lines == counted == of_api == drawn


def group_of(sides):
    """The side group of a list of country codes."""
    return "joint" if len(sides) > 1 else "".join(sides) or "not-stated"


def point_of(title):
    """Group, level, step and number of activities of a point, from its words in the picture."""
    codes = {"Norway": "NO", "Sweden": "SE", "Joint": "joint", "Country not stated": "not-stated"}
    crowd = re.match(r"(.+): ([\d,]+) activit\w+ on effect level (\d).*, stability (\d)", title)
    if crowd:
        return codes[crowd[1]], int(crowd[3]), int(crowd[4]), int(crowd[2].replace(",", ""))
    one = re.search(r": ([^:]+), effect level (\d)[^,]*, stability (\d)", title)
    return codes[one[1]], int(one[2]), int(one[3]), 1
