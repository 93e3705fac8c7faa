"""Writing what an activity is meant to change in what people do, and what was seen of it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.models import Activity, Hypothesis, Revisit
from core.errors import RuleBroken, StaleVersion
from core.log import log
from core.text import clean_line


@dataclass(frozen=True)
class HypothesisText:
    """A hypothesis in its writer's words: what people are to do, what stops them, what helps, how one would see it."""

    behaviour: str
    barrier: str = ""
    lever: str = ""
    sign: str = ""

    @classmethod
    def of(cls, row: Hypothesis) -> "HypothesisText":
        """What stands written."""
        return cls(row.behaviour, row.barrier, row.lever, row.sign)


def standing_hypothesis(activity: Activity) -> Hypothesis | None:
    """The hypothesis that stands today."""
    return activity.hypotheses.filter(replaced_on__isnull=True).first()


@transaction.atomic
def write_hypothesis(
    *, activity: Activity, text: HypothesisText, language: str, read: int, actor: User | None, on: date
) -> Hypothesis:
    """Writes the hypothesis of an activity; the one before stays with the day it was replaced on.

    `read` is the key of the one the writer had read, 0 for none. Refuses `hypothesis.behaviour_missing`, and with
    `StaleVersion` when somebody else has written another one since. The same words again change nothing.
    """
    row = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    before = standing_hypothesis(row)
    if (before.pk if before else 0) != read:
        raise StaleVersion(before, _("Someone else saved first. Both texts are below."))
    if not clean_line(text.behaviour, 200):
        raise RuleBroken("hypothesis.behaviour_missing", _("Write what people are to do"), field="behaviour")
    if before and HypothesisText.of(before) == text:
        return before
    if before:
        Hypothesis.objects.filter(pk=before.pk).update(replaced_on=on)
    hypothesis = Hypothesis(
        activity=row,
        behaviour=clean_line(text.behaviour, 200),
        barrier=clean_line(text.barrier, 300),
        lever=clean_line(text.lever, 300),
        sign=clean_line(text.sign, 300),
        language=language,
        written_on=on,
        written_by=actor,
    )
    hypothesis.full_clean()
    hypothesis.save()
    log("write_hypothesis", row, actor=actor, tenant=row.arena_id, after={"hypothesis": hypothesis.pk})
    return hypothesis


@transaction.atomic
def revisit_hypothesis(*, activity: Activity, seen: str, language: str, actor: User | None, on: date) -> Revisit:
    """Notes what was seen of an activity's hypothesis on a day.

    Refuses `hypothesis.none` when there is none, and `hypothesis.seen_missing`.
    """
    row = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    hypothesis = standing_hypothesis(row)
    if hypothesis is None:
        raise RuleBroken("hypothesis.none", _("This activity has no hypothesis yet."))
    if not clean_line(seen, 500):
        raise RuleBroken("hypothesis.seen_missing", _("Write what you have seen"), field="seen")
    revisit = Revisit(hypothesis=hypothesis, seen=clean_line(seen, 500), language=language, seen_on=on, seen_by=actor)
    revisit.full_clean()
    revisit.save()
    log("revisit_hypothesis", row, actor=actor, tenant=row.arena_id, after={"hypothesis": hypothesis.pk})
    return revisit
