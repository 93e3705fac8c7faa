"""What an arena does in the background: who sees it, what it says, and starting it again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from core.background import task
from core.models import Job, JobState, LogEntry, Mail, MailState
from core.secrets import encrypt
from core.writes import new_token
from tests.factories import UserFactory

LIST, MAILS = "/en/a/one/jobs/", "/en/a/one/jobs/?show=mails"
done: list[int] = []


@task("tests.count", label="Count everything")
def count(*, number: int = 0) -> None:
    done.append(number)


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def job(arena, **fields) -> Job:
    return Job.objects.create(**{"name": "tests.count", "tenant": arena.pk} | fields)


def letter(arena, **fields) -> Mail:
    values = {"key": new_token(), "address": "anna@example.org", "purpose": "tests", "subject": "Welcome"}
    values |= {"body": encrypt("Hello"), "state": MailState.FAILED, "error": "550", "tenant": arena.pk}
    return Mail.objects.create(**values | fields)


def page_of(row: Job) -> str:
    return f"{LIST}{row.pk}/"


def test_an_empty_list_is_calm(cast, as_person):
    client = as_person(cast.coordinator)

    assert "Nothing has been done in the background yet" in client.get(LIST).content.decode()
    assert "Every email has left" in client.get(MAILS).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": JobState.WAITING}, ["Waiting", "The arena itself"]),
        ({"state": JobState.WAITING, "error": "TimeoutError"}, ["did not work at once and is tried again"]),
        ({"state": JobState.RUNNING, "steps_done": 1200, "steps": 3400}, ["Running", "1,200 of 3,400"]),
        ({"state": JobState.RUNNING, "steps_done": 12}, ["12 done"]),
        ({"state": JobState.DONE}, ["Done"]),
        ({"state": JobState.FAILED, "error": "a.code", "reason": "Row 7 has no name."}, ["Row 7 has no name."]),
        ({"state": JobState.FAILED, "error": "a.code"}, ["(a.code)"]),
        ({"state": JobState.PARKED, "error": "WorkerLost"}, ["tried 3 times", "(WorkerLost)"]),
    ],
)
def test_the_list_says_what_is_done_how_far_it_is_and_why_it_stopped(cast, as_person, fields, words):
    job(cast.arena, **fields)

    content = as_person(cast.lead).get(LIST).content.decode()

    for text in ("Count everything", *words):
        assert text in content, text


def test_the_list_holds_the_work_of_this_arena_alone_and_no_emails(cast, as_person):
    shown = job(cast.arena)
    others = [job(cast.other_arena), job(cast.arena, name="core.send_mail"), Job.objects.create(name="tests.count")]

    content = as_person(cast.lead).get(LIST).content.decode()

    assert page_of(shown) in content
    assert not [row for row in others if page_of(row) in content]


@pytest.mark.parametrize("n", [3, 30])
@pytest.mark.parametrize(("address", "queries"), [(LIST, 8), (MAILS, 7)])
def test_the_list_asks_the_same_number_of_questions_for_many_rows(
    cast, as_person, address, queries, n, django_assert_num_queries
):
    client = as_person(cast.lead)
    for number in range(n):
        job(cast.arena, owner=UserFactory())
        letter(cast.arena, key=str(number))

    with django_assert_num_queries(queries):
        page = client.get(address)

    assert len(page.context["lines"]) == min(n, 25)
    assert ("page=2" in page.content.decode()) is (n > 25)


@pytest.mark.parametrize("person", ["lead", "coordinator", "member"])
def test_work_is_seen_by_who_asked_and_by_those_who_run_the_arena(cast, as_person, person):
    row = job(cast.arena, owner=cast.member, state=JobState.RUNNING, steps=10, steps_done=4)

    page = as_person(cast.person(person)).get(page_of(row))

    content = page.content.decode()
    assert 'max="10" value="4"' in content
    assert "4 of 10" in content
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("person", ["broker", "funder", "team_lead", "outsider", "anonymous"])
def test_work_is_hidden_from_everybody_else(cast, as_person, person):
    row = job(cast.arena, owner=cast.member)

    assert as_person(cast.person(person)).get(page_of(row)).status_code == 404


def test_work_of_another_arena_is_not_found_through_this_one(cast, as_person):
    row = job(cast.other_arena, owner=cast.lead)

    assert as_person(cast.lead).get(page_of(row)).status_code == 404


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.RUNNING])
def test_a_page_of_work_under_way_looks_again_by_itself(cast, as_person, state):
    content = as_person(cast.lead).get(page_of(job(cast.arena, state=state))).content.decode()

    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in content
    assert 'hx-trigger="every 2s"' in content


def test_a_page_of_finished_work_rests_and_leads_on(cast, as_person):
    row = job(cast.arena, state=JobState.DONE, answer="/en/a/one/activities/")

    content = as_person(cast.lead).get(page_of(row)).content.decode()

    assert 'href="/en/a/one/activities/"' in content
    assert "http-equiv" not in content
    assert "hx-trigger" not in content
    assert "/retry/" not in content


def test_htmx_gets_the_part_alone(cast, as_person):
    row = job(cast.arena, state=JobState.DONE)

    content = as_person(cast.lead).get(page_of(row), headers={"HX-Request": "true"}).content.decode()

    assert "It is done." in content
    assert "<html" not in content


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.PARKED])
def test_those_who_run_the_arena_start_it_again_once(cast, as_person, commits, state):
    client = as_person(cast.coordinator)
    row = job(cast.arena, state=state, arguments={"number": 5}, attempts=3, error="ValueError")
    token = client.get(page_of(row)).context["token"]

    with commits():
        answers = [client.post(f"{page_of(row)}retry/", {"token": token}) for _again in range(2)]

    row.refresh_from_db()
    assert [answer["Location"] for answer in answers] == [page_of(row)] * 2
    assert done == [5]
    assert row.state == JobState.DONE
    assert LogEntry.objects.get(verb="retry_job").actor == cast.coordinator


def test_work_that_is_done_is_not_started_again(cast, as_person, commits):
    row = job(cast.arena, state=JobState.DONE)

    with commits():
        as_person(cast.lead).post(f"{page_of(row)}retry/", {"token": new_token()})

    assert done == []
    assert not LogEntry.objects.filter(verb="retry_job").exists()


def test_without_its_token_nothing_is_started(cast, as_person, commits):
    row = job(cast.arena, state=JobState.PARKED)

    with commits():
        answer = as_person(cast.lead).post(f"{page_of(row)}retry/", follow=True)

    assert "This form has expired" in answer.content.decode()
    assert done == []


def test_who_asked_for_it_sees_why_but_leaves_the_retry_to_others(cast, as_person):
    row = job(cast.arena, state=JobState.PARKED, owner=cast.member, error="ValueError")
    client = as_person(cast.member)

    content = client.get(page_of(row)).content.decode()
    refused = client.post(f"{page_of(row)}retry/", {"token": new_token()})

    assert "Those who coordinate the arena can start it again." in content
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("fields", "words", "can_be_resent"),
    [
        ({"error": "550"}, "does not deliver to this address (550)", True),
        ({"error": "ConnectionRefusedError"}, "for half a day (ConnectionRefusedError)", True),
        ({"error": "ValueError"}, "cannot use this address", True),
        ({"error": "too late", "body": ""}, "of no use any more", False),
        ({"error": "account closed", "body": ""}, "The account is closed.", False),
        ({"useful_until": timezone.now() - timedelta(minutes=1)}, "(550)", False),
    ],
)
def test_an_unsent_mail_is_listed_with_its_reason(cast, as_person, fields, words, can_be_resent):
    row = letter(cast.arena, **fields)

    content = as_person(cast.coordinator).get(MAILS).content.decode()

    assert "anna@example.org" in content
    assert words in content
    assert (f"/jobs/mail/{row.pk}/resend/" in content) == can_be_resent
    assert "Emails not sent (1)" in content


def test_mails_that_left_or_wait_and_those_of_others_are_not_listed(cast, as_person):
    letter(cast.arena, state=MailState.SENT, address="sent@example.org")
    letter(cast.arena, state=MailState.WAITING, job=job(cast.arena), address="waits@example.org")
    letter(cast.other_arena, address="other@example.org")
    letter(
        cast.arena, state=MailState.WAITING, job=job(cast.arena, state=JobState.PARKED), address="parked@example.org"
    )

    content = as_person(cast.lead).get(MAILS).content.decode()

    shown = [name for name in ("sent", "waits", "other", "parked") if f"{name}@example.org" in content]
    assert shown == ["parked"]


def test_an_unsent_mail_is_sent_once_more_and_only_once(cast, as_person, commits):
    row = letter(cast.arena, tries=6)
    client = as_person(cast.coordinator)
    line = client.get(MAILS).context["lines"][0]

    with commits():
        for _again in range(2):
            client.post(f"/en/a/one/jobs/mail/{row.pk}/resend/", {"token": line.token})
    with commits():
        client.post(f"/en/a/one/jobs/mail/{row.pk}/resend/", {"token": new_token()})

    row.refresh_from_db()
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    assert (row.state, row.error) == (MailState.SENT, "")
    assert LogEntry.objects.get(verb="resend_mail").after == {"purpose": "tests"}


def test_a_mail_whose_work_was_parked_is_taken_up_again(cast, as_person, commits):
    row = letter(cast.arena, state=MailState.WAITING, error="")
    row.job = job(cast.arena, name="core.send_mail", state=JobState.PARKED, arguments={"mail_id": row.pk})
    row.save()

    with commits():
        as_person(cast.lead).post(f"/en/a/one/jobs/mail/{row.pk}/resend/", {"token": new_token()})

    row.refresh_from_db()
    assert row.state == MailState.SENT


def test_a_mail_that_is_worth_nothing_is_not_sent_again(cast, as_person, commits):
    row = letter(cast.arena, body="")

    with commits():
        answer = as_person(cast.lead).post(f"/en/a/one/jobs/mail/{row.pk}/resend/", {"token": new_token()}, follow=True)

    assert "of no use any more. A new one is needed." in answer.content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize("person", ["broker", "member", "outsider", "anonymous"])
def test_others_cannot_resend(cast, as_person, person):
    row = letter(cast.arena)

    answer = as_person(cast.person(person)).post(f"/en/a/one/jobs/mail/{row.pk}/resend/", {"token": new_token()})

    assert answer.status_code == 404
