"""One thing that happened, or is to happen, in an arena."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from activities.enums import Channel, Kind, MeetingForm, PartRole, Precision, Status
from arena.models import Arena, Municipality, Organisation, Side, Theme
from core.dates import DatePrecision, PartialDate
from core.models import Timestamped, Versioned
from teams.models import Team


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
        ]
        indexes = [
            models.Index(fields=["arena", "-first_on", "-id"], name="activity_latest"),
            models.Index(fields=["arena", "status", "kind"], name="activity_counting"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> PartialDate:
        """The date with its precision."""
        return PartialDate(self.first_on, DatePrecision(self.precision))


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
