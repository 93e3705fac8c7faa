"""Closed lists of the teams app."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """How far a team has come; empty = the stage is unknown."""

    SEED = "seed", _("Seed")
    TEAM = "team", pgettext_lazy("stage", "Team")
    CLUSTER = "cluster", _("Cluster")
    SELF_STANDING = "self_standing", _("Self-standing")
    RESTING = "resting", _("Resting")
    ENDED = "ended", pgettext_lazy("stage", "Ended")


PATH = (Stage.SEED, Stage.TEAM, Stage.CLUSTER, Stage.SELF_STANDING)


class TeamRole(models.TextChoices):
    LEAD = "lead", _("team lead")
    MEMBER = "member", _("member")
    SUPPORTER = "supporter", _("supporter")


class Joining(models.TextChoices):
    OPEN = "open", _("Anyone can join")
    CLOSED = "closed", _("Not taking new members now")
