"""Looking at two that look alike, merging them with a reason, and undoing it, by the pages."""

import re

import pytest

from arena.models import NotDuplicate, Organisation
from arena.search.index import mend
from core.models import LogEntry
from core.writes import new_token
from tests.factories import ActivityFactory, IndicatorFactory, OrganisationFactory, OrganisationPartFactory
from tests.portal.organisation_rows import REGISTER, two_sides

DUPLICATES = f"{REGISTER}duplicates/"
DECIDE = f"{DUPLICATES}decide/"


def merge_page(one: Organisation, other: Organisation) -> str:
    return f"{REGISTER}{one.pk}/merge/{other.pk}/"


def undo_page(row: Organisation) -> str:
    return f"{REGISTER}{row.pk}/part/"


def posted(stays: Organisation, *rows: Organisation, **more: object) -> dict[str, object]:
    versions = {f"version_{row.pk}": Organisation.objects.get(pk=row.pk).version for row in (stays, *rows)}
    return {"token": new_token(), "keep": stays.pk, "reason": "border"} | versions | more


@pytest.fixture
def world(cast):
    return two_sides(cast)


@pytest.fixture
def keeper(cast, as_person):
    return as_person(cast.coordinator)


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_pairs_are_listed_with_their_reasons_the_most_alike_first(cast, keeper, world):
    OrganisationFactory(arena=cast.arena, name="Anderssons Bygg")
    OrganisationFactory(arena=cast.arena, name="Andersons Bygg")

    page = text(keeper.get(DUPLICATES))

    assert page.index("The same name, apart from the legal form, such as AB or AS.") < page.index("One letter differs.")
    assert merge_page(world.swedish, world.norwegian) in page
    assert "To review (2)" in page


def test_a_reason_names_the_names_it_is_about(cast, keeper, world):
    world.school.aliases.create(name="Kölens Ombruk")

    page = text(keeper.get(DUPLICATES))

    assert "It is about the names “Kölens Ombruk AB” and “Kölens Ombruk”." in page


def test_two_that_are_two_leave_the_list_and_come_back(cast, keeper, world):
    pair = {"first": world.norwegian.pk, "second": world.swedish.pk}

    noted = keeper.post(DECIDE, pair | {"decision": "apart"})
    without = text(keeper.get(DUPLICATES))
    decided = text(keeper.get(f"{DUPLICATES}?decided=1"))
    taken_back = keeper.post(DECIDE, pair | {"decision": "forget"})

    assert (noted.status_code, taken_back.status_code) == (302, 302)
    assert "No two organisations look alike" in without
    assert "Kølens Ombruk AS" in decided
    assert "Take back" in decided
    assert not NotDuplicate.objects.exists()
    assert "Kølens Ombruk AS" in text(keeper.get(DUPLICATES))


@pytest.mark.parametrize("first", ["", "x", "-1", "²", "0", "9" * 30, "999999"])
def test_a_decision_about_nothing_changes_nothing(cast, keeper, world, first):
    answer = keeper.post(DECIDE, {"first": first, "second": world.swedish.pk, "decision": "apart"}, follow=True)

    assert "Nothing was changed." in text(answer)
    assert not NotDuplicate.objects.exists()


def test_both_stand_side_by_side_and_what_differs_is_marked(cast, keeper, world):
    page = keeper.get(merge_page(world.swedish, world.norwegian))

    lines = {line.label: line for line in page.context["lines"]}
    assert lines["Organisation number"].texts == ("SE 5560160680", "NO 974760673")
    assert lines["Organisation number"].differs
    assert not lines["Sector"].differs
    uses = {line.label: line.texts for line in page.context["uses"]}
    assert (uses["Activities"], uses["Teams"]) == (("2", "2"), ("1", "1"))
    assert text(page).count(">Differs<") == len([line for line in lines.values() if line.differs]) > 0


def test_the_one_with_a_number_or_more_uses_is_offered_first(cast, keeper):
    bare, numbered, used = (
        OrganisationFactory(arena=cast.arena, name="Bruket", **more)
        for more in ({}, {"country": "SE", "number": "5560160680"}, {})
    )
    OrganisationPartFactory(activity__arena=cast.arena, organisation=used)

    def offered(one, other):
        return int(keeper.get(merge_page(one, other)).context["form"].initial["keep"])

    assert offered(bare, numbered) == offered(numbered, bare) == numbered.pk
    assert offered(bare, used) == offered(used, bare) == used.pk


def test_what_follows_is_said_in_figures_and_then_true(cast, keeper, world):
    before = text(keeper.get(merge_page(world.swedish, world.norwegian)))
    said = "“Supported companies” goes from 2 to 1."

    keeper.post(merge_page(world.swedish, world.norwegian), posted(world.swedish, world.norwegian), follow=True)

    assert said in before
    assert "Counted in more than one country: from 0 to 1." in before
    assert "The register: from 3 to 2 organisations." in before
    indicator = text(keeper.get("/en/a/one/indicators/supported/"))
    assert "Kölens Ombruk AB" in indicator
    assert "Kølens Ombruk AS" not in indicator


