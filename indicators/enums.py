"""Closed lists of the indicators app."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.counting import Reason


class Rule(models.TextChoices):
    """How an indicator is counted; empty = not from what is logged in the arena."""

    DEMONSTRATIONS = "demonstrations", _("demonstration and test projects with evidence")
    SUPPORTED_ENTERPRISES = "supported_enterprises", _("companies that received support")


class Accumulation(models.TextChoices):
    CUMULATIVE = "cumulative", _("from the project's start")
    PERIOD = "period", _("within each period")


# Why a unit does not count, in words for people; the same on pages and in files.
REASONS: dict[Reason, Promise] = {
    Reason.NO_EVIDENCE: _("No evidence yet"),
    Reason.PERIOD_UNKNOWN: _("The date is not exact enough for a period"),
    Reason.OTHER_PERIOD: _("It belongs to another period"),
    Reason.NOT_HELD: _("Not held"),
    Reason.HELD_UNKNOWN: _("It is not known whether it was held"),
    Reason.ENTERPRISE_UNKNOWN: _("It is not known whether this is a company"),
    Reason.NOT_AN_ENTERPRISE: _("Not a company"),
    Reason.OTHER_KIND: _("The support was neither coaching nor a workshop"),
}
