"""The effect map in a browser: letters as they are drawn, every point by keyboard, years played, a sheet of A4."""

import re

import pytest

MAP = "a/demo/map/"
# Boxes of what a reader sees, in the units of the drawing: words, points, and which cell each lies in.
SHAPES = """svg => {
  const box = (shape) => { const b = shape.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height]; };
  const all = (css) => [...svg.querySelectorAll(css)];
  return {
    words: all("text").map((text) => [text.textContent, box(text), text.classList.contains("name")]),
    marks: all(".mk").map(box),
    cells: all(".cell").map(box),
  };
}"""


def overlap(one, other):
    """Whether two boxes share more than a hair; letters seldom fill the box of their line."""
    across = one[0] < other[2] - 0.5 and other[0] < one[2] - 0.5
    return across and one[1] < other[3] - 2.5 and other[1] < one[3] - 2.5


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_no_word_is_drawn_over_another_a_point_or_an_edge(visit, language, width):
    with visit(language=language, width=width) as visitor:
        page = visitor.open(MAP)
        shown = page.locator("svg.chart:visible").first
        shapes = shown.evaluate(SHAPES)

    words = shapes["words"]
    assert len(words) > 10
    assert len(shapes["marks"]) > 20
    over = [
        (text, other)
        for number, (text, box, _is_name) in enumerate(words)
        for other, theirs, _theirs_is_name in words[number + 1 :]
        if overlap(box, theirs)
    ]
    assert over == []
    assert [text for text, box, _is_name in words if any(overlap(box, mark) for mark in shapes["marks"])] == []
    leaving = [
        text
        for text, box, is_name in words
        if is_name and not any(cell[0] <= box[0] and box[2] <= cell[2] for cell in shapes["cells"])
    ]
    assert leaving == []


def test_every_point_is_reached_and_opened_by_keyboard(visit):
    with visit() as visitor:
        page = visitor.open(MAP)
        links = page.locator("svg.chart:visible a")
        wanted = [link.get_attribute("aria-label") for link in links.all()]
        page.locator("a[href='#map-table']").first.focus()

        reached = []
        for _ in range(len(wanted)):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/activities/**")

        assert len(wanted) > 50
        assert reached == wanted


def test_every_filter_is_reached_by_keyboard(visit):
    with visit() as visitor:
        page = visitor.open(f"{MAP}?kind=workshop")
        page.locator("#id_period").focus()

        reached = ["period"]
        while reached[-1] != "BUTTON" and len(reached) < 20:  # a day has parts of its own
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))

        first, more = ["period", "side", "theme", "team", "show"], ["year", "priority", "kind", "since", "by", "size"]
        assert list(dict.fromkeys(reached)) == [*first, "SUMMARY", *more, "BUTTON"]


def test_years_are_stepped_and_played_and_all_stand_there_without_javascript(visit):
    with visit() as visitor:
        visitor.page.clock.install()
        page = visitor.open(f"{MAP}?by=year")
        frames = page.locator("[data-frames] > li")
        n = frames.count()

        page.locator("[data-step='-1']").click()
        before = page.locator("[data-frames] > li:visible").all_inner_texts()
        page.locator("[data-play]").click()
        first = page.locator("[data-frames] > li:visible h3").inner_text()
        page.clock.run_for(n * 1600)
        last = page.locator("[data-frames] > li:visible h3").inner_text()
        is_playing = page.locator("[data-play]").get_attribute("aria-pressed")
        page.locator(".player input").focus()
        page.keyboard.press("Home")
        by_key = page.locator("[data-frames] > li:visible h3").inner_text()
        page.locator("[data-all]").click()

        assert n >= 3
        assert len(before) == 1
        assert first == before[0].splitlines()[0]
        assert (last, is_playing) == (frames.last.locator("h3").inner_text(), "false")
        assert by_key == frames.first.locator("h3").inner_text()
        assert page.locator("[data-frames] > li:visible").count() == n
    with visit(javascript=False) as visitor:
        page = visitor.open(f"{MAP}?by=year")
        assert page.locator("[data-frames] > li:visible").count() == n
        assert not page.locator("[data-player]").is_visible()


@pytest.mark.parametrize("query", ["", "?by=year"])
def test_the_map_is_printed_on_a_sheet_of_a4_across(visit, query):
    with visit(language="sv") as visitor:
        page = visitor.open(f"{MAP}{query}")
        printed = page.pdf(prefer_css_page_size=True)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 1031, "height": 703})
        wide = page.locator(".sheet svg.lay-wide")
        figure = page.locator(".sheet .fig").bounding_box()

        sizes = {tuple(map(float, size)) for size in re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", printed)}
        assert any(abs(width - 842) < 2 and abs(height - 595) < 2 for width, height in sizes)
        assert wide.is_visible()
        assert not page.locator(".sheet svg.lay-narrow").is_visible()
        assert figure["width"] <= 1031
        assert figure["height"] <= 703
