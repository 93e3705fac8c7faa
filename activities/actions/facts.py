"""What a person says about an activity, as the actions take it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from activities.enums import PartRole, Status
from activities.models import Activity
from arena.models import Arena, Municipality, Organisation, Side, Theme
from core.dates import DatePrecision, PartialDate
from core.uploads import AcceptedUpload
from teams.models import Team

UNKNOWN_DATE = PartialDate(None, DatePrecision.UNKNOWN)


@dataclass(frozen=True, kw_only=True)
class ActivityFacts:
    """What a person says about an activity. Everything but the title may be unknown.

    `status` is held, planned, cancelled or unknown; empty = follow the date. `why` says why a plan was cancelled or
    changed. `attended` counts people over all
    channels. `supported` names the companies that received support, each line by name, by number or both; with
    `keeps_supported` those already noted stay and `supported` adds to them. `knows_register` is False for who may not
    learn which companies the arena knows: nothing is then refused or accepted because of it.
    """

    title: str
    language: str
    description: str = ""
    when: PartialDate = UNKNOWN_DATE
    status: str = ""
    why: str = ""
    kind: str = ""
    sides: tuple[Side, ...] = ()
    themes: tuple[Theme, ...] = ()
    team: Team | None = None
    meeting_form: str = ""
    municipality: Municipality | None = None
    place: str = ""
    attended: int | None = None
    supported: tuple[str, ...] = ()
    keeps_supported: bool = False
    knows_register: bool = True

    def with_changes(self, **changed: Any) -> "ActivityFacts":
        """The same with some facts changed; the companies that received support stay noted as they are."""
        return replace(self, **{"supported": (), "keeps_supported": True, **changed})


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What is handed in together with an activity to prove it: a link, a file, both or neither."""

    link: str = ""
    file: AcceptedUpload | None = None


NO_PROOF = Proof()


def status_on(when: PartialDate, *, on: date) -> str:
    """Planned while its first possible day lies after `on`, else held."""
    return Status.PLANNED if when.first is not None and when.first > on else Status.HELD


def facts_of(activity: Activity) -> ActivityFacts:
    """What stands in the database about an activity, in the shape a form hands in. Uses prefetched rows."""
    counts = [row.attended for row in activity.headcounts.all()]
    return ActivityFacts(
        title=activity.title,
        language=activity.language,
        description=activity.description,
        when=activity.when,
        status=activity.status,
        kind=activity.kind,
        sides=tuple(sorted(activity.sides.all(), key=lambda side: side.position)),
        themes=tuple(activity.themes.all()),
        team=activity.team,
        meeting_form=activity.meeting_form,
        municipality=activity.municipality,
        place=activity.place,
        attended=sum(counts) if counts else None,
        supported=tuple(company_line(company) for company in supported_in(activity)),
    )


def supported_in(activity: Activity) -> list[Organisation]:
    """The companies that received support in an activity, by name, each once. Uses prefetched rows."""
    parts = [part for part in activity.organisation_parts.all() if part.role == PartRole.SUPPORTED]
    return sorted({part.organisation.whole for part in parts}, key=lambda company: (company.name, company.pk))


def company_line(company: Organisation) -> str:
    """How a company stands in the form's list: its name, and its number so that no other is meant."""
    return f"{company.name} {company.number}".strip()


def belongs_to(arena: Arena, facts: ActivityFacts) -> bool:
    """Whether team, sides and themes are of this arena."""
    arenas = {side.arena_id for side in facts.sides} | {theme.arena_id for theme in facts.themes}
    return arenas | ({facts.team.arena_id} if facts.team else set()) <= {arena.pk}
