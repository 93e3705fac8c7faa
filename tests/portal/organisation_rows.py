"""Rows that the tests of the register share."""

from dataclasses import dataclass

from activities.enums import PartRole
from activities.models import Activity
from arena.models import Organisation
from tests.conftest import Cast
from tests.factories import ActivityFactory, IndicatorFactory, MembershipFactory, OrganisationFactory
from tests.factories import OrganisationPartFactory as Part

REGISTER = "/en/a/one/organisations/"


@dataclass(frozen=True)
class TwoSides:
    """One enterprise under two spellings, one on each side of the border, with something of every kind beside it."""

    swedish: Organisation
    norwegian: Organisation
    school: Organisation
    coaching: Activity
    workshop: Activity
    fair: Activity

    @property
    def both(self) -> set[int]:
        """Keys of the two spellings."""
        return {self.swedish.pk, self.norwegian.pk}


def two_sides(cast: Cast) -> TwoSides:
    """Both spellings received support, took part in a fair, and are in a team; a school organised the fair."""
    facts = {"arena": cast.arena, "helix": "business"}
    swedish = OrganisationFactory(**facts, name="Kölens Ombruk AB", country="SE", number="5560160680")
    norwegian = OrganisationFactory(**facts, name="Kølens Ombruk AS", country="NO", number="974760673")
    school = OrganisationFactory(arena=cast.arena, name="Gränsskolan", helix="academia", is_enterprise=False)
    swedish.sides.add(cast.sweden)
    norwegian.sides.add(cast.norway)
    coaching, workshop, fair = (
        ActivityFactory(arena=cast.arena, title=title, kind=kind)
        for title, kind in (("Rådgivning", "coaching"), ("Verksted", "workshop"), ("Mässa", "event"))
    )
    coaching.sides.add(cast.sweden)
    workshop.sides.add(cast.norway)
    for firm, supported in ((swedish, coaching), (norwegian, workshop)):
        Part(activity=supported, organisation=firm)
        Part(activity=fair, organisation=firm, role=PartRole.PARTICIPANT)
        MembershipFactory(team=cast.team, user=None, organisation=firm)
    Part(activity=fair, organisation=school, role=PartRole.ORGANISER)
    cast.team.anchor = norwegian
    cast.team.save()
    IndicatorFactory(arena=cast.arena, code="supported", rule="supported_enterprises", name_en="Supported companies")
    return TwoSides(swedish, norwegian, school, coaching, workshop, fair)


def hidden_firm(cast: Cast, **facts: object) -> Organisation:
    """A company that is in the arena only because it received support."""
    firm = OrganisationFactory(
        **{"arena": cast.arena, "name": "Kanariefirman AB", "country": "SE", "number": "5560360793"} | facts
    )
    Part(activity=ActivityFactory(arena=cast.arena, kind="coaching", title="Stöd"), organisation=firm)
    return firm
