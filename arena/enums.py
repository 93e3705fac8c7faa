"""Closed lists of the arena app."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Visibility(models.TextChoices):
    PUBLIC = "public", _("open to everyone")
    MEMBERS = "members", _("for members")
    CLOSED = "closed", pgettext_lazy("visibility", "closed")


class Role(models.TextChoices):
    """Arena roles, closed list (docs/permissions.md)."""

    LEAD = "lead", _("project lead")
    COORDINATOR = "coordinator", _("coordinator")
    BROKER = "broker", _("innovation broker")
    REFERENCE = "reference", _("member of the reference group")
    FUNDER = "funder", _("funder")
    AUDITOR = "auditor", _("auditor")


class Mark(models.TextChoices):
    """The shape that stands for a side in every chart: equal areas, never colour alone."""

    SQUARE = "square", _("square")
    CIRCLE = "circle", _("circle")
    TRIANGLE = "triangle", _("triangle")


class Helix(models.TextChoices):
    """The four sectors."""

    BUSINESS = "business", _("Business")
    ACADEMIA = "academia", _("Academia and research")
    PUBLIC = "public", _("Public sector")
    CIVIL = "civil_society", _("Civil society")


class Size(models.TextChoices):
    """Employees of an enterprise, by the classes of the European Commission (2003/361/EC)."""

    MICRO = "micro", _("1 to 9 employees")
    SMALL = "small", _("10 to 49 employees")
    MEDIUM = "medium", _("50 to 249 employees")
    LARGE = "large", _("250 employees or more")


class IndustryVersion(models.TextChoices):
    """Which edition of the classification of industries (NACE) a code is from: they number differently."""

    REV_2 = "2", _("NACE Rev. 2 (2008)")
    REV_2_1 = "2.1", _("NACE Rev. 2.1 (2025)")


class MergeReason(models.TextChoices):
    """Why two rows are one organisation, closed list: the log keeps it for good, so it never names a person."""

    SPELLING = "spelling", _("Two spellings of one name")
    BORDER = "border", _("One enterprise that works on both sides of the border")
    REGISTER = "register", _("A public register says that they are one")
    ITSELF = "itself", _("The organisation itself says that they are one")
    TAKEN_OVER = "taken_over", _("One has become a part of the other")


class PartingReason(models.TextChoices):
    """Why a merger is undone, closed list."""

    MISTAKE = "mistake", _("The merger was a mistake")
    TWO_AGAIN = "two_again", _("They have become two again")


class ClaimState(models.TextChoices):
    """Where the question whether a person acts for an organisation stands."""

    ASKED = "asked", _("waits for an answer")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")


class InvitationState(models.TextChoices):
    """Where an invitation stands."""

    WAITING = "waiting", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    REVOKED = "revoked", _("taken back")
    OVER = "over", _("not used in time")


class ImportState(models.TextChoices):
    """Where an import stands; nothing of the arena is written before `writing`."""

    MAPPING = "mapping", _("waits for its columns")
    CHECKING = "checking", _("checking the rows")
    READY = "ready", _("ready to import")
    WRITING = "writing", _("importing")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class RowOutcome(models.TextChoices):
    """What an import makes of a row."""

    NEW = "new", _("new")
    MATCH = "match", _("already there")
    AMBIGUOUS = "ambiguous", _("ambiguous")
    ERROR = "error", pgettext_lazy("row", "error")


class Emblem(models.TextChoices):
    """Which emblem the arena's programme wants beside the funding statement."""

    NONE = "", _("no emblem")
    EU = "eu", _("the European Union's emblem")
