"""Logging on a phone in under a minute: what a coordinator types and taps is counted, and the time follows from it."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

# A person on a phone, as DESIGN J1 has it.
SIGNS_A_MINUTE = 200
TAPS_A_MINUTE = 40


@dataclass
class Hand:
    """A hand on a phone: every tap and every field that is written counts as an interaction."""

    page: Page
    taps: int = 0
    signs: int = 0

    def tap(self, target: Locator) -> None:
        """Touches something that can be seen."""
        self.taps += 1
        target.scroll_into_view_if_needed()
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Touches a field and types."""
        self.tap(target)
        self.signs += len(text)
        target.press_sequentially(text)

    def answer(self, name: str, value: str) -> None:
        """Touches one answer of a question."""
        self.tap(self.page.locator(f"form#log label:has(input[name={name}][value='{value}'])").first)

    @property
    def seconds(self) -> float:
        """How long that takes a person."""
        return 60 * (self.signs / SIGNS_A_MINUTE + self.taps / TAPS_A_MINUTE)


def test_a_coordinator_logs_within_twelve_interactions_and_a_minute(visit):
    with visit(width=360, language="sv", role="coordinator") as visitor:
        hand = Hand(visitor.open("a/demo/"))
        page = hand.page
        hand.tap(page.locator(".tabbar a[href$='/log/']"))
        hand.write(page.locator("form#log input[name=title]"), "Lagarkväll på biblioteket")
        hand.answer("when", "yesterday")
        hand.answer("meeting_form", "on_site")
        hand.write(page.locator("form#log input[name=attended]"), "18")
        hand.answer("level", "1")
        hand.answer("stability", "2")
        hand.answer("kind", "workshop")
        hand.tap(page.locator("form#log .stickybar button:not([name])"))
        page.wait_for_url("**/done/")

        expect(page.locator("main")).to_contain_text("Lagarkväll på biblioteket")
        assert hand.taps <= 12
        assert hand.seconds <= 60


def test_a_draft_takes_two(visit):
    with visit(width=360, language="nb", role="coordinator") as visitor:
        hand = Hand(visitor.open("a/demo/log/"))
        hand.write(hand.page.locator("form#log input[name=title]"), "Møte på brygga")
        hand.tap(hand.page.locator("form#log button[name=draft]"))
        hand.page.wait_for_url("**/done/")

        assert hand.taps == 2


def test_an_organisation_is_added_on_the_page_more_with_and_without_scripts(visit):
    for javascript in (True, False):
        with visit(width=360, role="coordinator", javascript=javascript) as visitor:
            page = visitor.open("a/demo/log/")
            page.fill("form#log input[name=title]", "Meeting")
            page.locator("form#log button[name=draft]").click()
            page.locator("main a[href$='/more/']").first.click()
            page.fill("textarea[name=lessons]", "Shorter next time")
            page.fill("input[name=find_text]", "Exempelregionen")
            page.locator("button[name=find]").click()
            page.locator("button[name=add][value^='organiser:']").first.click()
            expect(page.locator("input[name=part]")).to_be_checked()
            expect(page.locator("input[name=find_text]")).to_be_focused()
            expect(page.locator("textarea[name=lessons]")).to_have_value("Shorter next time")
            page.locator(".stickybar button").click()
            page.wait_for_url("**/activities/*/")

            expect(page.locator("main")).to_contain_text("Exempelregionen")
            expect(page.locator("main")).to_contain_text("Shorter next time")
