"""The way back for somebody who has lost every second step."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from core.models import LogEntry
from tests.accounts.sessions import signed_in
from tests.accounts.test_authenticator_app import set_up
from tests.letters import last_letter

pytestmark = pytest.mark.django_db


def test_every_second_step_goes_with_the_sessions_and_a_mail_says_so(cast):
    client = signed_in(cast.lead, method="code")
    set_up(client)

    call_command("reset_second_step", "LEAD@example.org")

    assert not Authenticator.objects.exists()
    assert client.get("/en/account/security/").status_code == 302
    assert (last_letter().to, last_letter().subject) == ("lead@example.org", "Your second steps were removed")
    assert LogEntry.objects.get(verb="reset_factors").before == {"count": 1}


def test_the_next_sign_in_leads_to_a_new_one(cast):
    set_up(signed_in(cast.lead, method="code"))

    call_command("reset_second_step", "lead@example.org")

    assert signed_in(cast.lead, method="code").get("/en/")["Location"] == "/en/account/security/needed/"


def test_an_unknown_address_is_said(db):
    with pytest.raises(CommandError, match="Nobody signs in with x@"):
        call_command("reset_second_step", "x@example.org")
