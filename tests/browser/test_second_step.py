"""Passkeys with a real browser and a virtual device; an authenticator app without scripts."""

import re
from time import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.browser.test_journeys import mailed_code
from tests.browser.test_pages import COMBINATIONS, axe_findings, wider_than_window

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug_in(page: Page) -> str:
    """Gives the browser a device that makes and shows passkeys; its key."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    page.tools = tools
    return tools.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})["authenticatorId"]


def sign_up(visitor, email: str) -> Page:
    """A new account through the pages and the mail, each form sent from its field."""
    page = visitor.open("account/signup/")
    page.fill("input[name=email]", email)
    page.press("input[name=email]", "Enter")
    page.fill("input[name=code]", mailed_code(visitor.served))
    page.press("input[name=code]", "Enter")
    page.wait_for_load_state()
    assert f"/{visitor.language}/" in page.url
    return page


def sign_out(visitor) -> None:
    page = visitor.open("account/logout/")
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time()) // 30))


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_a_passkey_is_added_and_signs_in_alone(visit, language):
    with visit(width=360, language=language) as visitor:
        page = sign_up(visitor, f"passkey-{language}@example.org")
        device = plug_in(page)
        visitor.open("account/security/passkeys/")
        page.locator("form[data-passkey=create] button").click()
        expect(page.locator("ul.codes code")).to_have_count(10)
        kept = page.tools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
        sign_out(visitor)

        visitor.open("account/login/")
        page.locator("form[data-passkey=get] button").click()
        page.wait_for_url(re.compile(f"/{language}/$"))

        assert [key["rpId"] for key in kept] == ["localhost"]
        visitor.open("account/security/")
        expect(page.locator("main")).to_contain_text("Chrome, Linux")


@pytest.mark.parametrize(("language", "look", "width"), COMBINATIONS)
def test_pages_of_the_second_step_are_accessible_and_fit(visit, language, look, width):
    with visit(language=language, look=look, width=width) as visitor:
        page = sign_up(visitor, f"axe-{language}-{look}@example.org")
        plug_in(page)
        visitor.open("account/security/passkeys/")
        page.locator("form[data-passkey=create] button").click()
        expect(page.locator("ul.codes")).to_be_visible()
        findings = {"codes": axe_findings(page), "wide": wider_than_window(page)}
        for path in ("account/security/", "account/security/codes/"):
            findings[path] = [*axe_findings(visitor.open(path)), wider_than_window(page)]
        page = visitor.open("account/security/")
        page.locator("main a[href*='/remove/']").first.click()
        findings["remove"] = axe_findings(page)

        assert findings == {
            "codes": [],
            "wide": 0,
            "account/security/": [0],
            "account/security/codes/": [0],
            "remove": [],
        }


def test_a_device_that_says_no_is_told_in_words_and_changes_nothing(visit):
    with visit() as visitor:
        page = sign_up(visitor, "refused@example.org")
        device = plug_in(page)
        page.tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
        visitor.open("account/security/passkeys/")
        page.locator("form[data-passkey=create] button").click()

        expect(page.locator("[data-problem]")).to_be_visible()
        visitor.open("account/security/")
        expect(page.locator("main a[href*='/remove/']")).to_have_count(0)


def test_a_passkey_is_the_second_step_after_a_mailed_code(visit):
    with visit() as visitor:
        page = sign_up(visitor, "both@example.org")
        plug_in(page)
        visitor.open("account/security/passkeys/")
        page.locator("form[data-passkey=create] button").click()
        expect(page.locator("ul.codes")).to_be_visible()
        sign_out(visitor)
        visitor.open("account/login/")
        page.fill("input[name=login]", "both@example.org")
        page.locator("form#entrance button").first.click()
        page.fill("input[name=code]", mailed_code(visitor.served))
        page.locator("form#entrance button").first.click()

        page.wait_for_url("**/2fa/authenticate/")
        page.locator("form[data-passkey=get] button").click()
        page.wait_for_url(re.compile("/en/$"))


def test_an_authenticator_app_works_without_scripts(visit):
    with visit(javascript=False, width=360) as visitor:
        page = sign_up(visitor, "app@example.org")
        visitor.open("account/security/passkeys/")
        expect(page.locator("form[data-passkey]")).to_be_hidden()
        visitor.open("account/security/app/")
        secret = page.locator("details code").text_content()
        page.fill("input[name=code]", code_of(secret.replace(" ", "")))
        page.locator("form#factor button").first.click()
        codes = page.locator("ul.codes code").all_inner_texts()
        with page.expect_download() as saved:
            page.locator("form[action$='/codes/file/'] button").click()
        text = saved.value.path().read_text()
        sign_out(visitor)
        visitor.open("account/login/")
        page.fill("input[name=login]", "app@example.org")
        page.locator("form#entrance button").first.click()
        page.fill("input[name=code]", mailed_code(visitor.served))
        page.locator("form#entrance button").first.click()
        page.fill("input[name=code]", codes[0])
        page.locator("form#entrance button").first.click()
        page.wait_for_url(re.compile("/en/$"))

        assert len(codes) == 10
        assert [code for code in codes if code not in text] == []
