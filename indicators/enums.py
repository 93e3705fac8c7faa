"""Closed lists of the indicators app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rule(models.TextChoices):
    """How an indicator is counted; empty = not from what is logged in the arena."""

    DEMONSTRATIONS = "demonstrations", _("demonstration and test projects with evidence")
    SUPPORTED_ENTERPRISES = "supported_enterprises", _("companies that received support")


class Accumulation(models.TextChoices):
    CUMULATIVE = "cumulative", _("from the project's start")
    PERIOD = "period", _("within each period")
