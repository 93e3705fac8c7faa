"""Writing indicators and what was aimed at."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext

from arena.models import Side
from core.errors import RuleBroken
from indicators.models import Indicator, Target


def check_indicator(indicator: Indicator) -> None:
    """Within a programme period a code stands once in the arena."""
    same = Indicator.objects.filter(
        arena=indicator.arena,
        programme_period=indicator.programme_period,
        programme_code=indicator.programme_code,
    )
    if indicator.programme_code and same.exclude(pk=indicator.pk).exists():
        message = gettext("Another indicator has this code in the same programme period.")
        raise RuleBroken("indicator.code_taken", message, field="programme_code")


def write_targets(*, indicator: Indicator, values: Mapping[Side | None, Decimal | None]) -> None:
    """Writes the target of each side, and of None in all. None as a value is unknown; it is never zero.

    A target that came with a source stays as a row, so that the source stays too.
    """
    known = {target.side_id: target for target in indicator.targets.all()}
    for side, value in values.items():
        target = known.get(side.pk if side else None)
        if target is None and value is not None:
            Target.objects.create(indicator=indicator, side=side, value=value)
        elif target is not None and target.value != value:
            target.value = value
            target.save(update_fields=["value"])
