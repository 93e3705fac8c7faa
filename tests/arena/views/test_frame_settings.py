"""Countries, periods, themes and priorities: what may not be together, and what is in use."""

import pytest
from django.urls import reverse

from arena.models import Period, Priority, Region, Side, Theme
from core.models import LogEntry
from tests.arena.settings_rows import TOKEN
from tests.arena.views.test_sections import address, form_of
from tests.factories import ActivityFactory, PeriodFactory, SideFactory, ThemeFactory


def add(client, slug: str, **answers: object):
    return client.post(address("section-add", slug), answers | {"token": TOKEN})


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "message"),
    [
        ("2024-06-30", "2024-12-31", "Some of these days belong to “Period 1” already."),
        ("2023-01-01", "2024-01-01", "Some of these days belong to “Period 1” already."),
        ("2024-02-01", "2024-02-02", "Some of these days belong to “Period 1” already."),
        ("2023-01-01", "2025-01-01", "Some of these days belong to “Period 1” already."),
        ("2025-02-01", "2025-01-01", "The last day cannot come before the first."),
        ("", "2025-01-01", "Fill in “First day”"),
    ],
)
def test_periods_do_not_share_days(cast, as_person, starts_on, ends_on, message):
    PeriodFactory(arena=cast.arena)

    response = add(as_person(cast.lead), "periods", label_en="New", starts_on=starts_on, ends_on=ends_on)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert cast.arena.periods.count() == 1


def test_periods_may_touch_and_a_gap_is_named(cast, as_person):
    PeriodFactory(arena=cast.arena)
    PeriodFactory(arena=cast.other_arena, starts_on="2024-07-01", ends_on="2024-12-31")
    client = as_person(cast.lead)

    touching = add(client, "periods", label_en="Autumn", starts_on="2024-07-01", ends_on="2024-12-31")
    whole = client.get(address("section", "periods"))
    Period.objects.filter(label_en="Autumn").update(starts_on="2024-07-03")
    gap = client.get(address("section", "periods"))

    assert touching.status_code == 302
    assert whole.context["notes"] == []
    assert gap.context["notes"] == ["No period holds the days from 1 Jul 2024 to 2 Jul 2024."]


def test_a_period_may_keep_its_own_days(cast, as_person):
    row = PeriodFactory(arena=cast.arena)
    client = as_person(cast.lead)

    response = client.post(address("section-edit", "periods", row.pk), form_of(client, "periods", row.pk))

    assert response.status_code == 302, response.context["form"].errors


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"code": "SE"}, "code", "This country is already in the arena."),
        ({"mark": "circle"}, "mark", "Sweden has this shape already."),
        ({"position": "1"}, "position", "Norway has this position already."),
        ({"position": "first"}, "position", "Write a whole number from 1 to 9"),
        ({"code": "FIN"}, "code", "Write at most 2 characters"),
        ({"code": "1A"}, "code", "Write a country code of two letters"),
    ],
)
def test_each_country_has_its_own_code_shape_and_place(cast, as_person, changes, field, message):
    answers = {"name_sv": "Finland", "code": "FI", "mark": "triangle", "position": "3"} | changes

    response = add(as_person(cast.lead), "countries", **answers)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert message in response.content.decode()
    assert cast.arena.sides.count() == 2


def test_regions_are_those_of_the_country_in_the_newest_version(cast, as_person):
    old, new, foreign = (
        Region.objects.create(code=code, version=version, name=name, country=country)
        for code, version, name, country in (
            ("SE321", 2021, "Old", "SE"),
            ("SE322", 2024, "Jämtlands län", "SE"),
            ("NO060", 2024, "Trøndelag", "NO"),
        )
    )
    client = as_person(cast.lead)
    page = client.get(address("section-edit", "countries", cast.sweden.pk))
    form = form_of(client, "countries", cast.sweden.pk)

    chosen = client.post(address("section-edit", "countries", cast.sweden.pk), form | {"regions": [new.pk]})
    refused = client.post(
        address("section-edit", "countries", cast.sweden.pk),
        form_of(client, "countries", cast.sweden.pk) | {"regions": [foreign.pk]},
    )

    assert [str(key) for key, _label in page.context["form"].fields["regions"].choices] == [str(new.pk)]
    assert chosen.status_code == 302, chosen.context["form"].errors
    assert list(cast.sweden.regions.all()) == [new]
    assert LogEntry.objects.latest("pk").fields == ["regions"]
    assert refused.status_code == 422
    regions = client.get(address("section", "regions")).context["lines"]
    assert {row.code: row.is_chosen for row, _cells in regions} == {"SE321": False, "SE322": True, "NO060": False}
    assert old.name == "Old"


