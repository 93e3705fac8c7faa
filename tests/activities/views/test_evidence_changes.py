"""Saying better what evidence shows, and removing it."""

import re

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from activities.actions.add_evidence import add_file, add_link
from activities.enums import Kind
from activities.models import Evidence
from core.models import LogEntry
from tests.activities.views.test_evidence import file_url, pdf
from tests.factories import EvidenceFactory, IndicatorFactory


def titles_url(activity):
    return reverse("activities:evidence-titles", args=[activity.arena.slug, activity.pk])


def remove_url(evidence):
    activity = evidence.activity
    return reverse("activities:evidence-remove", args=[activity.arena.slug, activity.pk, evidence.pk])


def page_url(activity):
    return reverse("activities:page", args=[activity.arena.slug, activity.pk])


def form_of(client, activity):
    """What the page would send unchanged."""
    page = client.get(titles_url(activity)).content.decode()
    return dict(re.findall(r'name="((?:title|mark)-\d+)" value="([^"]*)"', page))


@pytest.fixture
def document(cast, held):
    return add_file(activity=held, file=pdf("Textil AB.pdf"), title="Lista", actor=cast.member)


@pytest.fixture
def link(cast, held):
    return add_link(activity=held, title="Sida", url="https://example.org/hemlig", actor=cast.member)


def test_titles_are_changed_in_one_form(cast, as_person, held, document, link):
    client = as_person(cast.member)
    sent = form_of(client, held) | {f"title-{document.pk}": "  Närvarolista\u202e ", f"title-{link.pk}": "Sida"}

    answer = client.post(titles_url(held), sent)

    assert answer["Location"] == page_url(held)
    assert list(Evidence.objects.values_list("title", flat=True)) == ["Närvarolista", "Sida"]
    assert [entry.object_key for entry in LogEntry.objects.filter(verb="retitle_evidence")] == [str(document.pk)]


def test_an_empty_title_is_asked_for_and_nothing_is_saved(cast, as_person, held, document, link):
    client = as_person(cast.member)
    sent = form_of(client, held) | {f"title-{document.pk}": " ", f"title-{link.pk}": "Annat"}

    page = client.post(titles_url(held), sent)

    assert page.status_code == 422
    assert "Write what it shows" in page.content.decode()
    assert 'value="Annat"' in page.content.decode()
    assert set(Evidence.objects.values_list("title", flat=True)) == {"Lista", "Sida"}


def test_a_stale_page_shows_both_and_can_be_saved_over(cast, as_person, held, document, link):
    client = as_person(cast.member)
    old = form_of(client, held)
    Evidence.objects.filter(pk=document.pk).update(title="Ledarens ord")

    page = client.post(titles_url(held), old | {f"title-{document.pk}": "Mina ord", f"title-{link.pk}": "Ny sida"})

    text = page.content.decode()
    assert page.status_code == 409
    assert "Ledarens ord" in text
    assert 'value="Mina ord"' in text
    assert Evidence.objects.get(pk=link.pk).title == "Sida"
    fresh = dict(re.findall(r'name="((?:title|mark)-\d+)" value="([^"]*)"', text))
    assert client.post(titles_url(held), fresh).status_code == 302
    assert Evidence.objects.get(pk=document.pk).title == "Mina ord"


def test_a_piece_removed_meanwhile_is_left_out(cast, as_person, held, document, link):
    client = as_person(cast.member)
    sent = form_of(client, held) | {f"title-{link.pk}": "Ny sida"}
    client.post(remove_url(document))

    assert client.post(titles_url(held), sent).status_code == 302
    assert Evidence.objects.get(pk=link.pk).title == "Ny sida"


def test_titles_of_another_activity_are_out_of_reach(cast, as_person, held, document):
    other = EvidenceFactory(activity__arena=cast.arena, title="Annans")
    client = as_person(cast.member)

    client.post(titles_url(held), form_of(client, held) | {f"title-{other.pk}": "Min", f"mark-{other.pk}": "x"})

    assert Evidence.objects.get(pk=other.pk).title == "Annans"


