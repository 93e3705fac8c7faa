"""Which organisations had which part in an activity."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.actions.supported import Search, company_of
from activities.enums import PartRole
from activities.models import Activity, OrganisationPart
from core.errors import RuleBroken


@dataclass(frozen=True)
class Part:
    """What an organisation did: one of the register by its key, or a new one by what somebody wrote.

    `knows_register` is False for who may not learn which companies the arena knows.
    """

    role: str
    key: int | None = None
    name: str = ""
    knows_register: bool = True


def set_parts(activity: Activity, parts: Iterable[Part], *, keeps_supported: bool, actor: User | None) -> None:
    """Makes `parts` what organisations did in an activity; with `keeps_supported` noted support stays.

    What is new by name is looked for in the register and else added without a number. Refuses
    `organisation.other_arena` and what the company search refuses, all for the field `parts`.
    """
    wanted = {(part.role, _organisation(activity, part, actor)) for part in parts}
    known = {
        (part.role, part.organisation.canonical_key): part.pk
        for part in activity.organisation_parts.select_related("organisation")
    }
    gone = [
        key
        for (role, organisation), key in known.items()
        if (role, organisation) not in wanted and not (keeps_supported and role == PartRole.SUPPORTED)
    ]
    activity.organisation_parts.filter(pk__in=gone).delete()
    for role, organisation in sorted(wanted - set(known)):
        OrganisationPart.objects.get_or_create(activity=activity, organisation_id=organisation, role=role)


def _organisation(activity: Activity, part: Part, actor: User | None) -> int:
    if part.key is not None:
        row = activity.arena.organisations.filter(pk=part.key).first()
        if row is None:
            raise RuleBroken("organisation.other_arena", _("Choose an answer"), field="parts")
        return row.canonical_key
    search = Search(
        activity.arena, [], tuple(activity.sides.all()), part.knows_register, actor, part.role == PartRole.SUPPORTED
    )
    try:
        return company_of(part.name, search).pk
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.message, field="parts") from broken
