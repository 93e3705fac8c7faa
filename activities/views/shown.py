"""What of an activity this visitor is shown: organisations by role, evidence by right."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import get_language, gettext

from activities.enums import PartRole, Status
from activities.models import Activity, Evidence
from activities.queries import parts_by_whole
from arena.access import Visitor
from core.text import sort_key
from core.uploads import EXTENSIONS


@dataclass(frozen=True)
class RoleGroup:
    """The organisations that did one thing in an activity, in words this visitor may read.

    Each with the key of its page, None where this visitor finds no page.
    """

    role: str
    label: str
    names: list[tuple[str, int | None]] = field(default_factory=list)


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence; `url` and `file_name` are empty for who may not open it, `who` for who sees no names."""

    evidence: Evidence
    url: str
    is_file: bool
    file_name: str = ""
    who: str = ""

    @property
    def kind(self) -> str:
        """What it is in words, such as PDF."""
        return EXTENSIONS.get(self.evidence.content_type, "").lstrip(".").upper() or gettext("File")

    @property
    def damage(self) -> str:
        """What is wrong with its stored file, for those who may open it."""
        return self.evidence.get_damage_display() if self.url else ""


def organisations_of(activity: Activity, *, sees_firm_names: bool) -> list[RoleGroup]:
    """By role in the order of the roles. Without the right a supported one is only a company of its sector."""
    groups = []
    language = get_language() or "en"
    for role in PartRole:
        found = [part.organisation.whole for part in parts_by_whole(activity) if part.role == role]
        is_hidden = role == PartRole.SUPPORTED and not sees_firm_names
        # Who took part in what is no draft has a page for everybody.
        has_page = sees_firm_names or not (is_hidden or activity.status == Status.DRAFT)
        names = [(_without_name(row) if is_hidden else row.name, row.pk if has_page else None) for row in found]
        if names:
            groups.append(
                RoleGroup(role.value, str(role.label), sorted(names, key=lambda named: sort_key(named[0], language)))
            )
    return groups


def _without_name(organisation: object) -> str:
    """ "a company (Business)": sorted by these words, so that the order tells nothing either."""
    sector = organisation.get_helix_display()
    return gettext("a company (%(sector)s)") % {"sector": sector} if sector else gettext("a company")


def evidence_of(activity: Activity, visitor: Visitor, *, sees_names: bool) -> list[EvidenceLine]:
    """Evidence in the order it was added, each with its address for who may open it. Uses prefetched rows."""
    lines = []
    for row in activity.evidence.all():
        may_open = opens(visitor, row)
        own = reverse("activities:evidence-file", args=[visitor.arena.slug, activity.pk, row.pk])
        who = row.added_by.name if sees_names and row.added_by else ""
        address = (own if row.file else row.url) if may_open else ""
        lines.append(EvidenceLine(row, address, bool(row.file), row.file_name if may_open else "", who))
    return lines


def opens(visitor: Visitor, evidence: Evidence) -> bool:
    """Whether the visitor may open the file or address: by role, or because they added it."""
    person = visitor.principal.pk
    return visitor.sees_evidence_files or (person is not None and evidence.added_by_id == person)
