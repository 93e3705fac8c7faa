"""One figure opened to its rows."""

import csv
import io

import pytest

from activities.enums import Kind, Status
from activities.models import Evidence
from arena.models import Arena
from tests.conftest import PEOPLE
from tests.factories import (
    ActivityFactory,
    EvidenceFactory,
    IndicatorFactory,
    OrganisationFactory,
    OrganisationPartFactory,
    TargetFactory,
)
from tests.indicators.many import log_many

DEMO = "/en/a/one/indicators/demo/"
FIRMS = "/en/a/one/indicators/firms/"
SEES_FIGURES = {"lead", "coordinator", "broker", "reference", "auditor", "team_lead", "member"}
SEES_NAMES = {"lead", "coordinator", "broker", "funder", "auditor"}
OPENS_FILES = {"lead", "coordinator", "auditor"}
NAMES = ("Hemlig Textil AB", "Skjult Bygg AS")


def supported(cast, name, *sides, helix="business", **fields):
    firm = OrganisationFactory(arena=cast.arena, name=name, helix=helix, **fields)
    row = ActivityFactory(arena=cast.arena, kind=Kind.COACHING, title="Coaching in spring")
    row.sides.set(sides)
    OrganisationPartFactory(activity=row, organisation=firm)
    return row


@pytest.fixture
def world(cast):
    held = ActivityFactory(arena=cast.arena, kind=Kind.DEMONSTRATION, title="Möbelbanken")
    held.sides.set([cast.sweden])
    EvidenceFactory(activity=held, title="Slutrapport", url="https://example.org/report")
    ActivityFactory(arena=cast.arena, kind=Kind.DEMONSTRATION, title="Vindfabriken", status=Status.PLANNED)
    supported(cast, NAMES[0], cast.sweden, country="SE", number="5560125790")
    supported(cast, NAMES[1], cast.norway, helix="")
    supported(cast, "Hembygdsföreningen", cast.norway, helix="civil_society", is_enterprise=False)
    TargetFactory(indicator=IndicatorFactory(arena=cast.arena, code="demo", name_en="Demonstrations"), value=17)
    IndicatorFactory(arena=cast.arena, code="firms", rule="supported_enterprises", name_en="Companies")
    return cast


def text_of(response, status=200):
    assert response.status_code == status
    return response.content.decode().split("<main")[1]


def lines_of(response):
    assert response.status_code == 200
    return read(response.getvalue().decode("utf-8-sig"))


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_it_lists_what_counts_and_what_does_not_with_reasons(world, as_person):
    page = text_of(as_person(world.coordinator).get(DEMO))

    counted, others = page.split('id="others"')
    assert "Möbelbanken" in counted
    assert "Held, with evidence" in counted
    assert "Slutrapport" in counted
    assert "Sweden" in counted
    assert "Logged, does not count" in others
    assert "Vindfabriken" in others
    assert "Not held" in others
    activity = world.arena.activities.get(title="Möbelbanken")
    assert f'href="/en/a/one/activities/{activity.pk}/"' in counted


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("name", PEOPLE)
def test_who_sees_rows_names_and_files(world, as_person, name, is_open):
    Arena.objects.filter(pk=world.arena.pk).update(open_working_figures=is_open)
    client = as_person(world.person(name))
    sees = is_open or name in SEES_FIGURES

    demo, firms = text_of(client.get(DEMO)), text_of(client.get(FIRMS))

    assert ("Möbelbanken" in demo, "Coaching in spring" in firms) == (sees, sees)
    assert ("of 17" in demo) == sees
    assert ("Shown when the period is locked" in demo) == (not sees)
    assert [named in firms for named in NAMES] == [sees and name in SEES_NAMES] * 2
    assert ("Hembygdsföreningen" in firms) == (sees and name in SEES_NAMES)
    assert ("A company (Business)" in firms) == (sees and name not in SEES_NAMES)
    assert ('href="https://example.org/report"' in demo) == (sees and name in OPENS_FILES)
    assert ("Slutrapport" in demo) == sees
    for url in (DEMO, FIRMS):
        assert client.get(url + "?format=csv").status_code == (200 if sees else 404)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_file_keeps_names_by_the_same_rule(world, as_person, name):
    Arena.objects.filter(pk=world.arena.pk).update(open_working_figures=True)

    text = as_person(world.person(name)).get(FIRMS + "?format=csv").getvalue().decode("utf-8-sig")

    first = read(text)[0]
    if name in SEES_NAMES:
        assert (first["Name"], first["Name_status"], first["Organisation number"]) == (NAMES[0], "known", "5560125790")
    else:
        assert (first["Name"], first["Name_status"]) == ("", "suppressed")
        assert (first["Organisation number"], first["Organisation number_status"]) == ("", "suppressed")
        assert not [secret for secret in (*NAMES, "Hembygdsföreningen", "5560125790") if secret in text]


def test_the_file_says_what_counts_and_why(world, as_person):
    lines = lines_of(as_person(world.auditor).get(FIRMS + "?format=csv"))

    assert [(line["Number"], line["Country"], line["Counts"], line["Verified"]) for line in lines] == [
        ("1", "SE", "true", "true"),
        ("2", "NO", "true", "false"),
        ("3", "NO", "false", "false"),
    ]
    assert lines[2]["Reason"] == "Not a company"
    assert [(line["Sector"], line["Sector_status"]) for line in lines] == [
        ("Business", "known"),
        ("", "unknown"),
        ("Civil society", "known"),
    ]


