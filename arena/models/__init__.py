"""The arena and what it owns."""

from arena.models.arena import Arena, Municipality, Period, Priority, Region, Side, StatedDate, Theme
from arena.models.imports import ImportMapping, ImportRow, ImportRun
from arena.models.organisation import NotDuplicate, Organisation, OrganisationAlias
from arena.models.people import ArenaRole, Invitation, KeyGrant, OrganisationRole
from arena.models.search import SearchDocument, SynonymGroup

__all__ = [
    "Arena",
    "ArenaRole",
    "ImportMapping",
    "ImportRow",
    "ImportRun",
    "Invitation",
    "KeyGrant",
    "Municipality",
    "NotDuplicate",
    "Organisation",
    "OrganisationAlias",
    "OrganisationRole",
    "Period",
    "Priority",
    "Region",
    "SearchDocument",
    "Side",
    "StatedDate",
    "SynonymGroup",
    "Theme",
]
