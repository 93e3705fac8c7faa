"""An address proves something only at the very domain of the organisation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.mail_domains import FREE_MAIL, is_at, is_free_mail, plain_domain
from arena.models.organisation import MAIL_DOMAIN


@pytest.mark.parametrize(
    ("address", "domain", "proves"),
    [
        ("anna@aterbruket.se", "aterbruket.se", True),
        ("Anna@AterBruket.SE", "aterbruket.se", True),
        ("anna@återbruket.se", "xn--terbruket-42a.se", True),
        ("anna@post.aterbruket.se", "aterbruket.se", False),
        ("anna@aterbruket.se", "post.aterbruket.se", False),
        ("anna@evil-aterbruket.se", "aterbruket.se", False),
        ("anna@aterbruket.se.evil.example", "aterbruket.se", False),
        ('"anna@aterbruket.se"@evil.example', "aterbruket.se", False),
        ("anna@gmail.com", "gmail.com", False),
        ("aterbruket.se", "aterbruket.se", False),
        ("anna@", "", False),
    ],
)
def test_which_address_is_at_a_domain(address, domain, proves):
    assert is_at(address, domain) is proves


@given(st.text(max_size=120))
def test_any_text_is_read_without_an_error_and_reading_again_changes_nothing(text):
    assert plain_domain(plain_domain(text)) == plain_domain(text)


def test_free_domains_are_written_as_they_are_compared():
    for domain in FREE_MAIL:
        MAIL_DOMAIN(domain)
        assert plain_domain(domain) == domain
        assert is_free_mail(domain)
