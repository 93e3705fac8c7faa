"""Organisations: one by number, and a sole trader's personal number nowhere."""

import pytest
from django.urls import reverse

from arena.models import Municipality, Organisation, Region
from arena.search import mend
from core.models import LogEntry
from tests.arena.settings_rows import TOKEN

ADD = "/en/a/one/settings/organisations/new/"
# Made up: the third digit says that it is a person.
PERSONAL = "811218-9876"


def posted(**changes: object) -> dict[str, object]:
    return {"name": "Återbruket AB", "country": "SE", "token": TOKEN} | changes


def test_a_coordinator_adds_an_organisation_with_everything(cast, as_person):
    region = Region.objects.create(code="SE322", version=2024, name="Jämtlands län", country="SE")
    place = Municipality.objects.create(country="SE", code="2321", name="Åre", region=region)

    response = as_person(cast.coordinator).post(
        ADD,
        posted(
            number="556016-0680",
            helix="business",
            is_enterprise="yes",
            sides=[cast.sweden.pk, cast.norway.pk],
            municipality=place.pk,
            aliases_nb="Ombruket\nOmbruket AS\n",
            aliases_any="ÅB",
        ),
    )

    assert response.status_code == 302, response.context["form"].errors
    row = cast.arena.organisations.get()
    assert (row.country, row.number, row.helix, row.is_enterprise) == ("SE", "5560160680", "business", True)
    assert set(row.sides.all()) == {cast.sweden, cast.norway}
    assert row.municipality == place
    assert set(row.aliases.values_list("name", "language")) == {
        ("Ombruket", "nb"),
        ("Ombruket AS", "nb"),
        ("ÅB", ""),
    }


