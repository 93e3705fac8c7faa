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


class Access(models.TextChoices):
    """Who could come; empty = unknown."""

    OPEN = "open", pgettext_lazy("access", "Open to everyone")
    CLOSED = "closed", pgettext_lazy("access", "For those invited")


class SpokenLanguage(models.TextChoices):
    """What people spoke or signed at an activity."""

    SWEDISH = "sv", _("Swedish")
    NORWEGIAN = "no", _("Norwegian")
    ENGLISH = "en", _("English")
    SOUTH_SAMI = "sma", _("South Sámi")
    LULE_SAMI = "smj", _("Lule Sámi")
    NORTH_SAMI = "sme", _("North Sámi")
    SIGNED = "sgn", _("Sign language")
    OTHER = "other", pgettext_lazy("spoken language", "Another language")


class SdgGoal(models.IntegerChoices):
    """The United Nations’ goals for sustainable development by their official short names."""

    POVERTY = 1, _("No poverty")
    HUNGER = 2, _("Zero hunger")
    HEALTH = 3, _("Good health and well-being")
    EDUCATION = 4, _("Quality education")
    GENDER = 5, _("Gender equality")
    WATER = 6, _("Clean water and sanitation")
    ENERGY = 7, _("Affordable and clean energy")
    WORK = 8, _("Decent work and economic growth")
    INDUSTRY = 9, _("Industry, innovation and infrastructure")
    INEQUALITY = 10, _("Reduced inequalities")
    CITIES = 11, _("Sustainable cities and communities")
    CONSUMPTION = 12, _("Responsible consumption and production")
    CLIMATE = 13, _("Climate action")
    SEA = 14, _("Life below water")
    LAND = 15, _("Life on land")
    PEACE = 16, _("Peace, justice and strong institutions")
    PARTNERSHIPS = 17, _("Partnerships for the goals")


class Rhythm(models.TextChoices):
    """How often the activities of a series come."""

    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every second week")
    MONTHLY = "monthly", _("Every month on the same weekday")


class Turn(models.TextChoices):
    """What became of a plan."""

    PLANNED = "planned", _("Planned")
    CHANGED = "changed", pgettext_lazy("plan", "Changed")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", pgettext_lazy("activity", "Cancelled")


class FeedScope(models.TextChoices):
    """What a person's own calendar address holds."""

    OWN = "own", _("My teams, and what I logged")
    ALL = "all", _("Everything I may see in this arena")


class PartRole(models.TextChoices):
    """What an organisation did in an activity."""

    ORGANISER = "organiser", _("organiser")
    PARTICIPANT = "participant", _("took part")
    SUPPORTED = "supported", _("received support")


class Damage(models.TextChoices):
    """What a stored file was found to be."""

    MISSING = "missing", _("The file is missing")
    ALTERED = "altered", _("The file has changed")
