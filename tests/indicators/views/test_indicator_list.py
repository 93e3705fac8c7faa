"""The list of indicators."""

from decimal import Decimal

import pytest

from activities.enums import Kind
from arena.models import Arena
from tests.conftest import PEOPLE
from tests.factories import ActivityFactory, EvidenceFactory, IndicatorFactory, TargetFactory
from tests.indicators.many import log_many

URL = "/en/a/one/indicators/"
SEES_FIGURES = {"lead", "coordinator", "broker", "reference", "auditor", "team_lead", "member"}


def demonstration(cast, *sides, evidence=True):
    row = ActivityFactory(arena=cast.arena, kind=Kind.DEMONSTRATION, title="Secret pilot")
    row.sides.set(sides)
    if evidence:
        EvidenceFactory(activity=row)
    return row


@pytest.fixture
def world(cast):
    """Two counted demonstrations, one of them joint, against a target of 17."""
    demonstration(cast, cast.norway)
    demonstration(cast, cast.norway, cast.sweden)
    demonstration(cast, cast.sweden, evidence=False)
    indicator = IndicatorFactory(
        arena=cast.arena, code="demo", name_en="Demonstration projects", explanation_en="Held, with evidence."
    )
    TargetFactory(indicator=indicator, value=17)
    TargetFactory(indicator=indicator, side=cast.norway, value=1)
    return cast


def text_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_it_shows_figures_per_country_and_in_all_against_their_targets(world, as_person):
    page = text_of(as_person(world.coordinator).get(URL))

    assert "Preliminary figures" in page
    assert "Demonstration projects" in page
    assert "Held, with evidence." in page
    assert "<b>2</b> of 1<" in page
    assert "<span><b>1</b></span>" in page
    assert "<b>2</b> of 17<" in page
    assert "15 left" in page
    assert "1 counted in both countries" in page
    assert "Targets met in total: 0 of 1." in page
    assert 'href="/en/a/one/indicators/demo/"' in page


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("name", PEOPLE)
def test_who_sees_figures(world, as_person, name, is_open):
    Arena.objects.filter(pk=world.arena.pk).update(open_working_figures=is_open)
    client = as_person(world.person(name))

    page = text_of(client.get(URL))

    sees = is_open or name in SEES_FIGURES
    assert "Demonstration projects" in page
    assert "Held, with evidence." in page
    assert ("of 17<" in page) == sees
    assert ("15 left" in page) == sees
    assert ("Preliminary figures" in page) == sees
    assert ("Shown when the period is locked" in page) == (not sees)
    assert client.get(URL + "?format=csv").status_code == (200 if sees else 404)


def test_a_closed_arena_hides_it(closed_cast, as_person):
    for person in (closed_cast.anonymous, closed_cast.outsider, closed_cast.member):
        assert as_person(person).get(URL).status_code == 404
    assert as_person(closed_cast.funder).get(URL).status_code == 200


def test_it_only_reads(cast, client):
    assert client.post(URL).status_code == 405


@pytest.mark.parametrize(
    ("target", "tag", "sentence"),
    [
        (2, "Target met", "Targets met in total: 1 of 1."),
        (1, "Above target", "Targets met in total: 1 of 1."),
        (Decimal("2.5"), "0.5 left", "Targets met in total: 0 of 1."),
        (None, "Target unknown", "No target can be judged yet"),
    ],
)
def test_how_the_figure_stands_is_said_in_words(world, as_person, target, tag, sentence):
    world.arena.indicators.get().targets.filter(side=None).update(value=target)

    page = text_of(as_person(world.lead).get(URL))

    assert f">{tag}<" in page
    assert sentence in page
    assert ("The target is unknown." in page) == (target is None)


def test_an_incomplete_log_is_not_reported_and_the_source_speaks(world, as_person):
    world.arena.indicators.update(
        log_is_complete=False,
        source_statement_en="more in practice than shown",
        quote="som i praktiken varit fler",
        source="Final report, 2021",
    )

    page = text_of(as_person(world.lead).get(URL))

    assert "Not reported" in page
    assert '<span class="figure--none">Not reported</span> <br>target 17<' in " ".join(page.split())
    assert "<b>2</b>" not in page
    assert "counted in both" not in page
    assert "No target can be judged yet" in page
    for words in ("more in practice than shown", "som i praktiken varit fler", "Final report, 2021"):
        assert words in page


def test_nothing_known_draws_no_bar(cast, as_person):
    IndicatorFactory(arena=cast.arena, rule="", name_en="Institutes")

    page = text_of(as_person(cast.lead).get(URL))

    assert "not counted from what is logged here" in page
    assert '<span class="figure--none">Unknown</span>' in page
    assert "bullet__track" not in page


def test_zero_is_a_figure(cast, as_person):
    TargetFactory(indicator=IndicatorFactory(arena=cast.arena), value=8)

    page = text_of(as_person(cast.lead).get(URL))

    assert "<b>0</b> of 8" in page
    assert "8 left" in page
    assert "Not reported" not in page


def test_what_has_no_country_and_what_is_not_verified_is_said(cast, as_person):
    log_many(cast, 2)
    demonstration(cast)
    IndicatorFactory(arena=cast.arena)
    IndicatorFactory(arena=cast.arena, rule="supported_enterprises")

    page = text_of(as_person(cast.lead).get(URL))

    assert "1 in the total only, because the country is not stated" in page
    assert "of which 2 not verified" in page


def test_the_arena_without_indicators_says_so(cast, as_person):
    assert "No indicators yet" in text_of(as_person(cast.lead).get(URL))
    assert "No indicators yet" in text_of(as_person(cast.anonymous).get(URL))


def test_the_file_has_values_with_what_is_known_of_them(world, as_person):
    world.arena.indicators.get().targets.filter(side=None).update(value=None)

    response = as_person(world.auditor).get(URL + "?format=csv")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="one-indicators-20')
    assert response.getvalue().decode("utf-8-sig").splitlines()[1:] == [
        "demo,Demonstration projects,NO,2,known,1,known,Preliminary figures",
        "demo,Demonstration projects,SE,1,known,,unknown,Preliminary figures",
        "demo,Demonstration projects,,2,known,,unknown,Preliminary figures",
    ]


def test_the_file_of_an_incomplete_log_holds_no_figure(world, as_person):
    world.arena.indicators.update(log_is_complete=False)

    lines = as_person(world.auditor).get("/sv/a/one/indicators/?format=csv").getvalue().decode("utf-8-sig").splitlines()

    assert lines[3].split(";")[2:7] == ["", "", "unknown", "17", "known"]


@pytest.mark.parametrize("n_units", [10, 150, pytest.param(1000, marks=pytest.mark.deep)])
def test_the_number_of_queries_is_constant(cast, as_person, django_assert_num_queries, n_units):
    log_many(cast, n_units)
    for rule in ("demonstrations", "supported_enterprises"):
        TargetFactory(indicator=IndicatorFactory(arena=cast.arena, rule=rule))
    client = as_person(cast.lead)

    with django_assert_num_queries(11):
        client.get(URL)


@pytest.mark.parametrize("n_indicators", [1, 20])
def test_without_figures_it_asks_little(cast, client, django_assert_num_queries, n_indicators):
    for _number in range(n_indicators):
        TargetFactory(indicator=IndicatorFactory(arena=cast.arena))

    with django_assert_num_queries(4):
        client.get(URL)
