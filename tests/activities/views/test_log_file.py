"""The file of the log form: kept while something else is put right, for who sent it alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.models import Activity, Evidence
from core.models import OneTimeToken
from tests.activities.views.test_log import PDF, log_url
from tests.factories import ActivityFactory


def shown_again(client, cast, sent):
    """The page that comes back, and the reference of the file that waits."""
    page = client.post(log_url(cast), sent)
    return page, page.context["form"]["kept_file"].value() or ""


@pytest.mark.parametrize("wrong", [{"title": ""}, {"token": "used-by-nobody-x"}, {"keep_text": "1"}])
def test_a_good_file_is_kept_while_something_else_is_put_right(cast, as_person, answers, wrong):
    client = as_person(cast.member)
    if "token" in wrong:
        OneTimeToken.objects.create(key=wrong["token"], purpose="activities.log", owner="somebody else")

    page, reference = shown_again(client, cast, answers(file=SimpleUploadedFile("plan.pdf", PDF), **wrong))
    again, same = shown_again(client, cast, answers(title="", kept_file=reference))
    sent = answers(kept_file=same)
    answers_given = [client.post(log_url(cast), sent) for _twice in range(2)]

    assert "“plan.pdf” is here already" in page.content.decode()
    assert "“plan.pdf” is here already" in again.content.decode()
    assert same == reference
    assert answers_given[0].url == answers_given[1].url
    row = Evidence.objects.get()
    assert row.file.read() == PDF
    assert (row.content_type, row.file_name, row.size_bytes) == ("application/pdf", "plan.pdf", len(PDF))


def test_a_file_that_waits_can_be_left_out_or_replaced(cast, as_person, answers):
    client = as_person(cast.member)
    _page, reference = shown_again(client, cast, answers(title="", file=SimpleUploadedFile("plan.pdf", PDF)))

    page, left = shown_again(client, cast, answers(title="", kept_file=reference, leave_out="on"))
    client.post(log_url(cast), answers(kept_file=reference, file=SimpleUploadedFile("new.txt", b"Other")))

    assert (left or "", "is here already" in page.content.decode()) == (reference, False)
    assert Evidence.objects.get().file.read() == b"Other"


@pytest.mark.parametrize("thief", ["coordinator", "lead"])
def test_a_file_that_waits_is_its_senders_alone(cast, as_person, answers, thief):
    _page, reference = shown_again(
        as_person(cast.member), cast, answers(title="", file=SimpleUploadedFile("plan.pdf", PDF))
    )

    page = as_person(cast.person(thief)).post(log_url(cast), answers(kept_file=reference))

    assert page.status_code == 422
    assert "Choose the file again" in page.content.decode()
    assert "plan.pdf" not in page.content.decode()
    assert not Activity.objects.exists()


@pytest.mark.parametrize("reference", ["x", "evidence/1/a.pdf", "e30:1x:y", "\x00" * 9, "😀" * 2000])
def test_a_made_up_reference_is_no_file(cast, as_person, answers, reference):
    page = as_person(cast.member).post(log_url(cast), answers(kept_file=reference))

    assert page.status_code == 422
    assert not Activity.objects.exists()


def test_a_stale_change_keeps_the_file(cast, as_person, answers):
    activity = ActivityFactory(arena=cast.arena, logged_by=cast.lead)
    url = reverse("activities:edit", args=[cast.arena.slug, activity.pk])
    client = as_person(cast.lead)

    page = client.post(url, answers(version="99", file=SimpleUploadedFile("plan.pdf", PDF)))
    sent = answers(version=str(activity.version), kept_file=page.context["form"]["kept_file"].value())
    saved = client.post(url, sent)

    assert (page.status_code, saved.status_code) == (409, 302)
    assert Evidence.objects.get().file_name == "plan.pdf"