def test_companies_without_a_name_are_numbered_and_say_their_sector(world, as_person):
    page = text_of(as_person(world.member).get(FIRMS))

    assert "A company (Business)" in page
    assert "A company (sector unknown)" in page
    assert "An organisation (Civil society)" in page
    assert "Not verified" in page
    assert "of which 1 not verified" in page


def test_a_number_means_the_same_to_everybody(world, as_person):
    named = as_person(world.auditor).get(FIRMS).context["counted"]
    nameless = as_person(world.member).get(FIRMS).context["counted"]

    assert [(line.n, line.row.unit.key) for line in named] == [(line.n, line.row.unit.key) for line in nameless]


def test_an_uploaded_file_is_linked_for_those_who_may_open_it(world, as_person):
    activity = world.arena.activities.get(title="Möbelbanken")
    piece = Evidence.objects.create(activity=activity, title="Foto", file="evidence/1/x.jpg", sha256="a1b2" * 16)
    address = f"/en/a/one/activities/{activity.pk}/evidence/{piece.pk}/"

    shown = {name: text_of(as_person(world.person(name)).get(DEMO)) for name in ("auditor", "member")}

    assert address in shown["auditor"]
    assert address not in shown["member"]
    assert "Foto" in shown["member"]
    assert "a1b2a1b2a1b2" in shown["member"]


def test_an_incomplete_log_shows_rows_but_no_figure(world, as_person):
    world.arena.indicators.update(log_is_complete=False, source_statement_en="more in practice")

    page = text_of(as_person(world.lead).get(DEMO))

    assert '<span class="figure--none">Not reported</span> <br>target 17<' in " ".join(page.split())
    assert "Not everything since the start is logged here." in page
    assert "Möbelbanken" in page
    assert "more in practice" in page
    assert "<b>1</b> of 17" not in page


def test_an_indicator_that_is_not_counted_here_has_no_rows(cast, as_person):
    IndicatorFactory(arena=cast.arena, code="demo", rule="")

    page = text_of(as_person(cast.lead).get(DEMO))

    assert "not counted from what is logged here" in page
    assert "<table" not in page
    assert lines_of(as_person(cast.lead).get(DEMO + "?format=csv")) == []


def test_nothing_logged_says_so(cast, as_person):
    IndicatorFactory(arena=cast.arena, code="demo")

    assert "Nothing is logged for this indicator yet" in text_of(as_person(cast.lead).get(DEMO))


def test_a_closed_arena_hides_it(closed_cast, as_person):
    IndicatorFactory(arena=closed_cast.arena, code="demo")

    for person in (closed_cast.anonymous, closed_cast.outsider, closed_cast.member):
        assert as_person(person).get(DEMO).status_code == 404
        assert as_person(person).get(DEMO + "?format=csv").status_code == 404
    assert as_person(closed_cast.lead).get(DEMO).status_code == 200


def test_an_indicator_of_another_arena_is_not_here(cast, as_person):
    IndicatorFactory(arena=cast.other_arena, code="theirs")

    assert as_person(cast.lead).get("/en/a/one/indicators/theirs/").status_code == 404


def test_it_only_reads(world, client):
    assert client.post(DEMO).status_code == 405


def test_what_people_write_is_shown_unchanged_and_no_formula_leaves(world, as_person):
    world.arena.activities.filter(title="Möbelbanken").update(title="=<script>1+1</script>")
    client = as_person(world.lead)

    assert "=&lt;script&gt;1+1" in text_of(client.get(DEMO))
    assert lines_of(client.get(DEMO + "?format=csv"))[0]["Name"] == "'=<script>1+1</script>"


def test_25_stand_on_a_page_and_the_rest_is_one_link_away(world, as_person):
    log_many(world, 26)
    client = as_person(world.lead)

    first = client.get(DEMO)
    assert (len(first.context["counted"]), len(first.context["others"])) == (25, 0)
    assert 'href="?page=2#others"' in text_of(first)

    second = client.get(DEMO + "?page=2")
    assert (len(second.context["counted"]), len(second.context["others"])) == (2, 1)


@pytest.mark.parametrize("n_units", [10, 150, pytest.param(1000, marks=pytest.mark.deep)])
@pytest.mark.parametrize(("url", "queries"), [(DEMO, 12), (FIRMS, 13)])
def test_the_number_of_queries_is_constant(cast, as_person, django_assert_num_queries, url, queries, n_units):
    IndicatorFactory(arena=cast.arena, code="demo")
    IndicatorFactory(arena=cast.arena, code="firms", rule="supported_enterprises")
    log_many(cast, n_units)
    client = as_person(cast.lead)

    with django_assert_num_queries(queries):
        client.get(url)


@pytest.mark.parametrize("n_units", [10, 150, pytest.param(1000, marks=pytest.mark.deep)])
def test_the_file_takes_the_same_queries(cast, as_person, django_assert_num_queries, n_units):
    IndicatorFactory(arena=cast.arena, code="firms", rule="supported_enterprises")
    log_many(cast, n_units)
    client = as_person(cast.lead)

    with django_assert_num_queries(13):
        response = client.get(FIRMS + "?format=csv")

    assert len(lines_of(response)) == n_units
