"""How long sessions last, where one is signed in, and signing out elsewhere."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.devices import device
from accounts.session_rules import ORDINARY, TRUSTED
from core.clock import now
from tests.accounts.sessions import BROWSER, signed_in, with_address
from tests.accounts.soft_key import SoftKey
from tests.accounts.test_passkeys import add_passkey, sign_in_alone
from tests.factories import UserFactory
from tests.house.access_matrix import DECIDED, expected
from tests.house.test_routes import addresses
from tests.letters import last_letter

pytestmark = pytest.mark.django_db
SECURITY = "/en/account/security/"
END = "/en/account/security/sessions/"
HOUR = timedelta(hours=1)


def stays(client: Client, *, hours: float, every: float) -> bool:
    """Whether somebody who opens a page so often is still signed in after so long."""
    start, at = now(), 0.0
    while at < hours:
        at = min(at + every, hours)
        with time_machine.travel(start + at * HOUR, tick=False):
            status = client.get(SECURITY).status_code
    return status == 200


@pytest.mark.parametrize(
    ("person", "hours", "every", "is_signed_in"),
    [
        ("lead", 2.9, 2.9, True),
        ("lead", 3, 3, False),
        ("coordinator", 11.9, 1, True),
        ("coordinator", 12, 1, False),
        ("member", 24 * 29.9, 24 * 29.9, True),
        ("member", 24 * 30, 24 * 5, False),
        ("broker", 24 * 29, 24 * 29, True),
    ],
)
def test_a_session_lasts_as_long_as_its_persons_role_allows(cast, person, hours, every, is_signed_in):
    assert stays(signed_in(cast.person(person)), hours=hours, every=every) is is_signed_in


@pytest.mark.parametrize("lifetime", [TRUSTED, ORDINARY])
def test_a_session_is_over_at_its_limits_and_not_before(lifetime):
    assert not lifetime.is_over(began=0, used=0, at=lifetime.idle - 1)
    assert lifetime.is_over(began=0, used=0, at=lifetime.idle)
    assert lifetime.is_over(began=0, used=lifetime.whole - 1, at=lifetime.whole)


def test_a_session_that_is_over_leads_to_sign_in_and_back_and_says_why(cast):
    client = signed_in(cast.lead)

    with time_machine.travel(now() + 4 * HOUR):
        response = client.get("/en/a/one/settings/", follow=True)

    assert response.redirect_chain == [("/en/account/login/?next=/en/a/one/settings/", 302)]
    assert "You were signed out because it was a while ago" in response.content.decode()


def test_a_page_of_a_trusted_role_knows_when_its_session_ends(cast):
    with time_machine.travel(now(), tick=False):
        client = signed_in(cast.lead, minutes_ago=60)

        page = client.get("/en/a/one/").content.decode()

    assert 'data-ends-in="10800" data-idle="10800" data-whole="39600"' in page


@pytest.mark.parametrize("person", ["member", "anonymous"])
def test_other_pages_warn_of_nothing(cast, as_person, person):
    assert "data-ends-in" not in as_person(cast.person(person)).get("/en/a/one/").content.decode()


def test_a_public_page_stays_where_a_session_is_over(cast):
    client = signed_in(cast.lead)

    with time_machine.travel(now() + 4 * HOUR):
        response = client.get("/en/a/one/map/")

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_reading_pages_writes_once_in_five_minutes(cast, django_assert_max_num_queries):
    client = signed_in(cast.member)
    start = now()

    def writes(minutes: float) -> int:
        with time_machine.travel(start + timedelta(minutes=minutes)), django_assert_max_num_queries(20) as asked:
            client.get("/en/privacy/")
        return sum("UPDATE" in query["sql"] for query in asked)

    assert [writes(1), writes(4), writes(6), writes(7)] == [0, 0, 2, 0]


def test_the_list_names_devices_and_marks_this_one(cast):
    here = signed_in(cast.member)
    elsewhere = signed_in(cast.member)
    UserSession.objects.filter(session_key=elsewhere.session.session_key).update(
        user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Safari/604"
    )

    page = here.get(SECURITY).content.decode()

    assert page.index("Firefox, Linux") < page.index("This device") < page.index("Safari, iPhone")


def test_the_list_holds_no_session_that_is_gone(cast):
    client, ended = signed_in(cast.member), signed_in(cast.member)
    ended.post("/en/account/logout/")

    page = client.get(SECURITY).content.decode()

    assert page.count("Firefox, Linux") == 1


@pytest.mark.parametrize("others", [1, 5])
def test_the_list_asks_as_often_however_long_it_is(cast, django_assert_num_queries, others):
    client = signed_in(cast.member)
    for _other in range(others):
        signed_in(cast.member)

    with django_assert_num_queries(6):
        client.get(SECURITY)


def test_one_other_device_is_signed_out(cast):
    here, first, second = (signed_in(cast.member) for _client in range(3))
    key = UserSession.objects.get(session_key=first.session.session_key).pk

    here.post(END, {"key": key})

    assert [client.get(SECURITY).status_code for client in (here, first, second)] == [200, 302, 200]


def test_all_other_devices_are_signed_out(cast):
    here, first, second = (signed_in(cast.member) for _client in range(3))

    response = here.post(END, follow=True)

    assert "Signed out on 2 devices" in response.content.decode()
    assert [client.get(SECURITY).status_code for client in (here, first, second)] == [200, 302, 302]


@pytest.mark.parametrize("key", ["0", "-1", "x", "9" * 30, "１"])
def test_a_made_up_device_ends_nothing(cast, key):
    here, other = signed_in(cast.member), signed_in(cast.member)

    assert here.post(END, {"key": key}).status_code in {302, 404}
    assert other.get(SECURITY).status_code == 200


def test_nobody_signs_others_out(cast):
    victim = signed_in(cast.lead)
    key = UserSession.objects.get(user=cast.lead).pk

    signed_in(cast.member).post(END, {"key": key})

    assert victim.get(SECURITY).status_code == 200


def test_sign_in_by_code_is_listed_without_an_address_of_the_network():
    UserFactory(email="kari@example.org")
    client = Client(headers={"User-Agent": BROWSER}, REMOTE_ADDR="192.0.2.7")
    client.post("/en/account/login/", {"login": "kari@example.org"})
    client.post("/en/account/login/code/confirm/", {"code": last_letter().code})

    session = UserSession.objects.get(session_key=client.session.session_key)

    assert (session.user_agent, session.ip) == (BROWSER, "0.0.0.0")


def test_sign_in_by_code_changes_the_key_of_the_session():
    UserFactory(email="kari@example.org")
    client = Client()
    client.post("/en/account/login/", {"login": "kari@example.org"})
    before = client.session.session_key

    client.post("/en/account/login/code/confirm/", {"code": last_letter().code})

    assert client.session.session_key != before


def test_a_session_someone_else_knows_is_worth_nothing_after_sign_in(cast):
    key = SoftKey()
    add_passkey(signed_in(with_address(cast.member), method="code"), key)
    victim, attacker = Client(), Client()
    victim.post("/en/account/login/passkey/")
    attacker.cookies["session"] = victim.cookies["session"].value

    sign_in_alone(victim, key)

    assert (victim.get(SECURITY).status_code, attacker.get(SECURITY).status_code) == (200, 302)


# The same for whoever asks: what is stored of it tells of nobody.
FOR_ANYBODY = {"activities:calendar-file"}


@pytest.mark.parametrize(("person", "fewest"), [("lead", 60), ("member", 1)])
def test_pages_of_somebody_signed_in_are_stored_nowhere(cast, person, fewest):
    client = signed_in(cast.person(person))
    pages = {
        name: address
        for name, address in addresses(cast).items()
        if not name.startswith("api:") and expected(name, person) == 200 and name in DECIDED
        if person == "lead" or expected(name, "lead") != 200
    }

    kept = {name for name, address in pages.items() if "no-store" not in client.get(address).headers["Cache-Control"]}

    assert len(pages) >= fewest
    assert kept == FOR_ANYBODY & pages.keys()


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (BROWSER, "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; x64) AppleWebKit/537 Chrome/150.0 Safari/537 Edg/150.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 17; Pixel 11) AppleWebKit/537 Chrome/150.0 Mobile Safari/537", "Chrome, Android"),
        ("Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X) AppleWebKit/605 CriOS/150 Mobile Safari/604", "Chrome, iPad"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/19 Safari/605", "Safari, Mac"),
        ("curl/9.0", ""),
        ("", ""),
        ("<script>", ""),
    ],
)
def test_a_browser_is_named_in_known_words_or_not_at_all(user_agent, words):
    assert device(user_agent) == words
