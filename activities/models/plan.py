"""What became of a plan."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.enums import Precision, Turn
from activities.models.activity import Activity
from core.dates import DatePrecision, PartialDate
from core.models import Timestamped


class PlanTurn(Timestamped):
    """A plan was held, cancelled, changed or taken up again: when that was said, why, and for which date it stood."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="plan_turns")
    turn = models.CharField(_("what became of the plan"), max_length=9, choices=Turn.choices)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    noted_on = models.DateField(_("noted on"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The date that was planned until then.
    planned_on = models.DateField(_("planned date"), null=True, blank=True)
    planned_precision = models.CharField(
        _("How exact is the date?"), max_length=7, choices=Precision.choices, default=Precision.UNKNOWN
    )

    class Meta:
        verbose_name = _("turn of a plan")
        verbose_name_plural = _("turns of plans")
        ordering = ["activity", "noted_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(planned_precision=Precision.UNKNOWN, planned_on__isnull=True)
                | (~models.Q(planned_precision=Precision.UNKNOWN) & models.Q(planned_on__isnull=False)),
                name="plan_turn_date_fits_precision",
            )
        ]
        indexes = [models.Index(fields=["activity", "-noted_on", "-id"], name="plan_turn_latest")]

    def __str__(self) -> str:
        return self.get_turn_display()

    @property
    def planned(self) -> PartialDate:
        """The date that was planned until then, with its precision."""
        return PartialDate(self.planned_on, DatePrecision(self.planned_precision))
