"""Organisations: one across the border, by country and number."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arena.enums import Helix, IndustryVersion, Size
from arena.models.arena import COUNTRY, Arena, Municipality, Region, Side
from core.models import Versioned

MAIL_DOMAIN = RegexValidator(
    r"^(?=.{4,100}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$", _("Write a mail domain, such as example.org")
)
INDUSTRY = RegexValidator(r"^[0-9]{2}(\.[0-9]{1,2})?$", _("Write an industry code, such as 38.32"))


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
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    size = models.CharField(_("size"), max_length=6, choices=Size.choices, blank=True)
    industry_code = models.CharField(_("industry code"), max_length=5, blank=True, validators=[INDUSTRY])
    industry_version = models.CharField(
        _("version of the industry code"), max_length=8, choices=IndustryVersion.choices, blank=True
    )
    mail_domain = models.CharField(
        _("mail domain"),
        max_length=100,
        blank=True,
        validators=[MAIL_DOMAIN],
        help_text=_("People with an address there can prove that they act for the organisation."),
    )
    # `merged_into` is what people decided, one reviewed step; `canonical` is where the chain of steps ends.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    canonical = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="spellings", editable=False
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
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True, canonical__isnull=True)
                | (Q(merged_into__isnull=False, canonical__isnull=False) & ~Q(canonical=F("id"))),
                name="organisation_merged_to_an_end",
            ),
            models.CheckConstraint(
                condition=Q(industry_code="", industry_version="") | (~Q(industry_code="") & ~Q(industry_version="")),
                name="industry_code_has_a_version",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_provisional(self) -> bool:
        """Whether nothing official says which organisation this is."""
        return not self.number

    @property
    def whole(self) -> "Organisation":
        """What every count and every page means by this row: where its chain of mergers ends, or itself."""
        return self.canonical or self

    @property
    def canonical_key(self) -> int:
        """The key of the whole, without a look at it."""
        return self.canonical_id or self.pk


class OrganisationAlias(models.Model):
    """Another name or spelling of an organisation, or one it had until it was renamed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True)
    former_until = models.DateField(
        _("former name until"), null=True, blank=True, help_text=_("The day it was renamed.")
    )

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="alias_once_per_organisation")]

    def __str__(self) -> str:
        return self.name


class NotDuplicate(models.Model):
    """Two organisations that look alike and were found to be two; the finder shows them no more."""

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField(_("decided on"))

    class Meta:
        verbose_name = _("decision that two organisations are not the same")
        verbose_name_plural = _("decisions that two organisations are not the same")
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_duplicate_in_order"),
            models.UniqueConstraint(fields=["first", "second"], name="not_duplicate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.second_id}"
