"""The authenticator app and recovery codes: set up, used once, kept secret, taken away."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import signing
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.code_forms import PENDING_SALT
from accounts.qr import qr_code
from core.clock import now
from core.models import LogEntry
from core.writes import new_token
from tests.accounts.sessions import signed_in
from tests.factories import UserFactory
from tests.letters import last_letter, letters

pytestmark = pytest.mark.django_db
ADD = "/en/account/security/app/"
SECOND = "/en/account/2fa/authenticate/"
RENEW = "/en/account/security/codes/"
SECURITY = "/en/account/security/"


def code_of(secret: str, *, later: int = 0) -> str:
    """What the app shows, so many half-minutes later."""
    return format_hotp_value(hotp_value(secret, int(now().timestamp()) // 30 + later))


def set_up(client: Client) -> tuple[str, list[str]]:
    """Adds an app through the page: its secret, and the recovery codes that the answer shows."""
    page = client.get(ADD).content.decode()
    pending = re.search(r'name="pending" value="([^"]+)"', page)[1]
    secret = signing.loads(pending, salt=PENDING_SALT)["secret"]
    answer = client.post(ADD, {"pending": pending, "code": code_of(secret), "token": new_token()})
    return secret, re.findall(r"<li><code>(\d+)</code>", answer.content.decode())


def half_signed_in() -> Client:
    """Somebody who has given the mailed code and is asked for the second step."""
    client = Client()
    client.post("/en/account/login/", {"login": "kari@example.org"})
    response = client.post("/en/account/login/code/confirm/", {"code": last_letter().code})
    assert response["Location"] == SECOND
    return client


@pytest.fixture
def kari():
    return UserFactory(email="kari@example.org")


@pytest.fixture
def app(kari):
    """Kari's app, set up a minute ago: its secret and the recovery codes."""
    with time_machine.travel(now() - timedelta(minutes=1)):
        return set_up(signed_in(kari, method="code"))


def test_the_page_shows_the_secret_as_picture_and_text(kari):
    page = signed_in(kari, method="code").get(ADD).content.decode()

    secret = signing.loads(re.search(r'name="pending" value="([^"]+)"', page)[1], salt=PENDING_SALT)["secret"]
    link = f"otpauth://totp/kari%40example.org?secret={secret}&issuer=Arena"
    assert f'd="{qr_code(link).path}"' in page
    assert " ".join(re.findall(".{4}", secret)) in page
    assert "data:" not in page


def test_the_app_signs_in_after_the_mailed_code(kari, app):
    client = half_signed_in()
    assert "_auth_user_id" not in client.session

    response = client.post(SECOND, {"code": code_of(app[0])})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(kari.pk)


def test_the_key_of_the_session_changes_at_sign_in(app):
    client = half_signed_in()
    before = client.session.session_key

    client.post(SECOND, {"code": code_of(app[0])})

    assert client.session.session_key != before


def test_a_code_works_once(app):
    code = code_of(app[0])
    half_signed_in().post(SECOND, {"code": code})
    client = half_signed_in()

    for seconds in (0, 31, 59):
        with time_machine.travel(now() + timedelta(seconds=seconds)):
            client.post(SECOND, {"code": code})

    assert "_auth_user_id" not in client.session


def test_the_code_that_set_up_the_app_is_spent(kari):
    secret, _codes = set_up(signed_in(kari, method="code"))
    client = half_signed_in()

    assert client.post(SECOND, {"code": code_of(secret)}).status_code == 422


def test_a_code_before_one_that_was_used_is_spent_too(app):
    half_signed_in().post(SECOND, {"code": code_of(app[0])})

    assert half_signed_in().post(SECOND, {"code": code_of(app[0], later=-1)}).status_code == 422


