"""Closed lists of the activities app."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", pgettext_lazy("activity", "Cancelled")
    UNKNOWN = "unknown", pgettext_lazy("status", "Unknown")


class Kind(models.TextChoices):
    """What sort of activity it was; empty = unknown."""

    MEETING = "meeting", _("Meeting")
    WORKSHOP = "workshop", _("Workshop")
    COACHING = "coaching", _("Coaching")
    COURSE = "course", _("Course")
    EVENT = "event", _("Event")
    DEMONSTRATION = "demonstration", _("Demonstration or test project")
    PRESENTATION = "presentation", _("Presentation")
    INTERNAL = "internal", _("Internal meeting")
    OTHER = "other", _("Something else")


class MeetingForm(models.TextChoices):
    """How people met; empty = unknown."""

    ON_SITE = "on_site", _("On site")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", pgettext_lazy("how people met", "Both")


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    UNKNOWN = "unknown", _("unknown")


class Channel(models.TextChoices):
    """Where those who were counted took part. Undivided = the split is unknown."""

    ROOM = "room", _("in the room")
    REMOTE = "remote", pgettext_lazy("channel", "online")
    UNDIVIDED = "undivided", _("in the room and online together")


class PartRole(models.TextChoices):
    """What an organisation did in an activity."""

    ORGANISER = "organiser", _("organiser")
    PARTICIPANT = "participant", _("took part")
    SUPPORTED = "supported", _("received support")


class Damage(models.TextChoices):
    """What a stored file was found to be."""

    MISSING = "missing", _("The file is missing")
    ALTERED = "altered", _("The file has changed")
