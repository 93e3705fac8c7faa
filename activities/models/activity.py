"""One thing that happened, or is to happen, in an arena."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from activities.enums import Access, Channel, Kind, MeetingForm, PartRole, Precision, SdgGoal, SpokenLanguage, Status
from activities.models.series import Series
from activities.sdg import ALL_GOALS, goals_in
from arena.models import Arena, Municipality, Organisation, Priority, Side, Theme
from core.dates import DatePrecision, PartialDate
from core.models import Timestamped, Versioned
from teams.models import Team


def spoken_in(codes: str) -> tuple[SpokenLanguage, ...]:
    """The languages that codes such as "sv,no" name, in the order of the list."""
    return tuple(language for language in SpokenLanguage if language.value in codes.split(","))


class Activity(Versioned):
    """An activity. No side = the side is unknown; several sides = joint."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="activities")
    key = models.SlugField(_("key in the source"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    description = models.TextField(_("description"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, blank=True)
    # The days the activity may lie on: one day, a month or a year; both empty when nothing is known.
    first_on = models.DateField(_("first possible day"), null=True, blank=True)
    last_on = models.DateField(_("last possible day"), null=True, blank=True)
    precision = models.CharField(
        _("How exact is the date?"), max_length=7, choices=Precision.choices, default=Precision.UNKNOWN
    )
    sides = models.ManyToManyField(Side, blank=True, related_name="activities", verbose_name=_("country"))
    themes = models.ManyToManyField(Theme, blank=True, related_name="activities", verbose_name=_("themes"))
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("team")
    )
    meeting_form = models.CharField(_("How did people meet?"), max_length=8, choices=MeetingForm.choices, blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("municipality")
    )
    place = models.CharField(_("place"), max_length=160, blank=True)
    # The day of `first_on` is the day it counts by; a meeting of several days also says on which it ended.
    ends_on = models.DateField(_("last day, if it lasts several days"), null=True, blank=True)
    start_time = models.TimeField(_("starts at"), null=True, blank=True)
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="activities")
    priorities = models.ManyToManyField(
        Priority, blank=True, related_name="activities", verbose_name=_("S3 priorities")
    )
    sdg_bits = models.PositiveIntegerField(_("goals for sustainable development"), default=0)
    method = models.CharField(_("method"), max_length=300, blank=True)
    access = models.CharField(_("Who could come?"), max_length=6, choices=Access.choices, blank=True)
    is_advertised = models.BooleanField(_("Announced publicly?"), null=True, blank=True)
    # Codes of SpokenLanguage such as "sv,no".
    spoken = models.CharField(_("languages spoken"), max_length=60, blank=True)
    remote_how = models.CharField(_("how people online take part"), max_length=500, blank=True)
    remote_why_not = models.CharField(_("why that is not decided"), max_length=300, blank=True)
    facilitator = models.CharField(_("facilitator and how to reach them"), max_length=200, blank=True)
    tech_support = models.CharField(_("tech support and how to reach it"), max_length=200, blank=True)
    lessons = models.TextField(_("lessons"), blank=True)
    publicity = models.CharField(_("publicity"), max_length=500, blank=True)
    duration_hours = models.DecimalField(
        _("hours per participant"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    travel_hours = models.DecimalField(
        _("travel hours per participant"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    travel_km = models.PositiveIntegerField(
        _("kilometres travelled per participant"), null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="logged_activities"
    )
    source_kind = models.CharField(_("kind in the source"), max_length=120, blank=True)
    source_status = models.CharField(_("status in the source"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    quote = models.TextField(_("quote"), blank=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = [F("first_on").desc(nulls_last=True), "-id"]
        constraints = [
            models.UniqueConstraint(fields=["arena", "key"], condition=~Q(key=""), name="activity_key_once"),
            models.CheckConstraint(
                condition=Q(precision=Precision.UNKNOWN, first_on__isnull=True, last_on__isnull=True)
                | (~Q(precision=Precision.UNKNOWN) & Q(first_on__isnull=False, last_on__gte=F("first_on"))),
                name="activity_date_fits_precision",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(precision=Precision.DAY, ends_on__gt=F("first_on")),
                name="activity_ends_after_its_first_day",
            ),
            models.CheckConstraint(
                condition=Q(start_time__isnull=True, end_time__isnull=True)
                | Q(precision=Precision.DAY, start_time__isnull=False, end_time__isnull=True)
                | Q(precision=Precision.DAY, start_time__isnull=False, ends_on__isnull=False)
                | Q(precision=Precision.DAY, start_time__isnull=False, end_time__gt=F("start_time")),
                name="activity_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=(Q(duration_hours__isnull=True) | Q(duration_hours__gte=0))
                & (Q(travel_hours__isnull=True) | Q(travel_hours__gte=0)),
                name="activity_hours_are_not_negative",
            ),
            models.CheckConstraint(condition=Q(sdg_bits__lte=ALL_GOALS), name="activity_goals_are_goals"),
        ]
        indexes = [
            models.Index(fields=["arena", "-first_on", "-id"], name="activity_latest"),
            models.Index(fields=["arena", "status", "kind"], name="activity_counting"),
            models.Index(fields=["arena", "ends_on"], name="activity_ends", condition=Q(ends_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> PartialDate:
        """The date with its precision."""
        return PartialDate(self.first_on, DatePrecision(self.precision))

    @property
    def goals(self) -> tuple[SdgGoal, ...]:
        """The goals for sustainable development it works for."""
        return goals_in(self.sdg_bits)

    @property
    def languages_spoken(self) -> tuple[SpokenLanguage, ...]:
        """The languages people spoke or signed, in the order of the list."""
        return spoken_in(self.spoken)

    @property
    def is_internal(self) -> bool:
        """Whether it was the project's own meeting, which counts towards no programme indicator."""
        return self.kind == Kind.INTERNAL


class Headcount(Timestamped):
    """How many took part, by channel. No row = unknown; zero is a number."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="headcounts")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    attended = models.PositiveIntegerField(_("number of participants"), validators=[MaxValueValidator(1_000_000)])

    class Meta:
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        ordering = ["activity", "channel"]
        constraints = [models.UniqueConstraint(fields=["activity", "channel"], name="headcount_once_per_channel")]

    def __str__(self) -> str:
        return str(self.attended)


class OrganisationPart(Timestamped):
    """What an organisation did in an activity. One organisation may have several roles."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="organisation_parts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="activity_parts")
    role = models.CharField(_("role"), max_length=12, choices=PartRole.choices)

    class Meta:
        verbose_name = _("organisation in an activity")
        verbose_name_plural = _("organisations in activities")
        ordering = ["activity", "role", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "organisation", "role"], name="organisation_part_once")
        ]
        indexes = [models.Index(fields=["role", "organisation"], name="part_by_role")]

    def __str__(self) -> str:
        return self.get_role_display()
