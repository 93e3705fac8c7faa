"""The main job as people do it: log, see the map, open a figure, join a team; also without a mouse or scripts."""

import re

import pytest
from playwright.sync_api import Page, expect


def choose(page: Page, name: str, value: str) -> None:
    """Taps one answer of a question."""
    page.locator(f"form#log label:has(input[name={name}][value='{value}'])").first.click()


def log_quickly(page: Page, title: str) -> None:
    """What J1 asks for: a few words, a level, a stability, Save."""
    page.fill("form#log input[name=title]", title)
    choose(page, "level", "1")
    choose(page, "stability", "2")
    save(page)


def save(page: Page) -> None:
    """Presses the first button of the save bar and waits for the page that says so."""
    page.locator("form#log button:not([name])").last.click()
    page.wait_for_url("**/done/")


def test_what_is_logged_stands_on_the_map_and_in_its_table(visit):
    with visit(role="coordinator") as visitor:
        page = visitor.open("a/demo/log/")
        log_quickly(page, "Sewing room in the old school")
        page.wait_for_url("**/done/")
        page = visitor.open("a/demo/activities/?q=Sewing+room")
        expect(page.locator("main")).to_contain_text("Sewing room in the old school")
        page.get_by_role("link", name="Sewing room in the old school").first.click()
        expect(page.locator("h1")).to_contain_text("Sewing room in the old school")
        visitor.open("a/demo/map/")
        downloaded = visitor.page.request.get(f"{visitor.served.address}/en/a/demo/map/?format=json").json()

        assert "Sewing room in the old school" in str(downloaded)


def test_a_funders_key_reads_a_figure_that_moves_and_opens_to_its_evidence(visit):
    with visit(role="lead") as visitor:
        page = visitor.open("a/demo/settings/keys/new/")
        page.fill("input[name=name]", "Programme office")
        page.locator("label:has(input[name=role][value=funder])").click()
        page.locator("main form button:not([name])").first.click()
        secret = page.locator("main code").first.inner_text()
    with visit(role="coordinator") as visitor:
        before = achieved(visitor, secret)
        page = visitor.open("a/demo/log/")
        page.fill("form#log input[name=title]", "Shared drying room, first test")
        choose(page, "level", "2")
        choose(page, "kind", "demonstration")
        page.fill("form#log input[name=link]", "https://example.org/drying-room")
        save(page)

        assert achieved(visitor, secret) == before + 1
        units = read(visitor, "indicators/demonstration-projects/units/?page_size=100", secret).text()
        assert "Shared drying room, first test" in units
        assert read(visitor, "indicators/", secret[:-1] + ("y" if secret[-1] == "x" else "x")).status == 401
        page = visitor.open("a/demo/indicators/demonstration-projects/")
        page.get_by_role("link", name="Shared drying room, first test").click()
        expect(page.locator("h1")).to_have_text("Shared drying room, first test")


def read(visitor, path: str, secret: str):
    """What the API answers to a program with a key."""
    address = f"{visitor.served.address}/api/v1/arenas/demo/{path}"
    return visitor.page.request.get(address, headers={"Authorization": f"Bearer {secret}"})


def achieved(visitor, secret: str) -> int:
    """The achieved figure of demonstration and test projects."""
    answer = read(visitor, "indicators/demonstration-projects/", secret)
    assert answer.status == 200
    return answer.json()["figures"]["achieved"]["value"]


