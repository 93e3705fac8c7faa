"""Rows for tests, made by hand where an action would need a whole story."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from activities.enums import Precision, Status
from activities.models import (
    Activity,
    Assessment,
    CalendarFeed,
    EffectLevel,
    Evidence,
    Headcount,
    OrganisationPart,
    StabilityStep,
)
from arena.enums import ImportState, Mark, Visibility
from arena.models import Arena, ArenaRole, ImportRun, Invitation, Organisation, Period, Priority, Side, Theme
from core.log import LISTENERS
from indicators.models import Indicator, Target
from teams.models import Membership, Team

START = date(2024, 1, 1)


class FindableFactory(DjangoModelFactory):
    """Rows that can be searched for, as those are that an action writes and logs."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = super()._create(model_class, *args, **kwargs)
        for hear in LISTENERS[row._meta.label_lower]:
            hear(row.pk)
        return row


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    language = "en"


class ArenaFactory(DjangoModelFactory):
    class Meta:
        model = Arena

    slug = factory.Sequence(lambda n: f"arena-{n}")
    name_en = factory.Sequence(lambda n: f"Arena {n}")
    visibility = Visibility.PUBLIC
    started_on = START


class SideFactory(DjangoModelFactory):
    class Meta:
        model = Side

    arena = factory.SubFactory(ArenaFactory)
    code = "NO"
    name_en = "Norway"
    mark = Mark.SQUARE
    position = 1


class PeriodFactory(DjangoModelFactory):
    class Meta:
        model = Period

    arena = factory.SubFactory(ArenaFactory)
    label_en = "Period 1"
    starts_on = START
    ends_on = date(2024, 6, 30)


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    arena = factory.SubFactory(ArenaFactory)
    key = factory.Sequence(lambda n: f"theme-{n}")
    name_en = factory.Sequence(lambda n: f"Theme {n}")


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = Priority

    arena = factory.SubFactory(ArenaFactory)
    side = factory.LazyAttribute(lambda row: SideFactory(arena=row.arena))
    key = factory.Sequence(lambda n: f"priority-{n}")
    name_en = factory.Sequence(lambda n: f"Priority {n}")


class OrganisationFactory(FindableFactory):
    class Meta:
        model = Organisation

    arena = factory.SubFactory(ArenaFactory)
    name = factory.Sequence(lambda n: f"Organisation {n}")
    is_enterprise = True
    merged_into = None
    canonical = factory.LazyAttribute(lambda row: row.merged_into.whole if row.merged_into else None)


class ImportRunFactory(DjangoModelFactory):
    """An import that waits for its last look: one new organisation."""

    class Meta:
        model = ImportRun

    arena = factory.SubFactory(ArenaFactory)
    kind = "organisations"
    state = ImportState.READY
    file_name = "register.csv"
    file = factory.LazyFunction(
        lambda: default_storage.save(
            "imports/rows.jsonl", ContentFile(b'{"headings":["Namn"],"n_rows":1}\n[2,["A"]]\n')
        )
    )
    sha256 = "0" * 64
    size_bytes = 10
    headings = factory.LazyFunction(lambda: ["Namn"])
    mapping = factory.LazyFunction(lambda: {"name": 0})
    n_rows = 1


class ArenaRoleFactory(DjangoModelFactory):
    class Meta:
        model = ArenaRole

    arena = factory.SubFactory(ArenaFactory)
    user = factory.SubFactory(UserFactory)
    role = "coordinator"
    starts_on = START


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    arena = factory.SubFactory(ArenaFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    role = "broker"
    token_hash = factory.Sequence(lambda n: f"{n:064}")
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


class TeamFactory(FindableFactory):
    class Meta:
        model = Team

    arena = factory.SubFactory(ArenaFactory)
    slug = factory.Sequence(lambda n: f"team-{n}")
    name = factory.Sequence(lambda n: f"Team {n}")
    language = "sv"
    stage = "team"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    team = factory.SubFactory(TeamFactory)
    user = factory.SubFactory(UserFactory)
    started_on = START


class EffectLevelFactory(DjangoModelFactory):
    class Meta:
        model = EffectLevel
        django_get_or_create = ("arena", "number")

    arena = factory.SubFactory(ArenaFactory)
    number = 1
    name_en = factory.LazyAttribute(lambda row: f"Level {row.number}")


class StabilityStepFactory(DjangoModelFactory):
    class Meta:
        model = StabilityStep
        django_get_or_create = ("arena", "number")

    arena = factory.SubFactory(ArenaFactory)
    number = 1
    name_en = factory.LazyAttribute(lambda row: f"Step {row.number}")


class ActivityFactory(FindableFactory):
    class Meta:
        model = Activity

    arena = factory.SubFactory(ArenaFactory)
    title = factory.Sequence(lambda n: f"Activity {n}")
    language = "sv"
    status = Status.HELD
    first_on = date(2024, 3, 1)
    last_on = factory.SelfAttribute("first_on")
    precision = Precision.DAY


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    activity = factory.SubFactory(ActivityFactory)
    level = factory.LazyAttribute(lambda row: EffectLevelFactory(arena=row.activity.arena))
    stability = factory.LazyAttribute(lambda row: StabilityStepFactory(arena=row.activity.arena))
    is_observed = True
    rated_on = date(2024, 3, 2)


class HeadcountFactory(DjangoModelFactory):
    class Meta:
        model = Headcount

    activity = factory.SubFactory(ActivityFactory)
    channel = "room"
    attended = 12


class OrganisationPartFactory(DjangoModelFactory):
    class Meta:
        model = OrganisationPart

    activity = factory.SubFactory(ActivityFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "supported"


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    activity = factory.SubFactory(ActivityFactory)
    title = "Report"
    url = "https://example.org/report"


class DamagedFileFactory(EvidenceFactory):
    """A stored file that was found to be missing."""

    url = ""
    file = "evidence/gone.pdf"
    sha256 = "0" * 64
    damage = "missing"
    checked_at = datetime(2024, 6, 3, 23, 30, tzinfo=UTC)


class CalendarFeedFactory(DjangoModelFactory):
    class Meta:
        model = CalendarFeed

    arena = factory.SubFactory(ArenaFactory)
    user = factory.SubFactory(UserFactory)
    name = "Phone"
    token_hash = factory.Sequence(lambda n: f"{n:064x}")


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    arena = factory.SubFactory(ArenaFactory)
    code = factory.Sequence(lambda n: f"indicator-{n}")
    name_en = factory.Sequence(lambda n: f"Indicator {n}")
    rule = "demonstrations"


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    indicator = factory.SubFactory(IndicatorFactory)
    value = 8
