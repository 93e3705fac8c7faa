"""Finding the companies that somebody names."""

import pytest

from activities.actions.facts import ActivityFacts
from activities.actions.supported import set_supported
from arena.models import Organisation, OrganisationAlias
from core.errors import RuleBroken
from tests.factories import ActivityFactory, OrganisationFactory, OrganisationPartFactory

SWEDISH, NORWEGIAN = "5560160680", "923609016"
PERSON = "811228-9874"


@pytest.fixture
def activity(cast):
    return ActivityFactory(arena=cast.arena)


@pytest.fixture
def name_them(cast, activity):
    """Names the supported companies and gives them back, by key."""

    def run(*lines, keeps=False, sides=(), knows=True):
        facts = {"supported": lines, "keeps_supported": keeps, "sides": sides, "knows_register": knows}
        set_supported(activity, ActivityFacts(title="x", language="sv", **facts), actor=cast.member)
        activity.refresh_from_db()
        return [part.organisation for part in activity.organisation_parts.order_by("organisation_id")]

    return run


def known(cast, **more):
    return OrganisationFactory(arena=cast.arena, **{"name": "Volvo AB", "country": "SE", "number": SWEDISH, **more})


@pytest.mark.parametrize(
    "line",
    [
        "Volvo AB",
        "volvo ab",
        "VOLVO  AB",
        "5560160680",
        "556016-0680",
        "Volvo AB 556016-0680",
        "Helt annat namn 556016 0680",
        "Volvo AB (org.nr 556016-0680)",
        "SE556016068001",
        "556016-0680 Volvo AB",
    ],
)
def test_company_is_found_by_name_or_number(cast, name_them, line):
    company = known(cast)

    assert name_them(line) == [company]
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("line", ["Equinor 923 609 016", "923609016", "NO 923 609 016 MVA"])
def test_norwegian_number_is_found(cast, name_them, line):
    company = known(cast, name="Equinor ASA", country="NO", number=NORWEGIAN)

    assert name_them(line) == [company]


def test_other_name_of_a_company_is_found(cast, name_them):
    company = known(cast)
    OrganisationAlias.objects.create(organisation=company, name="Volvokoncernen")

    assert name_them("Volvokoncernen") == [company]


def test_new_name_becomes_a_provisional_company_of_the_only_side(cast, name_them):
    (company,) = name_them("Nya Bolaget", sides=(cast.sweden,))

    assert (company.name, company.number, company.is_enterprise, company.is_provisional) == (
        "Nya Bolaget",
        "",
        True,
        True,
    )
    assert [side.code for side in company.sides.all()] == ["SE"]


def test_side_of_a_new_company_in_a_joint_activity_is_unknown(cast, name_them):
    (company,) = name_them("Nya Bolaget", sides=(cast.norway, cast.sweden))

    assert not company.sides.exists()


def test_new_number_with_a_name_becomes_a_verified_company(cast, name_them):
    (company,) = name_them("Volvo AB 556016-0680", sides=(cast.norway,))

    assert (company.name, company.country, company.number) == ("Volvo AB", "SE", SWEDISH)
    assert [side.code for side in company.sides.all()] == ["SE"]


def test_unknown_number_alone_asks_for_the_name(name_them):
    with pytest.raises(RuleBroken, match=r"organisation\.name_missing") as refused:
        name_them("556016-0680")

    assert refused.value.field == "supported"


def test_wrong_check_digit_is_told(name_them):
    with pytest.raises(RuleBroken, match=r"organisation\.number_invalid") as refused:
        name_them("Volvo AB 556016-0681")

    assert refused.value.field == "supported"
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "line", [f"Annas Snickeri {PERSON}", f"{PERSON} Annas Snickeri", f"Annas Snickeri, 19{PERSON}"]
)
def test_personal_identity_number_is_never_kept(name_them, line):
    (company,) = name_them(line)

    assert (company.name, company.number) == ("Annas Snickeri", "")


def test_personal_identity_number_alone_is_refused(name_them):
    with pytest.raises(RuleBroken, match=r"organisation\.name_missing"):
        name_them(PERSON)

    assert not Organisation.objects.exists()


@pytest.mark.parametrize("name", ["Summit 2018", "3D-verkstaden", "Kvarteret 24-26", "24Seven", "Bygg & Rör 2000"])
def test_short_numbers_are_part_of_the_name(name_them, name):
    assert [company.name for company in name_them(name)] == [name]


def test_two_of_the_same_name_are_asked_apart(cast, name_them):
    OrganisationFactory(arena=cast.arena, name="Verkstaden")
    OrganisationFactory(arena=cast.arena, name="Verkstaden")

    with pytest.raises(RuleBroken, match=r"organisation\.name_ambiguous") as refused:
        name_them("Verkstaden")

    assert refused.value.field == "supported"


def test_one_already_noted_is_meant_when_two_share_the_name(cast, activity, name_them):
    noted = OrganisationFactory(arena=cast.arena, name="Verkstaden")
    OrganisationFactory(arena=cast.arena, name="Verkstaden")
    OrganisationPartFactory(activity=activity, organisation=noted)

    assert name_them("Verkstaden") == [noted]


def test_merged_company_stands_for_itself_by_its_whole(cast, name_them):
    whole = known(cast)
    known(cast, name="Gamla Volvo", number="5560123456", merged_into=whole)

    assert name_them("Gamla Volvo", "5560123456") == [whole]


def test_company_of_another_arena_is_not_found(cast, name_them):
    OrganisationFactory(arena=cast.other_arena, name="Volvo AB")

    (company,) = name_them("Volvo AB")

    assert company.arena == cast.arena


def test_named_twice_is_linked_once(cast, name_them):
    company = known(cast)

    assert name_them("Volvo AB", "556016-0680", "volvo ab") == [company]


def test_who_is_no_longer_named_goes_unless_kept(cast, activity, name_them):
    first, second = known(cast), known(cast, name="Andra AB", number="")
    OrganisationPartFactory(activity=activity, organisation=first)

    kept = name_them("Andra AB", keeps=True)
    replaced = name_them("Andra AB")

    assert kept == [first, second]
    assert replaced == [second]


@pytest.mark.parametrize("is_there", [True, False])
def test_who_may_not_know_the_register_learns_nothing_from_a_number_alone(cast, name_them, is_there):
    if is_there:
        known(cast)

    with pytest.raises(RuleBroken, match=r"organisation\.name_missing") as refused:
        name_them(SWEDISH, knows=False)

    assert str(refused.value.message) == "Write the company’s name as well."


@pytest.mark.parametrize("n_there", [0, 1, 2])
def test_who_may_not_know_the_register_is_never_asked_which(cast, name_them, n_there):
    for _number in range(n_there):
        OrganisationFactory(arena=cast.arena, name="Verkstaden")

    (company,) = name_them("Verkstaden", knows=False)

    assert company.name == "Verkstaden"
    assert cast.arena.organisations.count() == {0: 1, 1: 1, 2: 3}[n_there]


def test_a_link_to_a_merged_company_stays_where_it_is(cast, activity, name_them):
    whole = known(cast)
    merged = known(cast, name="Gamla Volvo", number="", merged_into=whole)
    link = OrganisationPartFactory(activity=activity, organisation=merged)

    kept = name_them("Volvo AB")
    taken_away = name_them("Andra AB")

    assert kept == [merged]
    assert [company.name for company in taken_away] == ["Andra AB"]
    assert not type(link).objects.filter(pk=link.pk).exists()
