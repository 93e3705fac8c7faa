"""What waits for a person in an arena: a registry that higher apps add theirs to.

`activities.today.register(Wait(...))` from an app's `ready()` is all it takes: the page, its counts and the overview
are the same for every kind.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.principal import Principal
from activities.checks import due_on
from activities.enums import Kind, Status
from activities.models import Activity, Evidence
from activities.queries import finished_by
from arena.models import Arena

type Text = str | Promise
HELD = Q(status=Status.HELD)
PUBLISHED = Q(status__in=(Status.PLANNED, Status.HELD))


@dataclass(frozen=True, kw_only=True)
class Wait:
    """One thing that an activity may lack. `label` names it, `counted` names so many activities that lack it.

    `lacks` gives the condition on a day, None where the arena does not ask. `address` is the named page that puts it
    right, called with the arena's address and the activity's key; `field` the control on it. `page`, if given, is the
    named page where all of them are put right.
    """

    slug: str
    label: Text
    counted: Callable[[int], str]
    lacks: Callable[[Arena, date], Q | None]
    address: str
    field: str = ""
    page: str = ""

    def url(self, slug: str, key: int) -> str:
        """Straight to the place where it is put right."""
        return reverse(self.address, args=[slug, key]) + (f"#{self.field}" if self.field else "")


WAITS: list[Wait] = []


def register(wait: Wait) -> None:
    """Adds a kind of thing that may wait; once for each slug."""
    if all(known.slug != wait.slug for known in WAITS):
        WAITS.append(wait)


def _lacks_evidence(arena: Arena, on: date) -> Q:
    return HELD & Q(kind=Kind.DEMONSTRATION) & ~Exists(Evidence.objects.filter(activity=OuterRef("pk")))


def _lacks_rating(arena: Arena, on: date) -> Q:
    """What was held is rated by what was seen; what was expected of it is not enough."""
    return HELD & (Q(standing__is_observed=False) | Q(standing__is_observed__isnull=True))


def _lacks_theme(arena: Arena, on: date) -> Q:
    """Where the arena has themes; the project's own meetings are about all of them."""
    links = Activity.themes.through._default_manager.filter(activity=OuterRef("pk"))
    return PUBLISHED & ~Q(kind=Kind.INTERNAL) & ~Exists(links) & Exists(arena.themes.all())


for _wait in (
    Wait(
        slug="draft",
        label=_("Finish the draft"),
        counted=lambda n: ngettext("Draft to finish", "Drafts to finish", n),
        lacks=lambda arena, on: Q(status=Status.DRAFT),
        address="activities:edit",
    ),
    Wait(
        slug="passed",
        label=_("Say whether it was held"),
        counted=lambda n: ngettext("Plan whose day has passed", "Plans whose day has passed", n),
        lacks=lambda arena, on: Q(status=Status.PLANNED, last_on__lt=on),
        address="activities:quick",
        field="id_status_0",
    ),
    Wait(
        slug="people",
        label=_("Number of participants"),
        counted=lambda n: ngettext(
            "Activity without a number of participants", "Activities without a number of participants", n
        ),
        lacks=lambda arena, on: HELD & Q(standing__people__isnull=True),
        address="activities:quick",
        field="id_attended",
    ),
    Wait(
        slug="rating",
        label=_("Rating"),
        counted=lambda n: ngettext("Activity without a rating", "Activities without a rating", n),
        lacks=_lacks_rating,
        address="activities:rate",
    ),
    Wait(
        slug="check",
        label=_("Does it still hold?"),
        counted=lambda n: ngettext(
            "Activity to check: does it still hold?", "Activities to check: do they still hold?", n
        ),
        lacks=lambda arena, on: due_on(on),
        address="activities:check",
        page="activities:checks",
    ),
    Wait(
        slug="evidence",
        label=_("Evidence"),
        counted=lambda n: ngettext("Test project without evidence", "Test projects without evidence", n),
        lacks=_lacks_evidence,
        address="activities:evidence-add",
    ),
    Wait(
        slug="country",
        label=_("Country"),
        counted=lambda n: ngettext("Activity without a country", "Activities without a country", n),
        lacks=lambda arena, on: PUBLISHED & Q(standing__n_sides=0),
        address="activities:edit",
        field="id_sides_0",
    ),
    Wait(
        slug="theme",
        label=_("Themes"),
        counted=lambda n: ngettext("Activity without a theme", "Activities without a theme", n),
        lacks=_lacks_theme,
        address="activities:edit",
        field="id_themes_0",
    ),
):
    register(_wait)


@dataclass(frozen=True)
class Waiting:
    """What waits in an arena on a day, among the activities a person may change."""

    arena: Arena
    activities: QuerySet[Activity]
    conditions: dict[str, Q]

    def counts(self) -> dict[str, int]:
        """How many activities wait for each thing, by its slug: one query."""
        filters = {f"n_{slug}": Count("pk", filter=lacks) for slug, lacks in self.conditions.items()}
        found = self.activities.order_by().aggregate(**filters)
        return {name.removeprefix("n_"): n for name, n in found.items()}

    def rows(self, what: str = "") -> QuerySet[Activity]:
        """Those that wait, for one thing or for any, the oldest first; each with a flag `lacks_…` for every thing."""
        flags = {
            f"lacks_{slug}": Case(When(lacks, then=Value(True)), default=Value(False), output_field=BooleanField())
            for slug, lacks in self.conditions.items()
        }
        chosen = self.activities.filter(self.conditions.get(what, self._any()))
        return chosen.annotate(**flags).order_by(F("first_on").asc(nulls_first=True), "pk")

    def lacking(self, activity: Activity) -> list[Wait]:
        """What one of `rows` lacks, in order."""
        return [wait for wait in WAITS if getattr(activity, f"lacks_{wait.slug}", False)]

    def _any(self) -> Q:
        found = Q(pk__in=[])
        for lacks in self.conditions.values():
            found |= lacks
        return found


def waiting_for(principal: Principal, arena: Arena, *, on: date, without: Sequence[str] = ()) -> Waiting:
    """What waits for a person in an arena; `without` leaves out what the arena does not ask for."""
    conditions = {wait.slug: wait.lacks(arena, on) for wait in WAITS if wait.slug not in without}
    return Waiting(
        arena,
        finished_by(principal, arena, on=on),
        {slug: lacks for slug, lacks in conditions.items() if lacks is not None},
    )
