"""What the server writes about itself holds no token of a link."""

import logging

import pytest

from core.log_lines import Masked


def line(text: str, *args: object) -> str:
    return Masked("%(message)s").format(logging.LogRecord("a", logging.WARNING, "", 0, text, args, None))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Not Found: /en/invitation/s3cret-Tok_en/", "Not Found: /en/invitation/…/"),
        ("/sv/account/link/s3cret-Tok_en/?next=/", "/sv/account/link/…/?next=/"),
        (
            "GET /en/account/login/?next=%2Fen%2Finvitation%2Fs3cret%2F",
            "GET /en/account/login/?next=%2Fen%2Finvitation%2F…%2F",
        ),
        ("https://arena.example/nb/invitation/s3cret", "https://arena.example/nb/invitation/…"),
        ("Forbidden: /en/a/one/settings/invitations/12/again/", "Forbidden: /en/a/one/settings/invitations/12/again/"),
        ("job 7 waits", "job 7 waits"),
    ],
)
def test_tokens_are_cut_out_and_nothing_else(written, kept):
    assert line(written) == kept
    assert line("%s", written) == kept


def test_the_servers_log_uses_it(settings):
    formatters = settings.LOGGING["formatters"]

    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == set(formatters)
    assert {formatter["()"] for formatter in formatters.values()} == {"core.log_lines.Masked"}