def test_a_citizen_joins_from_a_link_and_leaves_again(visit):
    with visit(language="nb", width=360) as visitor:
        page = visitor.open("a/demo/teams/")
        page.locator("main table a, main .rows a").first.click()
        team = page.url
        page.locator("main a[href$='/join/']").first.click()
        page.locator("a[href*='signup']").first.click()
        page.fill("input[name=email]", "kari@example.org")
        page.fill("input[name=name]", "Kari")
        page.locator("main form button:not([name])").last.click()
        page.fill("input[name=code]", mailed_code(visitor.served))
        page.locator("main form button:not([name])").first.click()
        expect(page).to_have_url(re.compile("/join/$"))
        page.locator("main form button:not([name])").last.click()
        expect(page).to_have_url(team)
        expect(page.locator("main a[href$='/leave/']")).to_be_visible()
        page.locator("main a[href$='/leave/']").click()
        page.locator("main form button:not([name])").last.click()
        expect(page.locator("main form[action$='/undo/']")).to_be_visible()


def mailed_code(served) -> str:
    """The last code on the console, where a newcomer's mail goes."""
    codes = re.findall(r"code=(\d{6})", served.output.read_text())
    assert codes
    return codes[-1]


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_logging_works_without_scripts(visit, language):
    with visit(language=language, javascript=False, width=360, role="coordinator") as visitor:
        page = visitor.open("a/demo/log/")
        page.fill("form#log input[name=title]", f"Without scripts {language}")
        page.locator("form#log button[name=draft]").click()

        assert "/done/" in page.url
        expect(page.locator("main")).to_contain_text(f"Without scripts {language}")


def test_changing_language_keeps_page_and_typed_text(visit):
    with visit(javascript=False, role="coordinator") as visitor:
        page = visitor.open("a/demo/log/")
        page.fill("form#log input[name=title]", "Halfway through a thought")
        page.locator("header [lang=nb]").first.click()

        assert "/nb/a/demo/log/" in page.url
        assert page.input_value("form#log input[name=title]") == "Halfway through a thought"
        assert page.locator(".error-summary").count() == 0


def test_logging_by_keyboard_alone(visit):
    with visit(role="coordinator") as visitor:
        page = visitor.open("a/demo/log/")
        page.focus("form#log input[name=title]")
        page.keyboard.type("By keyboard alone")
        reach(page, "level")
        page.keyboard.press("Space")
        reach(page, "stability")
        page.keyboard.press("Space")
        for _step in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('form#log button:not([name=draft])')"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/done/")

        expect(page.locator("main")).to_contain_text("By keyboard alone")


def reach(page: Page, name: str) -> None:
    """Tabs to the first answer of a question; the focus is always to be seen on the way."""
    for _step in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "() => { const box = document.activeElement.getBoundingClientRect();"
            " return box.bottom > 0 && box.top < innerHeight }"
        )
        assert seen
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def test_the_same_form_sent_twice_writes_once(visit):
    with visit(role="coordinator") as visitor:
        page = visitor.open("a/demo/log/")
        page.fill("form#log input[name=title]", "Sent twice")
        fields = page.evaluate("Object.fromEntries(new FormData(document.querySelector('form#log')))")
        fields = {name: value for name, value in fields.items() if isinstance(value, str)} | {"draft": "1"}

        answers = [page.request.post(page.url, form=fields).url for _again in range(3)]

        assert "/done/" in answers[0]
        assert len(set(answers)) == 1


def test_two_tabs_lose_nothing(visit):
    with visit(role="coordinator") as visitor:
        page = visitor.open("a/demo/log/")
        page.fill("form#log input[name=title]", "Two tabs")
        page.locator("form#log button[name=draft]").click()
        page.wait_for_url("**/done/")
        edit = page.locator("main a[href$='/edit/']").first.get_attribute("href")
        other = page.context.new_page()
        for tab in (page, other):
            tab.goto(f"{visitor.served.address}{edit}")
        page.fill("form#log input[name=title]", "Two tabs, first")
        page.locator("form#log button[name=draft]").click()
        page.wait_for_load_state()
        other.fill("form#log input[name=title]", "Two tabs, second")
        other.locator("form#log button[name=draft]").click()
        other.wait_for_load_state()

        expect(other.locator("main")).to_contain_text("Two tabs, first")
        assert other.input_value("form#log input[name=title]") == "Two tabs, second"
