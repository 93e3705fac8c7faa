"""The shell links to what a visitor may do, and to nothing else."""

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
