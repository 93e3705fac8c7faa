"""What of an activity this visitor is shown: organisations by role, evidence by right."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext

from activities.enums import PartRole
from activities.models import Activity, Evidence
from arena.access import Visitor


@dataclass(frozen=True)
class RoleGroup:
    """The organisations that did one thing in an activity, in words this visitor may read."""

    role: str
    label: str
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence; `url` is empty for who may not open it."""

    evidence: Evidence
    url: str
    is_file: bool


def organisations_of(activity: Activity, *, sees_firm_names: bool) -> list[RoleGroup]:
    """By role in the order of the roles. Without the right a supported one is only a company of its sector."""
    groups = []
    for role in PartRole:
        parts = [part for part in activity.organisation_parts.all() if part.role == role]
        found = {(part.organisation.merged_into or part.organisation) for part in parts}
        is_hidden = role == PartRole.SUPPORTED and not sees_firm_names
        names = sorted(_without_name(row) if is_hidden else row.name for row in found)
        if names:
            groups.append(RoleGroup(role.value, str(role.label), names))
    return groups


def _without_name(organisation: object) -> str:
    """ "a company (Business)": sorted by these words, so that the order tells nothing either."""
    sector = organisation.get_helix_display()
    return gettext("a company (%(sector)s)") % {"sector": sector} if sector else gettext("a company")


def evidence_of(activity: Activity, visitor: Visitor) -> list[EvidenceLine]:
    """Evidence in the order it was added, each with its address for who may open it."""
    lines = []
    for row in activity.evidence.all():
        may_open = opens(visitor, row)
        own = reverse("activities:evidence-file", args=[visitor.arena.slug, activity.pk, row.pk])
        lines.append(EvidenceLine(row, (own if row.file else row.url) if may_open else "", bool(row.file)))
    return lines


def opens(visitor: Visitor, evidence: Evidence) -> bool:
    """Whether the visitor may open the file or address: by role, or because they added it."""
    person = visitor.principal.pk
    return visitor.sees_evidence_files or (person is not None and evidence.added_by_id == person)
