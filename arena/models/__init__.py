"""The arena and what it owns."""

from arena.models.arena import Arena, Municipality, Period, Priority, Region, Side, StatedDate, Theme
from arena.models.organisation import Organisation, OrganisationAlias
from arena.models.people import ArenaRole, KeyGrant

__all__ = [
    "Arena",
    "ArenaRole",
    "KeyGrant",
    "Municipality",
    "Organisation",
    "OrganisationAlias",
    "Period",
    "Priority",
    "Region",
    "Side",
    "StatedDate",
    "Theme",
]
