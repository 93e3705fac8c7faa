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


class Emblem(models.TextChoices):
    """Which emblem the arena's programme wants beside the funding statement."""

    NONE = "", _("no emblem")
    EU = "eu", _("the European Union's emblem")
