"""What is counted and what was aimed at."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from arena.models import Arena, Side
from core.models import Versioned
from indicators.enums import Accumulation, Rule


class Indicator(Versioned):
    """One figure that funders ask for. A code is unique within its programme period, never alone."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="indicators")
    code = models.SlugField(_("address"), max_length=40)
    programme_period = models.CharField(_("programme period"), max_length=9, blank=True)
    programme_code = models.CharField(_("code in the programme"), max_length=12, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(_("name"), max_length=160)
    explanation = models.TextField(_("how we count"), blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    rule = models.CharField(_("counting rule"), max_length=24, choices=Rule.choices, blank=True)
    rule_version = models.PositiveSmallIntegerField(_("version of the rule"), default=1)
    accumulation = models.CharField(
        _("counted over"), max_length=10, choices=Accumulation.choices, default=Accumulation.CUMULATIVE
    )
    log_is_complete = models.BooleanField(
        _("everything since the start is logged here"),
        default=True,
        help_text=_("Otherwise the achieved figure is unknown, however much has been logged."),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_statement = models.TextField(_("what the source says"), blank=True)
    quote = models.TextField(_("quote"), blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["arena", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["arena", "code"], name="indicator_code_once_per_arena"),
            models.UniqueConstraint(
                fields=["arena", "programme_period", "programme_code"],
                condition=~Q(programme_code=""),
                name="programme_code_once_per_period",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """What was aimed at, for one side or in all. An unknown target has no value; it is never zero."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    side = models.ForeignKey(Side, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("country"))
    value = models.DecimalField(_("target"), max_digits=14, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["indicator", F("side").asc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint("indicator", Coalesce("side", 0), name="target_once_per_side"),
        ]

    def __str__(self) -> str:
        return str(self.value) if self.value is not None else ""
