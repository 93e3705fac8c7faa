"""The shell links to what a visitor may do, and to nothing else."""

import re

import pytest

SETTINGS = 'href="/en/a/one/settings/"'
REGISTER = 'href="/en/a/one/organisations/"'
LOG = 'href="/en/a/one/log/"'


@pytest.mark.parametrize(
    ("person", "links"),
    [
        ("lead", {SETTINGS, LOG}),
        ("coordinator", {LOG}),
        ("member", {LOG}),
        ("funder", set()),
        ("outsider", set()),
        ("anonymous", set()),
    ],
)
def test_links_follow_rights(cast, as_person, person, links):
    page = as_person(cast.person(person)).get("/en/a/one/about/").content.decode()

    assert {link for link in (SETTINGS, LOG) if link in page} == links
    assert REGISTER in page


@pytest.mark.parametrize(
    ("person", "path"),
    [
        ("anonymous", "account/login/"),
        ("anonymous", "account/signup/"),
        ("lead", "account/"),
        ("lead", "account/email/"),
        ("lead", "account/security/app/"),
        ("lead", "a/one/log/"),
        ("lead", "a/one/settings/keys/new/"),
        ("lead", "a/one/settings/invitations/new/"),
        ("lead", "a/one/settings/organisations/new/"),
    ],
)
def test_enter_in_a_field_sends_the_form_and_changes_no_language(cast, as_person, person, path):
    """A browser presses the first button of the form in the page."""
    page = as_person(cast.person(person)).get(f"/en/{path}").content.decode()

    buttons = re.findall(r'<button[^>]*\sform="[^>]*>', page)

    assert ["keep_text" in button for button in buttons][:3] == [False, True, True]