def test_without_a_number_it_is_marked(cast, as_person):
    client = as_person(cast.coordinator)
    client.post(ADD, posted(country=""))

    page = client.get("/en/a/one/settings/organisations/").content.decode()

    assert "Återbruket AB" in page
    assert "Without number" in page
    assert cast.arena.organisations.get().is_enterprise is None


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"number": "556016-0681"}, "number", "right check digit"),
        ({"number": "556016-0680", "country": ""}, "country", "Choose the country of the number."),
        ({"number": "974760673x", "country": "NO"}, "number", "right check digit"),
        ({"country": "Sweden"}, "country", "Choose an answer"),
        ({"name": " "}, "name", "Fill in “Name”"),
        ({"industry_code": "3832"}, "industry_version", "Choose the edition"),
        ({"industry_code": "E38", "industry_version": "2"}, "industry_code", "such as 38.32"),
        ({"aliases_sv": "x" * 201}, "aliases_sv", "at most 200 characters on each line"),
        ({"number": "556016-0680", "is_sole_trader": "on"}, "is_sole_trader", "leave one of the two empty"),
    ],
)
def test_what_cannot_be_is_told(cast, as_person, changes, field, message):
    response = as_person(cast.lead).post(ADD, posted(**changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert message in response.content.decode()
    assert not cast.arena.organisations.exists()


def test_the_same_number_twice_is_refused_however_it_is_spelt(cast, as_person):
    Organisation.objects.create(arena=cast.arena, name="Brukta", country="SE", number="5560160680")
    Organisation.objects.create(arena=cast.other_arena, name="Elsewhere", country="NO", number="974760673")

    taken = as_person(cast.lead).post(ADD, posted(number="SE556016068001"))
    free = as_person(cast.lead).post(ADD, posted(number="NO 974 760 673 MVA", country="NO"))

    assert taken.status_code == 422
    assert "“Brukta” has this number already." in taken.content.decode()
    assert free.status_code == 302
    assert cast.arena.organisations.count() == 2


@pytest.mark.parametrize("country", ["SE", "", "NO"])
@pytest.mark.parametrize("kept", [False, True], ids=["saved", "language changed"])
def test_a_personal_number_is_neither_kept_nor_shown_again(cast, as_person, country, kept):
    more = {"keep_text": "1"} if kept else {}

    response = as_person(cast.lead).post(ADD, posted(number=PERSONAL, country=country, **more))

    page = response.content.decode()
    assert response.status_code == (200 if kept else 422)
    assert "Återbruket AB" in page
    assert PERSONAL not in page
    assert "8112189876" not in page
    if not kept:
        assert "A Swedish sole trader has a personal identity number." in page
    assert not cast.arena.organisations.exists()


def test_a_sole_trader_is_kept_without_a_number(cast, as_person):
    as_person(cast.lead).post(ADD, posted(country="", is_sole_trader="on"))

    row = cast.arena.organisations.get()
    assert (row.is_sole_trader, row.number) == (True, "")
    assert "Sole trader" in as_person(cast.lead).get("/en/a/one/settings/organisations/").content.decode()


def test_a_change_is_logged_by_name_and_a_stale_one_shows_both(cast, as_person):
    client = as_person(cast.coordinator)
    row = Organisation.objects.create(arena=cast.arena, name="Bruket")
    row.aliases.create(name="Old", language="sv")
    address = reverse("arena:section-edit", args=["one", "organisations", row.pk])

    saved = client.post(address, {"name": "Bruket AB", "aliases_sv": "Old", "sides": [cast.norway.pk], "version": "1"})
    stale = client.post(address, {"name": "Bruket i Åre", "aliases_sv": "New", "version": "1"})

    assert saved.status_code == 302, saved.context["form"].errors
    row.refresh_from_db()
    assert (row.name, row.version) == ("Bruket AB", 2)
    assert LogEntry.objects.latest("pk").fields == ["name", "sides"]
    assert stale.status_code == 409
    shown = {line.label: (line.mine, line.theirs) for line in stale.context["differences"]}
    assert shown == {
        "Name": ("Bruket i Åre", "Bruket AB"),
        "Other names (Svenska)": ("New", "Old"),
        "Country": ("", "Norway"),
        "Other names, the same in every language": ("", "Bruket"),
    }
    assert [alias.name for alias in row.aliases.all()] == ["Bruket", "Old"]


def test_a_merged_organisation_has_no_page(cast, as_person):
    whole = Organisation.objects.create(arena=cast.arena, name="Whole")
    part = Organisation.objects.create(arena=cast.arena, name="Part", merged_into=whole, canonical=whole)
    client = as_person(cast.lead)

    assert client.get(reverse("arena:section-edit", args=["one", "organisations", part.pk])).status_code == 404
    page = client.get(reverse("arena:section-remove", args=["one", "organisations", whole.pk]))
    assert [(use.label, use.count) for use in page.context["in_the_way"]] == [("organisations", 1)]


def test_an_alias_and_a_number_find_it(cast, as_person):
    row = Organisation.objects.create(arena=cast.arena, name="Bruket", country="SE", number="5560160680")
    row.aliases.create(name="Återbruksföretaget")
    Organisation.objects.create(arena=cast.arena, name="Other", country="NO", number="974760673")
    mend()
    client = as_person(cast.lead)

    for words in ("återbruks", "ÅTERBRUKS", "556016-06", "bruk"):
        found = client.get("/en/a/one/settings/organisations/", {"q": words})
        assert [line[0].name for line in found.context["lines"]] == ["Bruket"], words


def test_lists_sort_by_the_alphabet_of_the_page(cast, as_person):
    for name in ("Östersund", "Ås", "Ærlig", "Zink", "Ærø"):
        Organisation.objects.create(arena=cast.arena, name=name)
    client = as_person(cast.lead)

    def names(language: str) -> list[str]:
        page = client.get(f"/{language}/a/one/settings/organisations/")
        return [row.name for row, _cells in page.context["lines"]]

    assert names("nb") == ["Zink", "Ærlig", "Ærø", "Östersund", "Ås"]
    assert names("sv") == ["Zink", "Ås", "Ærlig", "Ærø", "Östersund"]


def test_the_form_costs_little(cast, as_person, django_assert_num_queries):
    client = as_person(cast.lead)

    with django_assert_num_queries(7):
        client.get(ADD)


@pytest.mark.parametrize("version", ["", "0", "x", "-1", "²", "9" * 5000])
def test_a_version_that_is_none_is_stale(cast, as_person, version):
    row = Organisation.objects.create(arena=cast.arena, name="Bruket")
    address = reverse("arena:section-edit", args=["one", "organisations", row.pk])

    answer = as_person(cast.coordinator).post(address, {"name": "Bruket AB", "version": version})

    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.name == "Bruket"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("aterbruket.se", "aterbruket.se"), (" @Återbruket.SE ", "xn--terbruket-42a.se"), ("", "")],
)
def test_a_mail_domain_is_kept_as_mail_servers_know_it(cast, as_person, typed, kept):
    response = as_person(cast.coordinator).post(ADD, posted(mail_domain=typed))

    assert response.status_code == 302, response.context["form"].errors
    assert cast.arena.organisations.get().mail_domain == kept


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Gmail.com", "Anybody can have an address at gmail.com. Leave this empty."),
        ("aterbruket", "Write a mail domain, such as example.org"),
        ("https://aterbruket.se", "Write a mail domain, such as example.org"),
        ("någon@återbruket.se", "Write a mail domain, such as example.org"),
    ],
)
def test_what_is_no_domain_of_its_own_is_refused(cast, as_person, typed, message):
    response = as_person(cast.coordinator).post(ADD, posted(mail_domain=typed))

    assert response.status_code == 422
    assert response.context["form"].errors == {"mail_domain": [message]}
    assert not cast.arena.organisations.exists()


def test_the_region_follows_from_the_municipality_or_stands_alone(cast, as_person):
    region, other = (
        Region.objects.create(code=code, version=2024, name=name, country="SE")
        for code, name in (("SE322", "Jämtlands län"), ("SE313", "Gävleborgs län"))
    )
    place = Municipality.objects.create(country="SE", code="2321", name="Åre", region=region)
    client = as_person(cast.coordinator)

    client.post(ADD, posted(name="Placed", municipality=place.pk, region=other.pk))
    client.post(ADD, posted(name="Somewhere", region=other.pk, token="token-of-the-form-0002"))

    assert cast.arena.organisations.get(name="Placed").region == region
    assert cast.arena.organisations.get(name="Somewhere").region == other


def test_size_and_industry_are_kept_with_the_edition_of_the_code(cast, as_person):
    client = as_person(cast.coordinator)

    answer = client.post(ADD, posted(size="micro", industry_code="3832", industry_version="2.1"))

    assert answer.status_code == 302, answer.context["form"].errors
    row = cast.arena.organisations.get()
    assert (row.size, row.industry_code, row.industry_version) == ("micro", "38.32", "2.1")
