"""Organisations: one across the border, by country and number."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arena.enums import Helix
from arena.models.arena import COUNTRY, Arena, Municipality, Side
from core.models import Versioned


class Organisation(Versioned):
    """Any body. With a number it is one by country + number; without one it is provisional and says so."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="organisations")
    key = models.SlugField(_("key in the source"), max_length=80, blank=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[COUNTRY])
    number = models.CharField(
        _("organisation number"), max_length=20, blank=True, help_text=_("Digits only, check digit verified.")
    )
    is_sole_trader = models.BooleanField(
        _("sole trader"),
        default=False,
        help_text=_("In Sweden the number is a personal identity number and is never kept."),
    )
    helix = models.CharField(_("sector"), max_length=14, choices=Helix.choices, blank=True)
    is_enterprise = models.BooleanField(_("company"), null=True, blank=True)
    sides = models.ManyToManyField(Side, blank=True, related_name="organisations", verbose_name=_("country"))
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("municipality")
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    relation = models.CharField(_("relation to the project"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    quote = models.TextField(_("quote"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["arena", "country", "number"], condition=~Q(number=""), name="organisation_number_once"
            ),
            models.UniqueConstraint(fields=["arena", "key"], condition=~Q(key=""), name="organisation_key_once"),
            models.CheckConstraint(condition=Q(number="") | ~Q(country=""), name="organisation_number_needs_country"),
            models.CheckConstraint(
                condition=Q(is_sole_trader=False) | Q(number="") | ~Q(country="SE"),
                name="sole_trader_number_never_kept",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="organisation_not_its_own_merger"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_provisional(self) -> bool:
        """Whether nothing official says which organisation this is."""
        return not self.number

    @property
    def canonical_key(self) -> int:
        """The key every count groups by: the organisation this one was merged into, or itself."""
        return self.merged_into_id or self.pk


class OrganisationAlias(models.Model):
    """Another name or spelling of an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="alias_once_per_organisation")]

    def __str__(self) -> str:
        return self.name
