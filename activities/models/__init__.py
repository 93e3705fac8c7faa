"""Activities, how they are rated, who took part, what proves them."""

from activities.models.activity import Activity, Headcount, OrganisationPart
from activities.models.evidence import Evidence
from activities.models.rating import Assessment, EffectLevel, StabilityStep

__all__ = ["Activity", "Assessment", "EffectLevel", "Evidence", "Headcount", "OrganisationPart", "StabilityStep"]
