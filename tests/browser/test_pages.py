"""Every kind of page: accessible, in the window, light, and alone on its origin."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_playwright_axe

AXE = (Path(pytest_playwright_axe.__file__).parent / "resources" / "axe.min.js").read_text()
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
}
# Every pair of language × look × width stands in one of these six.
COMBINATIONS = [
    ("sv", "light", 360),
    ("nb", "dark", 1280),
    ("en", "light", 1280),
    ("sv", "dark", 1280),
    ("nb", "light", 360),
    ("en", "dark", 360),
]
LAST_YEAR = datetime.now(UTC).year - 1
PUBLIC_PAGES = [
    "",
    "privacy/",
    "accessibility/",
    "account/login/",
    "account/signup/",
    "a/smice/",
    "a/smice/map/",
    "a/smice/activities/",
    "a/smice/teams/",
    "a/smice/teams/folkverkstad/",
    "a/smice/indicators/",
    "a/smice/about/",
    "a/smice/data/",
    "a/demo/",
    "a/demo/map/",
    "a/demo/map/?side=SE",
    "a/demo/map/?by=year",
    f"a/demo/map/?by=theme&size=people&since={LAST_YEAR}-06-01",
    "a/demo/activities/",
    "a/demo/activities/?q=nothing-is-called-so",
    "a/demo/teams/",
    "a/demo/indicators/",
    "a/demo/search/",
    "a/demo/search/?q=ombruk",
    "a/demo/search/?q=verkstd",
]
OWN_PAGES = [
    "a/demo/calendar/",
    "a/demo/calendar/own/",
    "a/demo/calendar/own/new/",
    "a/demo/log/",
    "a/demo/today/",
    "a/demo/checks/",
    "a/demo/settings/readings/",
    "a/demo/",
    "a/demo/settings/",
    "a/demo/settings/themes/",
    "a/demo/settings/keys/",
    "a/demo/settings/invitations/",
    "a/demo/settings/invitations/new/",
    "a/demo/settings/acting/",
    "account/",
    "account/email/",
    "account/security/",
    "account/security/app/",
    "account/security/passkeys/",
    "a/demo/jobs/",
    "a/demo/jobs/?show=mails",
]
LEAD = "lead"


def axe_findings(page) -> list[str]:
    """What axe finds, a line per element."""
    page.evaluate(AXE)
    result = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{finding['id']}: {node['html'][:160]}" for finding in result["violations"] for node in finding["nodes"]]


def wider_than_window(page) -> int:
    """By how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(("language", "look", "width"), COMBINATIONS)
def test_public_pages_are_accessible_and_fit(visit, language, look, width):
    with visit(language=language, look=look, width=width) as visitor:
        for path in PUBLIC_PAGES:
            page = visitor.open(path)
            assert axe_findings(page) == [], path
            assert wider_than_window(page) <= 0, path
            assert page.locator("h1").count() == 1, path
            assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize(("language", "look", "width"), COMBINATIONS)
def test_own_pages_are_accessible_and_fit(visit, language, look, width):
    with visit(language=language, look=look, width=width, role=LEAD) as visitor:
        for path in OWN_PAGES:
            page = visitor.open(path)
            assert axe_findings(page) == [], path
            assert wider_than_window(page) <= 0, path


@pytest.mark.parametrize(("language", "look", "width"), COMBINATIONS)
def test_the_pages_of_one_activity_are_accessible_and_fit(visit, language, look, width):
    with visit(language=language, look=look, width=width, role="coordinator") as visitor:
        visitor.open("a/demo/activities/?status=planned").locator("main table th a").first.click()
        key = visitor.page.url.rstrip("/").rpartition("/")[2]
        more = f"a/demo/log/{key}/more/"
        for path in (f"a/demo/activities/{key}/", more, f"a/demo/activities/{key}/quick/"):
            page = visitor.open(path)
            assert axe_findings(page) == [], path
            assert wider_than_window(page) <= 0, path
        page = visitor.open(more)
        page.fill("input[name=find_text]", "Exempel")
        page.locator("button[name=find]").click()
        page.wait_for_selector("button[name=add]")
        assert axe_findings(page) == []
        assert wider_than_window(page) <= 0


@pytest.mark.parametrize(("language", "look", "width"), COMBINATIONS)
def test_the_log_form_with_errors_is_accessible(visit, language, look, width):
    with visit(language=language, look=look, width=width, role=LEAD) as visitor:
        page = visitor.open("a/demo/log/")
        page.locator("form#log button").first.click()
        page.wait_for_selector(".error-summary")

        assert axe_findings(page) == []
        assert wider_than_window(page) <= 0
        assert page.evaluate("document.activeElement.className").startswith("error-summary")


@pytest.mark.parametrize("width", [320, 768, 1024])
def test_no_page_scrolls_sideways(visit, width):
    with visit(width=width, language="nb") as visitor:
        for path in PUBLIC_PAGES:
            assert wider_than_window(visitor.open(path)) <= 0, path


def test_a_page_that_is_not_there_is_accessible(visit):
    with visit(language="sv", width=360) as visitor:
        page = visitor.open("a/nowhere/", status=404)

        assert axe_findings(page) == []


@pytest.mark.parametrize("path", ["", "a/demo/", "a/demo/map/", "a/demo/activities/", "a/smice/", "account/login/"])
def test_a_first_visit_is_light(visit, path):
    with visit() as visitor:
        session = visitor.page.context.new_cdp_session(visitor.page)
        session.send("Network.enable")
        weights: list[float] = []
        session.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
        visitor.open(path)
        visitor.page.wait_for_load_state("networkidle")

        assert sum(weights) < 100_000
        assert len(weights) <= 12