def test_figures_that_hang_on_which_one_stays_are_said_for_each(cast, keeper, world):
    Organisation.objects.filter(pk=world.norwegian.pk).update(is_enterprise=False)

    page = keeper.get(merge_page(world.swedish, world.norwegian))

    effects = dict(page.context["effects"])
    assert effects["Kölens Ombruk AB"][0] == "“Supported companies” stays at 1."
    assert effects["Kølens Ombruk AS"][0] == "“Supported companies” goes from 1 to 0."


def test_an_unknown_figure_stays_unknown(cast, keeper, world):
    cast.arena.indicators.update(log_is_complete=False)

    assert "“Supported companies” stays unknown" in text(keeper.get(merge_page(world.swedish, world.norwegian)))


def test_looking_writes_nothing(cast, keeper, world):
    def state():
        rows = Organisation.objects.order_by("pk").values_list("pk", "version", "changed_at", "canonical")
        return list(rows), LogEntry.objects.count()

    before = state()
    for address in (DUPLICATES, merge_page(world.swedish, world.norwegian), f"{REGISTER}{world.swedish.pk}/merge/?q=k"):
        keeper.get(address)

    assert state() == before


def test_merged_with_a_reason_and_undone_with_another(cast, keeper, world):
    merged = keeper.post(
        merge_page(world.norwegian, world.swedish), posted(world.swedish, world.norwegian), follow=True
    )
    undo = text(keeper.get(undo_page(world.norwegian)))
    version = Organisation.objects.get(pk=world.norwegian.pk).version
    parted = keeper.post(
        undo_page(world.norwegian), {"token": new_token(), "version": version, "reason": "mistake"}, follow=True
    )

    assert "“Kølens Ombruk AS” is a part of “Kölens Ombruk AB” now." in text(merged)
    assert "“Supported companies” goes from 1 to 2." in undo
    assert "“Kølens Ombruk AS” stands on its own again." in text(parted)
    assert not Organisation.objects.exclude(canonical=None).exists()
    assert set(LogEntry.objects.filter(verb__contains="organisation").values_list("verb", flat=True)) == {
        "merge_organisation",
        "take_in_organisation",
        "part_organisation",
        "let_go_organisation",
    }


