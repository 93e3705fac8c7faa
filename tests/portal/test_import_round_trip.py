"""What the arena hands out as a file is known again when it comes back."""

import pytest

from arena.enums import Helix, RowOutcome, Size
from arena.models import Municipality, Organisation
from tests.arena.imports.files import checked, geography, verdicts, written
from tests.factories import OrganisationFactory, SideFactory


@pytest.fixture
def register(cast):
    """Organisations of every sort."""
    geography()
    full = OrganisationFactory(
        arena=cast.arena,
        name="=Återbruk, Øst",
        country="SE",
        number="5560360793",
        helix=Helix.BUSINESS,
        size=Size.SMALL,
        industry_code="38.32",
        industry_version="2",
        municipality=Municipality.objects.get(name="Åre"),
    )
    full.sides.add(cast.norway, cast.sweden)
    OrganisationFactory(arena=cast.arena, name="Utan nummer", is_enterprise=None)
    OrganisationFactory(arena=cast.arena, name="Utan nummer", is_enterprise=False)
    OrganisationFactory(arena=cast.arena, name="Annas firma", country="SE", is_sole_trader=True)
    return full


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_the_register_comes_back_as_what_is_there(cast, as_person, register, language):
    answer = as_person(cast.lead).get(f"/{language}/a/one/organisations/?format=csv")

    run = checked(cast.arena, b"".join(answer.streaming_content), language=language)

    assert verdicts(run) == [(number, RowOutcome.MATCH, "match.id") for number in range(2, 6)]
    written(run)
    assert Organisation.objects.count() == 4


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_the_register_of_one_arena_can_be_brought_into_another(cast, as_person, register, language):
    content = b"".join(as_person(cast.lead).get(f"/{language}/a/one/organisations/?format=csv").streaming_content)
    for side in cast.arena.sides.all():
        SideFactory(arena=cast.other_arena, code=side.code, mark=side.mark, position=side.position)

    written(checked(cast.other_arena, content, language=language, arena_id=None))

    brought = cast.other_arena.organisations.get(number=register.number)
    for name in ("name", "country", "helix", "size", "is_enterprise", "industry_code", "industry_version"):
        assert getattr(brought, name) == getattr(register, name)
    assert brought.municipality == register.municipality
    assert brought.sides.count() == 2
    assert cast.other_arena.organisations.get(name="Annas firma").is_sole_trader