@pytest.mark.parametrize(("later", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(kari, app, later, is_right):
    with time_machine.travel(now(), tick=False):
        client = half_signed_in()
        client.post(SECOND, {"code": code_of(app[0], later=later)})

    assert ("_auth_user_id" in client.session) is is_right


def test_a_wrong_code_is_said_at_the_field_and_in_the_summary(app):
    page = half_signed_in().post(SECOND, {"code": "000000"}).content.decode()

    assert page.count("The code is not right") == 2
    assert 'href="#id_code"' in page


def test_a_recovery_code_signs_in_once_and_a_mail_says_so(kari, app):
    client = half_signed_in()
    client.post(SECOND, {"code": f"{app[1][3][:5]} {app[1][3][5:]}"})
    assert client.session["_auth_user_id"] == str(kari.pk)
    assert last_letter().subject == "A recovery code was used"
    assert "9 codes are left" in last_letter().body

    again = half_signed_in().post(SECOND, {"code": app[1][3]})

    assert again.status_code == 422


def test_no_secret_stands_in_the_database_as_it_is(app, tmp_path):
    secret, codes = app
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        kept = str(cursor.fetchall())
    dump = tmp_path / "dump.json"
    call_command("dumpdata", output=str(dump), verbosity=0)

    everything = kept + dump.read_text()

    assert "secret" in kept
    assert [text for text in (secret, *codes) if text in everything] == []


def test_secrets_stay_readable_after_the_key_was_renewed(kari, app, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new-" + "1" * 50, [settings.SECRET_KEY]

    client = half_signed_in()
    client.post(SECOND, {"code": code_of(app[0])})

    assert client.session["_auth_user_id"] == str(kari.pk)


def test_a_secret_made_for_somebody_else_is_not_taken(kari):
    pending = signing.dumps({"user": kari.pk + 1, "secret": "A" * 32}, salt=PENDING_SALT)

    response = signed_in(kari).post(ADD, {"pending": pending, "code": code_of("A" * 32), "token": new_token()})

    assert response.status_code == 422
    assert not Authenticator.objects.exists()


def test_recovery_codes_are_shown_once_and_saved_as_a_file(kari):
    client = signed_in(kari, method="code")
    _secret, codes = set_up(client)

    file = client.post(f"{RENEW}file/", {"codes": " ".join(codes)})

    assert len(set(codes)) == 10
    assert [code for code in codes if code not in file.content.decode()] == []
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert "no-store" in file["Cache-Control"]
    assert [path for path in (SECURITY, RENEW) if codes[0] in client.get(path).content.decode()] == []


@pytest.mark.parametrize("sent", ["", "0000000000", "<b>x</b>"])
def test_the_file_holds_nothing_but_own_codes(kari, app, sent):
    assert signed_in(kari).post(f"{RENEW}file/", {"codes": sent}).status_code == 404


def test_the_file_tells_nobody_which_codes_are_right(kari, app):
    _secret, codes = app
    client = signed_in(kari)
    for number in range(5):
        client.post(f"{RENEW}file/", {"codes": f"{number:010}"})

    assert client.post(f"{RENEW}file/", {"codes": codes[0]}).status_code == 404


def test_new_codes_end_the_old_ones(kari, app):
    client = signed_in(kari)

    answer = client.post(RENEW, {"token": new_token()})

    renewed = re.findall(r"<li><code>(\d+)</code>", answer.content.decode())
    assert last_letter().subject == "Your recovery codes were renewed"
    assert half_signed_in().post(SECOND, {"code": app[1][0]}).status_code == 422
    assert half_signed_in().post(SECOND, {"code": renewed[0]}).status_code == 302


def test_the_same_press_twice_makes_codes_once(kari, app):
    client, token = signed_in(kari), new_token()
    client.post(RENEW, {"token": token})

    again = client.post(RENEW, {"token": token})

    assert "These codes were shown already" in again.content.decode()
    assert sum(letter.subject == "Your recovery codes were renewed" for letter in letters()) == 1


def test_a_form_sent_twice_makes_no_second_step(kari):
    first, token = signed_in(kari, method="code"), new_token()
    page = first.get(ADD).content.decode()
    pending = re.search(r'name="pending" value="([^"]+)"', page)[1]
    secret = signing.loads(pending, salt=PENDING_SALT)["secret"]
    first.post(ADD, {"pending": pending, "code": code_of(secret), "token": token})
    other = signed_in(kari, method="code")

    other.post(ADD, {"pending": pending, "code": "000000", "token": token})

    assert [record["method"] for record in other.session["account_authentication_methods"]] == ["code"]


def test_removing_the_last_factor_takes_the_codes_along_and_mails(kari, app):
    factor = Authenticator.objects.get(type="totp")
    client = signed_in(kari)

    response = client.post(f"{SECURITY}factors/{factor.pk}/remove/")

    assert response["Location"] == SECURITY
    assert not Authenticator.objects.exists()
    assert last_letter().subject == "The authenticator app was removed from your account"
    assert [record["method"] for record in client.session["account_authentication_methods"]] == ["code"]


def test_nobody_removes_anothers_factor(app):
    factor = Authenticator.objects.get(type="totp")

    assert signed_in(UserFactory()).post(f"{SECURITY}factors/{factor.pk}/remove/").status_code == 404


@pytest.mark.parametrize("change", ["add", "renew", "remove"])
def test_a_changed_factor_ends_all_other_sessions(kari, app, change):
    here, elsewhere = signed_in(kari), signed_in(kari)
    factor = Authenticator.objects.get(type="totp")

    if change == "add":
        factor.delete()
        set_up(here)
    elif change == "renew":
        here.post(RENEW, {"token": new_token()})
    else:
        here.post(f"{SECURITY}factors/{factor.pk}/remove/")

    assert here.get(SECURITY).status_code == 200
    assert elsewhere.get(SECURITY).status_code == 302


def test_the_log_tells_what_changed_and_no_secret(kari, app):
    entries = LogEntry.objects.filter(actor=kari).values_list("verb", "after")

    assert sorted(entries) == [("add_factor", {"type": "totp"}), ("make_recovery_codes", {})]