def test_sent_twice_is_merged_once(cast, keeper, world):
    form = posted(world.swedish, world.norwegian)

    first, second = (keeper.post(merge_page(world.swedish, world.norwegian), form) for _number in range(2))

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert LogEntry.objects.filter(verb="merge_organisation").count() == 1


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"reason": ""}, "Choose a reason"),
        ({"reason": "because"}, "Choose a reason"),
        ({"keep": "999"}, "Choose an answer"),
        ({"token": ""}, "This form has expired"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_merged(cast, keeper, world, more, message):
    answer = keeper.post(merge_page(world.swedish, world.norwegian), posted(world.swedish, world.norwegian, **more))

    assert message in text(answer, 422)
    assert not Organisation.objects.exclude(canonical=None).exists()


def test_a_stale_page_is_told_and_shows_both_as_they_are_now(cast, keeper, world):
    form = posted(world.swedish, world.norwegian)
    Organisation.objects.filter(pk=world.norwegian.pk).update(name="Kølens Gjenbruk AS", version=7)

    answer = keeper.post(merge_page(world.swedish, world.norwegian), form)

    assert "Nothing was merged." in text(answer, 409)
    assert "Kølens Gjenbruk AS" in text(answer, 409)
    assert f'name="version_{world.norwegian.pk}" value="7"' in text(answer, 409)
    assert not Organisation.objects.exclude(canonical=None).exists()


def test_who_comes_too_late_is_told(cast, keeper, world):
    form, back = posted(world.swedish, world.norwegian), posted(world.norwegian, world.swedish)
    keeper.post(merge_page(world.swedish, world.norwegian), form)

    late = keeper.post(merge_page(world.swedish, world.norwegian), back)
    again = keeper.get(merge_page(world.swedish, world.norwegian))

    assert "is merged into another organisation already" in text(late, 409)
    assert (again.status_code, again.url) == (302, f"{REGISTER}{world.swedish.pk}/")
    assert Organisation.objects.get(pk=world.norwegian.pk).canonical == world.swedish


def test_two_verified_numbers_of_one_country_cannot_be_merged(cast, keeper, world):
    other = OrganisationFactory(arena=cast.arena, name="Kölens Ombruk", country="SE", number="5560125790")

    page = keeper.get(merge_page(world.swedish, other))
    answer = keeper.post(merge_page(world.swedish, other), posted(world.swedish, other))

    assert "Both have a verified number in the same country" in text(page)
    assert "They are one: merge" not in text(page)
    assert "Both have a verified number in the same country" in text(answer, 422)
    assert not Organisation.objects.exclude(canonical=None).exists()


def test_a_decision_that_they_are_two_is_shown_before_they_are_merged(cast, keeper, world):
    keeper.post(DECIDE, {"first": world.swedish.pk, "second": world.norwegian.pk})

    assert "Somebody has noted that these two are not the same." in text(
        keeper.get(merge_page(world.swedish, world.norwegian))
    )


def test_an_undo_from_before_is_stale_and_one_without_a_reason_waits(cast, keeper, world):
    keeper.post(merge_page(world.swedish, world.norwegian), posted(world.swedish, world.norwegian))

    stale = keeper.post(undo_page(world.norwegian), {"token": new_token(), "version": 1, "reason": "mistake"})
    bare = keeper.post(undo_page(world.norwegian), {"token": new_token(), "version": 2})

    assert "Someone else saved first." in text(stale, 409)
    assert "Choose a reason" in text(bare, 422)
    assert Organisation.objects.get(pk=world.norwegian.pk).canonical == world.swedish


def test_what_is_not_merged_has_nothing_to_undo(cast, keeper, world):
    assert keeper.get(undo_page(world.swedish)).url == f"{REGISTER}{world.swedish.pk}/"
    answer = keeper.post(undo_page(world.swedish), {"token": new_token(), "version": 1, "reason": "mistake"})
    assert "stands on its own already" in text(answer, 422)


def test_another_one_is_found_by_any_of_its_names(cast, keeper, world):
    world.norwegian.aliases.create(name="Fjellombruket")
    mend(cast.arena)
    address = f"{REGISTER}{world.school.pk}/merge/"

    found = text(keeper.get(f"{address}?q=fjellombr"))
    nothing = text(keeper.get(f"{address}?q=finns+inte"))

    assert merge_page(world.school, world.norwegian) in found
    assert merge_page(world.school, world.swedish) not in found
    assert "No other organisation has the words “finns inte”." in nothing
    assert merge_page(world.norwegian, world.swedish) in text(keeper.get(f"{REGISTER}{world.norwegian.pk}/merge/"))


def test_nothing_of_another_arena_is_reached(cast, keeper, world):
    foreign = OrganisationFactory(arena=cast.other_arena)

    for address in (merge_page(world.swedish, foreign), merge_page(foreign, world.swedish), undo_page(foreign)):
        assert keeper.get(address).status_code == 404
        assert keeper.post(address).status_code == 404
    assert keeper.get(f"{REGISTER}{foreign.pk}/merge/").status_code == 404
    assert keeper.get(merge_page(world.swedish, world.swedish)).status_code == 404


def test_the_language_changes_without_losing_the_answers(cast, keeper, world):
    form = posted(world.norwegian, world.swedish, reason="register", keep_text="1")

    page = text(keeper.post(merge_page(world.swedish, world.norwegian).replace("/en/", "/sv/"), form))

    assert re.search(rf'value="{world.norwegian.pk}"[^>]* checked', page)
    assert re.search(r'value="register"[^>]* checked', page)
    assert not Organisation.objects.exclude(canonical=None).exists()


def test_a_hint_says_what_is_there_already(cast, keeper, world):
    page = text(keeper.get(f"{REGISTER}look-alikes/", {"name": "KÖLENS OMBRUK"}))
    part = keeper.get(f"{REGISTER}look-alikes/", {"name": "Kølens Ombruk"}, headers={"HX-Request": "true"})
    nothing = text(keeper.get(f"{REGISTER}look-alikes/", {"name": "Helt annat"}))

    assert "There is already “Kölens Ombruk AB”. Is it the same?" in page
    assert "There is already “Kølens Ombruk AS”. Is it the same?" in text(part)
    assert "<html" not in text(part)
    assert "Nothing here looks like “Helt annat”." in nothing


def test_a_new_one_that_looks_like_another_is_saved_and_asked_about(cast, keeper, world):
    form = {"name": "Kölens ombruk", "country": "", "token": new_token()}

    answer = keeper.post("/en/a/one/settings/organisations/new/", form, follow=True)

    made = cast.arena.organisations.get(name="Kölens ombruk")
    assert "Is it the same?" in text(answer)
    assert merge_page(made, world.swedish) in text(answer)


@pytest.mark.parametrize("n", [2, 30])
def test_pages_cost_the_same_however_much_looks_alike(cast, keeper, world, django_assert_num_queries, n):
    for number in range(n):
        OrganisationFactory(arena=cast.arena, name=f"{number} merged", merged_into=world.swedish).aliases.create(
            name="Alias"
        )
        for ending in ("AB", "AS"):
            row = OrganisationFactory(arena=cast.arena, name=f"{number} Bruk {ending}")
            OrganisationPartFactory(activity=ActivityFactory(arena=cast.arena, kind="coaching"), organisation=row)
    IndicatorFactory(arena=cast.arena, rule="demonstrations")
    keeper.get(DUPLICATES)

    for address, queries in ((DUPLICATES, 11), (f"{REGISTER}{world.swedish.pk}/merge/?q=bruk", 12)):
        with django_assert_num_queries(queries):
            keeper.get(address)
    with django_assert_num_queries(16):
        answer = keeper.get(merge_page(world.swedish, world.norwegian))
    assert len(answer.content) < 100_000
