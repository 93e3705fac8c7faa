"""The quick form."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.enums import Channel, PartRole, Status
from activities.models import Activity, Evidence
from arena.models import Organisation
from core.clock import today
from core.writes import new_token
from tests.factories import (
    ArenaRoleFactory,
    MembershipFactory,
    SideFactory,
)

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def log_url(cast, language="en"):
    return f"/{language}/a/{cast.arena.slug}/log/"


def test_form_offers_the_arenas_own_words(cast, as_person):
    page = as_person(cast.member).get(log_url(cast))

    assert page.status_code == 200
    text = page.content.decode()
    for words in ("What happened?", "1 People", "3 System", "5 Step 5", "Folkverkstad", "Norway", "Save draft"):
        assert words in text


def test_title_and_level_are_enough(cast, as_person, answers):
    response = as_person(cast.member).post(log_url(cast), answers())

    activity = Activity.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("activities:done", args=[cast.arena.slug, activity.pk])
    assert (activity.title, activity.status, activity.language) == ("Repair evening", Status.HELD, "en")
    assert activity.precision == "unknown"
    assert not activity.headcounts.exists()
    assert activity.assessments.get().level.number == 1


def test_everything_that_was_said_is_written(cast, as_person, answers):
    sent = answers(
        when="yesterday",
        team="repair",
        sides="SE",
        meeting_form="online",
        attended="18",
        stability="2",
        kind="workshop",
        supported="Nya Bolaget\nAndra Bolaget",
        link="example.org/bild",
        description="Vi lagade.\nMycket.",
        place="Östersund",
        language="sv",
    )

    as_person(cast.member).post(log_url(cast), sent)

    activity = Activity.objects.get()
    assert activity.first_on == today() - timedelta(days=1)
    assert activity.team == cast.team
    assert [side.code for side in activity.sides.all()] == ["SE"]
    assert (activity.headcounts.get().attended, activity.headcounts.get().channel) == (18, Channel.REMOTE)
    assert activity.assessments.get().stability.number == 2
    names = activity.organisation_parts.filter(role=PartRole.SUPPORTED).values_list("organisation__name", flat=True)
    assert set(names) == {"Nya Bolaget", "Andra Bolaget"}
    assert activity.evidence.get().url == "https://example.org/bild"
    assert (activity.description, activity.place, activity.language) == ("Vi lagade.\nMycket.", "Östersund", "sv")


def test_both_sides(cast, as_person, answers):
    as_person(cast.member).post(log_url(cast), answers(sides="+both"))

    assert Activity.objects.get().sides.count() == 2


def test_three_sides_are_ticked_one_by_one(cast, as_person, answers):
    SideFactory(arena=cast.arena, code="FI", name_en="Finland", mark="triangle", position=3)
    client = as_person(cast.member)

    page = client.get(log_url(cast)).content.decode()
    client.post(log_url(cast), answers(sides=["NO", "FI"]))

    assert 'type="checkbox" name="sides"' in page
    assert {side.code for side in Activity.objects.get().sides.all()} == {"NO", "FI"}


def test_draft_needs_the_title_alone(cast, as_person):
    as_person(cast.member).post(log_url(cast), {"title": "Later", "draft": "1", "token": new_token()})

    activity = Activity.objects.get()
    assert activity.status == Status.DRAFT
    assert not activity.assessments.exists()


def test_missing_title_and_level_are_named_and_nothing_typed_is_lost(cast, as_person, answers):
    sent = answers(title="", level=None, attended="18", place="Åre", supported="Firma AB")

    page = as_person(cast.member).post(log_url(cast), sent)

    text = page.content.decode()
    assert page.status_code == 422
    assert "Error:" in text.split("</title>")[0]
    assert "Write what happened" in text
    assert "Choose what it changes" in text
    assert 'href="#id_title"' in text
    assert 'href="#id_level_0"' in text
    for kept in ('value="18"', 'value="Åre"', "Firma AB", sent["token"]):
        assert kept in text
    assert not Activity.objects.exists()


def test_same_token_again_writes_once(cast, as_person, answers):
    client = as_person(cast.member)
    first_sent = answers(file=SimpleUploadedFile("plan.pdf", PDF), link="example.org")
    again_sent = {**first_sent, "file": SimpleUploadedFile("plan.pdf", PDF)}

    first = client.post(log_url(cast), first_sent)
    again = client.post(log_url(cast), again_sent)

    assert (first.status_code, again.status_code) == (302, 302)
    assert first.url == again.url
    assert Activity.objects.count() == 1
    assert Evidence.objects.count() == 2


def test_a_token_that_was_never_given_keeps_the_text(cast, as_person, answers):
    page = as_person(cast.member).post(log_url(cast), answers(token="no"))

    assert page.status_code == 422
    text = page.content.decode()
    assert "This form has expired. Your text is still here. Try again." in text
    assert 'value="Repair evening"' in text
    assert 'name="token" value="no"' not in text


def test_somebody_elses_token_writes_nothing(cast, as_person, answers):
    sent = answers()
    as_person(cast.member).post(log_url(cast), sent)

    page = as_person(cast.coordinator).post(log_url(cast), sent)

    assert page.status_code == 422
    assert Activity.objects.count() == 1


def test_anonymous_is_asked_to_sign_in(cast, as_person):
    response = as_person().get(log_url(cast))

    assert response.status_code == 302
    assert "/account/" in response.url


@pytest.mark.parametrize("name", ["reference", "funder", "auditor", "former_member", "outsider", "staff"])
def test_who_may_only_read_is_refused(cast, as_person, answers, name):
    client = as_person(cast.person(name))

    assert client.get(log_url(cast)).status_code == 403
    assert client.post(log_url(cast), answers()).status_code == 403
    assert not Activity.objects.exists()


@pytest.mark.parametrize("name", ["outsider", "anonymous", "former_member"])
def test_closed_arena_is_not_there(closed_cast, as_person, name):
    assert as_person(closed_cast.person(name)).get(log_url(closed_cast)).status_code == 404


@pytest.mark.parametrize("name", ["lead", "coordinator", "broker", "team_lead", "member"])
def test_who_works_here_logs(cast, as_person, answers, name):
    assert as_person(cast.person(name)).post(log_url(cast), answers()).status_code == 302
    assert Activity.objects.get().status == Status.HELD


def test_wrong_method(cast, as_person):
    assert as_person(cast.member).delete(log_url(cast)).status_code == 405


def test_save_for_the_other_side_alone_becomes_a_draft_that_says_so(cast, as_person, answers):
    client = as_person(cast.coordinator)

    page = client.post(log_url(cast), answers(sides="SE"), follow=True)

    assert Activity.objects.get().status == Status.DRAFT
    assert "Saved as a draft: you can leave drafts for Sweden" in page.content.decode()


@pytest.mark.parametrize("sides", ["NO", "+both", None])
def test_own_side_joint_and_unknown_are_saved(cast, as_person, answers, sides):
    as_person(cast.coordinator).post(log_url(cast), answers(sides=sides))

    assert Activity.objects.get().status == Status.HELD


def test_coordinator_of_all_sides_and_own_team_are_free(cast, as_person, answers):
    ArenaRoleFactory(arena=cast.arena, user=cast.broker, role="coordinator", side=None)
    MembershipFactory(team=cast.team, user=cast.coordinator)

    as_person(cast.broker).post(log_url(cast), answers(sides="SE"))
    as_person(cast.coordinator).post(log_url(cast), answers(sides="SE", team="repair"))

    assert set(Activity.objects.values_list("status", flat=True)) == {Status.HELD}


def test_ambiguous_date_is_asked_back_and_the_answer_is_taken(cast, as_person, answers):
    client = as_person(cast.member)
    sent = answers(when="other", date="03/04/2024")

    asked = client.post(log_url(cast), sent)
    client.post(log_url(cast), {**sent, "date_meant": "2024-04-03"})

    text = asked.content.decode()
    assert asked.status_code == 422
    assert "Do you mean 3 April 2024 or 4 March 2024?" in text
    assert 'value="2024-04-03"' in text
    assert 'value="2024-03-04"' in text
    assert Activity.objects.get().first_on.isoformat() == "2024-04-03"


@pytest.mark.parametrize(
    ("written", "precision", "first"), [("okt. 2020", "month", "2020-10-01"), ("2020", "year", "2020-01-01")]
)
def test_a_month_or_a_year_is_enough(cast, as_person, answers, written, precision, first):
    as_person(cast.member).post(log_url(cast), answers(when="other", date=written))

    activity = Activity.objects.get()
    assert (activity.precision, activity.first_on.isoformat()) == (precision, first)


def test_today_and_another_written_day_are_asked_back(cast, as_person, answers):
    page = as_person(cast.member).post(log_url(cast), answers(when="today", date="4 December 2020"))

    assert page.status_code == 422
    assert "Do you mean" in page.content.decode()
    assert not Activity.objects.exists()


def test_day_to_come_is_planned(cast, as_person, answers):
    coming = today() + timedelta(days=30)

    as_person(cast.member).post(log_url(cast), answers(when="other", date=coming.isoformat()))

    activity = Activity.objects.get()
    assert activity.status == Status.PLANNED
    assert not activity.assessments.get().is_observed


def test_ambiguous_number_is_asked_back_and_the_answer_is_taken(cast, as_person, answers):
    client = as_person(cast.member)
    sent = answers(attended="1.000")

    asked = client.post(log_url(cast), sent)
    client.post(log_url(cast), {**sent, "attended_meant": "1000"})

    assert asked.status_code == 422
    assert "Do you mean 1 or 1,000?" in asked.content.decode()
    assert Activity.objects.get().headcounts.get().attended == 1000


@pytest.mark.parametrize("written", ["many", "-3", "1.5", "2000000", "9" * 30])
def test_what_is_no_count_is_refused(cast, as_person, answers, written):
    page = as_person(cast.member).post(log_url(cast), answers(attended=written))

    assert page.status_code == 422
    assert "Write a number" in page.content.decode()
    assert written in page.content.decode()


def test_zero_people_is_a_number(cast, as_person, answers):
    as_person(cast.member).post(log_url(cast), answers(attended="0"))

    assert Activity.objects.get().headcounts.get().attended == 0


def test_refused_file_is_a_field_error_and_the_text_stays(cast, as_person, answers):
    page = as_person(cast.member).post(log_url(cast), answers(file=SimpleUploadedFile("a.exe", b"MZ" + b"\0" * 99)))

    text = page.content.decode()
    assert page.status_code == 422
    assert "Choose a photo (JPEG, PNG, WebP), a PDF" in text
    assert 'href="#id_file"' in text
    assert 'value="Repair evening"' in text
    assert not Activity.objects.exists()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org", "not a link", "https://", "x" * 600])
def test_what_is_no_web_address_is_refused(cast, as_person, answers, link):
    page = as_person(cast.member).post(log_url(cast), answers(link=link))

    assert page.status_code == 422
    assert not Evidence.objects.exists()


def test_company_with_a_wrong_number_is_a_field_error(cast, as_person, answers):
    page = as_person(cast.member).post(log_url(cast), answers(kind="coaching", supported="Firma AB 556000-0000"))

    assert page.status_code == 422
    assert 'href="#id_supported"' in page.content.decode()
    assert not Activity.objects.exists()
    assert not Organisation.objects.exists()


def test_change_of_language_keeps_what_was_typed_and_checks_nothing(cast, as_person, answers):
    sent = answers(title="", attended="many", place="Åre", keep_text="1")

    page = as_person(cast.member).post(log_url(cast, "sv"), sent)

    text = page.content.decode()
    assert page.status_code == 200
    assert 'lang="sv"' in text
    assert 'value="many"' in text
    assert 'value="Åre"' in text
    assert sent["token"] in text
    assert "error-summary" not in text
    assert not Activity.objects.exists()


def test_another_team_must_be_named(cast, as_person, answers):
    page = as_person(cast.member).post(log_url(cast), answers(team="+another"))

    assert page.status_code == 422
    assert "Choose a team" in page.content.decode()


@pytest.mark.parametrize(
    "field", ["level", "stability", "team", "sides", "kind", "meeting_form", "when", "language", "themes"]
)
def test_answers_of_nobody_are_refused(cast, as_person, answers, field):
    page = as_person(cast.member).post(log_url(cast), answers(**{field: "elsewhere"}))

    assert page.status_code == 422
    assert not Activity.objects.exists()


def test_team_and_theme_of_another_arena_are_refused(cast, as_person, answers):
    page = as_person(cast.member).post(log_url(cast), answers(team="+another", team_other="elsewhere"))

    assert page.status_code == 422