def test_a_country_in_use_or_one_of_two_stays(cast, as_person):
    client = as_person(cast.lead)
    SideFactory(arena=cast.arena, code="FI", name_en="Finland", mark="triangle", position=3)

    asked = client.get(address("section-remove", "countries", cast.sweden.pk))
    refused = client.post(address("section-remove", "countries", cast.sweden.pk))
    finland = Side.objects.get(code="FI")
    removed = client.post(address("section-remove", "countries", finland.pk))
    two = client.post(address("section-remove", "countries", cast.norway.pk))

    assert {(use.label, use.count) for use in asked.context["in_the_way"]} == {("roles", 1), ("teams", 1)}
    assert refused.status_code == 409
    assert "cannot be removed" in refused.content.decode()
    assert removed.status_code == 302
    assert two.status_code == 409
    assert "An arena has at least two countries." in two.content.decode()
    assert cast.arena.sides.count() == 2


def test_a_renamed_theme_keeps_its_links_and_its_address(cast, as_person):
    client = as_person(cast.lead)
    add(client, "themes", name_nb="Ønsker og ærlighet", position="1")
    theme = Theme.objects.get(arena=cast.arena)
    activity = ActivityFactory(arena=cast.arena)
    activity.themes.add(theme)

    form = form_of(client, "themes", theme.pk) | {"name_nb": "Noe helt annet"}
    client.post(address("section-edit", "themes", theme.pk), form)

    theme.refresh_from_db()
    assert (theme.key, theme.name_nb) == ("onsker-og-arlighet", "Noe helt annet")
    assert list(activity.themes.all()) == [theme]


def test_two_themes_of_one_name_have_two_addresses(cast, as_person):
    client = as_person(cast.lead)
    for number in range(3):
        client.post(
            address("section-add", "themes"), {"name_sv": "Återbruk", "position": "1", "token": f"{TOKEN}{number}"}
        )
    client.post(address("section-add", "themes"), {"name_sv": "日本", "position": "1", "token": f"{TOKEN}x"})

    assert set(cast.arena.themes.values_list("key", flat=True)) == {"aterbruk", "aterbruk-2", "aterbruk-3", "row"}


def test_a_theme_in_use_says_how_often(cast, as_person):
    theme = ThemeFactory(arena=cast.arena)
    for _number in range(3):
        ActivityFactory(arena=cast.arena).themes.add(theme)
    cast.team.themes.add(theme)
    Priority.objects.create(arena=cast.arena, side=cast.sweden, key="p", name_en="P").themes.add(theme)
    client = as_person(cast.lead)

    response = client.post(address("section-remove", "themes", theme.pk))

    page = response.content.decode()
    assert response.status_code == 409
    assert "<li>Activities: 3</li>" in page
    assert "<li>Teams: 1</li>" in page
    assert "<li>Priorities: 1</li>" in page
    assert Theme.objects.filter(pk=theme.pk).exists()


def test_a_priority_carries_side_themes_and_source(cast, as_person):
    themes = [ThemeFactory(arena=cast.arena, name_en=name) for name in ("Sharing", "Building")]
    elsewhere = ThemeFactory(arena=cast.other_arena)
    client = as_person(cast.lead)
    answers = {"name_nb": "Sirkulær økonomi", "side": cast.norway.pk, "source": "Trøndelag 2022"}

    stolen = add(client, "priorities", **answers, themes=[elsewhere.pk])
    saved = add(client, "priorities", **answers, themes=[theme.pk for theme in themes])

    row = Priority.objects.get(arena=cast.arena)
    assert stolen.status_code == 422
    assert saved.status_code == 302
    assert (row.side, row.source, set(row.themes.all())) == (cast.norway, "Trøndelag 2022", set(themes))
    page = client.get(reverse("arena:section", args=["one", "priorities"])).content.decode()
    assert "Sharing" in page
    assert "Trøndelag 2022" in page