def test_removing_keeps_what_stood_and_drops_the_file(
    cast, as_person, held, document, django_capture_on_commit_callbacks
):
    name = document.file.name
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_person(cast.lead).post(remove_url(document))

    assert answer["Location"] == page_url(held)
    assert not default_storage.exists(name)
    assert not Evidence.objects.exists()
    row = Evidence.everything.get()
    assert (row.title, row.file, row.file_name, row.removed_by) == ("Lista", "", "", cast.lead)
    assert row.sha256 == document.sha256
    entry = LogEntry.objects.get(verb="remove_evidence")
    assert entry.before == {"activity": held.pk, "as": "application/pdf", "sha256": document.sha256}
    assert as_person(cast.lead).get(file_url(document)).status_code == 404


def test_the_file_stays_while_the_removal_is_not_certain(cast, as_person, document):
    as_person(cast.lead).post(remove_url(document))

    # The test's transaction never commits.
    assert default_storage.exists(document.file.name)


def test_removed_evidence_is_told_to_those_who_see_titles(cast, as_person, held, document, link):
    as_person(cast.lead).post(remove_url(document))
    as_person(cast.lead).post(remove_url(link))

    seen = as_person(cast.funder).get(page_url(held)).content.decode()
    assert "2 pieces were removed" in seen
    assert "Lista" in seen
    assert document.sha256 in seen
    assert "hemlig" not in seen
    assert "removed" not in as_person(None).get(page_url(held)).content.decode()


def test_removing_twice_says_so(cast, as_person, held, document):
    client = as_person(cast.lead)
    client.post(remove_url(document))

    assert client.post(remove_url(document), follow=True).content.decode().count("It is removed already.") == 1
    assert client.get(remove_url(document))["Location"] == page_url(held)
    assert LogEntry.objects.filter(verb="remove_evidence").count() == 1


def test_asking_removes_nothing(cast, as_person, document):
    page = as_person(cast.lead).get(remove_url(document)).content.decode()

    assert "The file is deleted for good." in page
    assert "Lista" in page
    assert Evidence.objects.exists()


def test_the_only_evidence_of_what_counts_says_which_figure_falls(cast, as_person, held, document):
    IndicatorFactory(arena=cast.arena, code="demo", name_en="Test projects")
    held.kind = Kind.DEMONSTRATION
    held.save()

    page = as_person(cast.member).get(remove_url(document)).content.decode()
    assert "will no longer count in “Test projects”, and 1 becomes 0." in page

    EvidenceFactory(activity=held)
    more = as_person(cast.lead).get(remove_url(document)).content.decode()
    assert "The activity still counts in “Test projects”: it has other evidence." in more


def test_no_number_is_told_where_the_figure_is_unknown(cast, as_person, held, document):
    IndicatorFactory(arena=cast.arena, code="demo", name_en="Test projects", log_is_complete=False)
    held.kind = Kind.DEMONSTRATION
    held.save()

    page = as_person(cast.lead).get(remove_url(document)).content.decode()

    assert "will no longer count in “Test projects”." in page
    assert "becomes" not in page


def test_what_counts_no_more_is_gone_from_the_figure(cast, as_person, held, document):
    IndicatorFactory(arena=cast.arena, code="demo", name_en="Test projects")
    held.kind = Kind.DEMONSTRATION
    held.save()

    def counted():
        lines = as_person(cast.auditor).get(f"/en/a/{cast.arena.slug}/indicators/?format=csv").getvalue().decode()
        return lines.splitlines()[-1].split(",")[3]

    assert counted() == "1"
    as_person(cast.lead).post(remove_url(document))
    assert counted() == "0"


@pytest.mark.parametrize(
    ("person", "status"), [("funder", 403), ("broker", 403), ("outsider", 403), ("anonymous", 403)]
)
def test_only_keepers_of_the_activity_change_its_evidence(cast, as_person, held, document, person, status):
    client = as_person(cast.person(person))

    for url in (titles_url(held), remove_url(document)):
        assert client.get(url).status_code == status
        assert client.post(url).status_code == status
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("n_pieces", [1, 30])
def test_a_page_of_many_pieces_takes_no_more_queries(cast, as_person, held, django_assert_num_queries, n_pieces):
    for n in range(n_pieces):
        EvidenceFactory(activity=held, title=f"Länk {n}", added_by=cast.member)
    client = as_person(cast.lead)
    client.get(page_url(held))

    with django_assert_num_queries(17):
        assert f"Länk {n_pieces - 1}" in client.get(page_url(held)).content.decode()
    with django_assert_num_queries(14):
        assert client.get(titles_url(held)).content.decode().count('name="title-') == min(n_pieces, 25)
