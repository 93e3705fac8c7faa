"""Our mails carry our links alone, whatever people call themselves and their arenas."""

import re

import pytest

from arena.actions.invitations import invite
from core.clock import now, today
from tests.letters import last_letter

PAYLOADS = (
    "http://evil.example/login",
    "www.evil.example",
    "evil.example/x?y=1",
    "[Log in](https://evil.example)",
    "<a href='https://evil.example'>Log in</a>",
    "x@evil.example",
    "Anna\r\nBcc: victim@evil.example",
    "Anna\r\n\r\nhttps://evil.example",
    "mailto:victim@evil.example",
    "\u202emoc.live//:sptth",
    "evil\uff0eexample",
    "{{ link }} {% url 'x' %}",
)
# As mail programs find links: an address of the web, a mail address, or a bare domain.
LINKS = re.compile(r"https?://\S+|\S+@\S+\.\w+|\b[\w-]+(?:[.\uff0e\u3002][\w-]+)+(?:/\S*)?")


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_an_invitation_has_our_links_only(cast, settings, language, payload):
    settings.BASE_URL = "https://arena.example"
    cast.lead.name = payload
    cast.lead.save()
    for row in (cast.arena, cast.norway):
        for code in ("sv", "nb", "en"):
            setattr(row, f"name_{code}", payload[:100])
        row.save()
    terms = {"email": "ny@example.org", "role": "broker", "side": cast.norway, "ends_on": None, "language": language}

    invite(arena=cast.arena, actor=cast.lead, on=today(), at=now(), **terms)

    letter = last_letter()
    found = LINKS.findall(letter.body)
    assert len(found) == 2
    assert re.fullmatch(rf"https://arena\.example/{language}/invitation/[\w-]{{43}}/", found[0])
    assert found[1] == "https://arena.example"
    assert letter.to == "ny@example.org"
    assert "evil" not in letter.subject
    assert "\n" not in letter.subject


def test_a_sender_without_a_name_is_not_named_by_address(cast):
    cast.lead.name = ""
    cast.lead.save()
    terms = {"email": "ny@example.org", "role": "broker", "side": None, "ends_on": None, "language": "en"}

    invite(arena=cast.arena, actor=cast.lead, on=today(), at=now(), **terms)

    assert "You are invited to Arena One." in last_letter().body
    assert "lead@" not in last_letter().body
