"""The tenant and its frame: sides, periods, geography, themes, priorities."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arena.enums import Emblem, Mark, Visibility
from core.models import Versioned

COUNTRY = RegexValidator(r"^[A-Z]{2}$", _("Write a country code of two letters, such as SE"))


class Region(models.Model):
    """A statistical region (NUTS) in one version of the classification. Shared by all arenas."""

    code = models.CharField(_("NUTS code"), max_length=5)
    version = models.PositiveSmallIntegerField(_("version of the classification"))
    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2, validators=[COUNTRY])

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["country", "code"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="region_code_once_per_version")]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality with its national code. Shared by all arenas."""

    country = models.CharField(_("country"), max_length=2, validators=[COUNTRY])
    code = models.CharField(_("code"), max_length=4)
    name = models.CharField(_("name"), max_length=120)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="municipalities")
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["country", "name"]
        constraints = [models.UniqueConstraint(fields=["country", "code"], name="municipality_code_once")]

    def __str__(self) -> str:
        return self.name


class Arena(Versioned):
    """A project such as SMICE: the tenant that every other root belongs to."""

    slug = models.SlugField(_("address"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=120)
    tagline = models.CharField(_("where it works"), max_length=160, blank=True)
    description = models.TextField(_("description"), blank=True)
    programme = models.CharField(_("programme"), max_length=160, blank=True)
    sub_area = models.CharField(_("sub-area"), max_length=160, blank=True)
    started_on = models.DateField(_("starts"), null=True, blank=True)
    ended_on = models.DateField(_("ends"), null=True, blank=True, help_text=_("The last day."))
    visibility = models.CharField(
        _("who can see the arena"), max_length=10, choices=Visibility.choices, default=Visibility.CLOSED
    )
    open_working_figures = models.BooleanField(
        _("show preliminary figures to everyone"),
        default=False,
        help_text=_("Figures before the lock. They are marked as preliminary wherever they stand."),
    )
    is_sample = models.BooleanField(_("sample data"), default=False, editable=False)
    contact_email = models.EmailField(
        _("contact"), max_length=254, blank=True, help_text=_("Answers questions about the arena and personal data.")
    )
    funding_statement = models.CharField(_("funding statement"), max_length=300, blank=True)
    emblem = models.CharField(_("emblem"), max_length=4, choices=Emblem.choices, blank=True, default=Emblem.NONE)
    # How the effect-level map is read (activities/effect_map.py, activities/effect_reading.py).
    breadth_floor = models.PositiveIntegerField(
        _("participants that make work broad"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(1_000_000)],
    )
    lean_percent = models.PositiveSmallIntegerField(
        _("share of activities by which a country leans, in percent"),
        default=60,
        validators=[MinValueValidator(51), MaxValueValidator(100)],
    )
    lean_min_activities = models.PositiveSmallIntegerField(
        _("activities below which a country is not judged"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("arena")
        verbose_name_plural = _("arenas")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(started_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="arena_ends_after_start",
                violation_error_message=_("The last day comes after the first"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class StatedDate(models.Model):
    """A date of the arena as one source gives it: when sources differ, each is kept and shown."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="stated_dates")
    kind = models.CharField(max_length=5, choices=[("start", _("starts")), ("end", _("ends"))])
    on = models.DateField(_("date"))
    source = models.CharField(_("source"), max_length=200)
    quote = models.TextField(_("quote"), blank=True)
    quote_language = models.CharField(max_length=8, choices=settings.LANGUAGES, blank=True)
    is_decided = models.BooleanField(_("the date we go by"), default=False)

    class Meta:
        ordering = ["kind", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["arena", "kind"], condition=Q(is_decided=True), name="one_decided_date_per_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} ({self.source})"


class Side(models.Model):
    """A country side of an arena; two or more, in order from west to east."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="sides")
    code = models.CharField(_("country code"), max_length=2, validators=[COUNTRY])
    name = models.CharField(_("country"), max_length=60)
    mark = models.CharField(_("shape in charts"), max_length=8, choices=Mark.choices)
    position = models.PositiveSmallIntegerField(
        _("position"), validators=[MinValueValidator(1)], help_text=_("From west to east.")
    )
    regions = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name=_("regions"))

    class Meta:
        verbose_name = _("side")
        verbose_name_plural = _("sides")
        ordering = ["arena", "position"]
        constraints = [
            models.UniqueConstraint(fields=["arena", "code"], name="side_code_once_per_arena"),
            models.UniqueConstraint(fields=["arena", "mark"], name="side_mark_once_per_arena"),
            models.UniqueConstraint(fields=["arena", "position"], name="side_position_once_per_arena"),
        ]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """A reporting period, `[starts_on, ends_on]` with both days included in what people read and write."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="periods")
    label = models.CharField(_("label"), max_length=60)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    source_label = models.CharField(_("label in the source"), max_length=60, blank=True)
    source_status = models.CharField(_("status in the source"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    quote = models.TextField(_("quote"), blank=True)

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering = ["arena", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="period_ends_after_start",
                violation_error_message=_("The last day comes after the first"),
            ),
            models.UniqueConstraint(fields=["arena", "starts_on"], name="period_start_once_per_arena"),
        ]

    def __str__(self) -> str:
        return self.label

    def contains(self, first: date, last: date) -> bool:
        """Whether all days from `first` to `last` lie in this period."""
        return self.starts_on <= first and last <= self.ends_on


class Theme(models.Model):
    """A subject that activities and teams carry; renaming keeps every link."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="themes")
    key = models.SlugField(_("address"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(_("name"), max_length=120)
    definition = models.TextField(_("definition"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    quote = models.TextField(_("quote"), blank=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["arena", "position", "key"]
        constraints = [models.UniqueConstraint(fields=["arena", "key"], name="theme_key_once_per_arena")]

    def __str__(self) -> str:
        return self.name


class Priority(models.Model):
    """An area that a side's smart specialisation strategy (S3) puts first."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="priorities")
    key = models.SlugField(_("address"), max_length=60)
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="priorities", verbose_name=_("country"))
    name = models.CharField(_("name"), max_length=160)
    themes = models.ManyToManyField(Theme, blank=True, related_name="priorities", verbose_name=_("themes"))
    source = models.CharField(_("source"), max_length=200, blank=True)
    quote = models.TextField(_("quote"), blank=True)

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ["arena", "side__position", "key"]
        constraints = [models.UniqueConstraint(fields=["arena", "key", "side"], name="priority_once_per_side")]

    def __str__(self) -> str:
        return self.name
