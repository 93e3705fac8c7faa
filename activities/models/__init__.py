"""Activities, how they are rated, who took part, what proves them."""

from activities.models.activity import Activity, Headcount, OrganisationPart
from activities.models.check import NotKnownYet
from activities.models.evidence import Evidence
from activities.models.feed import CalendarFeed
from activities.models.hypothesis import Hypothesis, Revisit
from activities.models.plan import PlanTurn
from activities.models.rating import Assessment, EffectLevel, StabilityStep
from activities.models.series import Series
from activities.models.standing import Standing

__all__ = [
    "Activity",
    "Assessment",
    "CalendarFeed",
    "EffectLevel",
    "Evidence",
    "Headcount",
    "Hypothesis",
    "NotKnownYet",
    "OrganisationPart",
    "PlanTurn",
    "Revisit",
    "Series",
    "StabilityStep",
    "Standing",
]
