"""Indicators and targets: an unknown target is empty, zero is a target, an ambiguous one is asked about."""

from decimal import Decimal

import pytest

from indicators.models import Indicator, Target
from tests.arena.settings_rows import TOKEN
from tests.arena.views.test_sections import address, form_of
from tests.factories import IndicatorFactory, TargetFactory


def answers(cast, **changes: object) -> dict[str, object]:
    return {
        "name_sv": "Företag som fått stöd",
        "name_nb": "Bedrifter som har fått støtte",
        "unit_en": "companies",
        "explanation_en": "Each company counts once.",
        "rule": "supported_enterprises",
        "accumulation": "cumulative",
        "log_is_complete": "on",
        "programme_period": "2021–2027",
        "programme_code": "RCO01",
        "position": "1",
        "token": TOKEN,
    } | changes


def values(cast) -> dict[str, Decimal | None]:
    return {target.side.code if target.side else "": target.value for target in Target.objects.all()}


def test_an_indicator_with_targets_is_added(cast, as_person):
    targets = {f"target_{cast.norway.pk}": "1 750,5", f"target_{cast.sweden.pk}": "0", "target_all": ""}

    response = as_person(cast.lead).post(address("section-add", "indicators"), answers(cast, **targets))

    assert response.status_code == 302, response.context["form"].errors
    row = Indicator.objects.get(arena=cast.arena)
    assert (row.code, row.rule, row.log_is_complete) == ("foretag-som-fatt-stod", "supported_enterprises", True)
    assert (row.name_nb, row.unit_en) == ("Bedrifter som har fått støtte", "companies")
    assert values(cast) == {"NO": Decimal("1750.50"), "SE": Decimal(0)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("many", "Write a number, such as 18"),
        ("1.234", "Do you mean"),
        ("-1", "Write a number from 0"),
        ("1,005", "Do you mean"),
        ("0,005", "Write a number from 0"),
        ("9" * 13, "Write a number from 0"),
    ],
)
def test_a_target_that_is_no_plain_number_is_asked_about(cast, as_person, text, message):
    response = as_person(cast.lead).post(address("section-add", "indicators"), answers(cast, target_all=text))

    page = response.content.decode()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["target_all"]
    assert message in page
    assert f'value="{text}"' in page
    assert not Indicator.objects.exists()


def test_an_emptied_target_is_unknown_and_keeps_its_source(cast, as_person):
    client = as_person(cast.lead)
    row = IndicatorFactory(arena=cast.arena)
    TargetFactory(indicator=row, side=cast.sweden, value=8, source="Application 2019")
    form = form_of(client, "indicators", row.pk)

    response = client.post(
        address("section-edit", "indicators", row.pk), form | {f"target_{cast.sweden.pk}": "", "target_all": "12"}
    )

    assert response.status_code == 302, response.context["form"].errors
    assert values(cast) == {"SE": None, "": Decimal(12)}
    assert Target.objects.get(side=cast.sweden).source == "Application 2019"
    row.refresh_from_db()
    assert row.version == 2


def test_the_form_shows_a_target_in_the_language_of_the_page(cast, as_person):
    row = IndicatorFactory(arena=cast.arena)
    TargetFactory(indicator=row, value=Decimal("1750.5"))
    client = as_person(cast.lead)

    swedish = client.get(f"/sv/a/one/settings/indicators/{row.pk}/").content.decode()
    english = client.get(f"/en/a/one/settings/indicators/{row.pk}/").content.decode()

    assert 'value="1750,5"' in swedish
    assert 'value="1750.5"' in english


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_what_the_form_shows_can_be_saved_as_it_is(cast, as_person, language):
    row = IndicatorFactory(arena=cast.arena)
    TargetFactory(indicator=row, value=Decimal(1750))
    client = as_person(cast.lead)
    shown = client.get(f"/{language}/a/one/settings/indicators/{row.pk}/").context["form"]

    typed = {bound.name: bound.value() for bound in shown if bound.value() not in (None, False)}
    response = client.post(f"/{language}/a/one/settings/indicators/{row.pk}/", typed | {"version": "1"})

    assert response.status_code == 302, response.context["form"].errors
    assert values(cast) == {"": Decimal(1750)}


def test_a_code_stands_once_in_its_programme_period(cast, as_person):
    IndicatorFactory(arena=cast.arena, programme_period="2021–2027", programme_code="RCO01")
    client = as_person(cast.lead)

    taken = client.post(address("section-add", "indicators"), answers(cast))
    later = client.post(address("section-add", "indicators"), answers(cast, programme_period="2028–2034"))

    assert taken.status_code == 422
    assert "Another indicator has this code in the same programme period." in taken.content.decode()
    assert later.status_code == 302


def test_a_stale_page_shows_both_targets(cast, as_person):
    client = as_person(cast.lead)
    row = IndicatorFactory(arena=cast.arena)
    form = form_of(client, "indicators", row.pk)
    client.post(address("section-edit", "indicators", row.pk), form | {"target_all": "8"})

    response = client.post(address("section-edit", "indicators", row.pk), form | {"target_all": "9"})

    assert response.status_code == 409
    assert [(line.label, line.mine, line.theirs) for line in response.context["differences"]] == [
        ("Target in all", "9", "8")
    ]


def test_removing_an_indicator_says_that_its_targets_go(cast, as_person):
    client = as_person(cast.lead)
    row = IndicatorFactory(arena=cast.arena)
    TargetFactory(indicator=row)

    asked = client.get(address("section-remove", "indicators", row.pk))
    client.post(address("section-remove", "indicators", row.pk))

    assert "<li>Targets: 1</li>" in asked.content.decode()
    assert not Target.objects.exists()


def test_only_leads_change_targets(cast, as_person):
    row = IndicatorFactory(arena=cast.arena)

    for name in ("coordinator", "broker", "funder", "auditor", "member", "outsider"):
        response = as_person(cast.person(name)).post(
            address("section-edit", "indicators", row.pk), answers(cast, target_all="1", version="1")
        )
        assert response.status_code == 403, name
    assert not Target.objects.exists()
