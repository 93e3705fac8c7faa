"""Which figures rest on an activity's evidence."""

from collections.abc import Iterator

from django.utils.translation import get_language, gettext

from activities.enums import Kind, Status
from activities.models import Activity
from core.numbers import format_number
from indicators.enums import Rule
from indicators.queries import figure_of, indicators_in


def demonstrations_resting_on(activity: Activity, sees_figures: bool) -> Iterator[str]:
    """What one piece of evidence less would do to demonstration and test projects that count. Uses prefetched rows."""
    if activity.kind != Kind.DEMONSTRATION or activity.status != Status.HELD:
        return
    is_the_last = len(activity.evidence.all()) == 1
    for indicator in indicators_in(activity.arena).filter(rule=Rule.DEMONSTRATIONS):
        indicator.arena = activity.arena
        if not is_the_last:
            text = gettext("The activity still counts in “%(indicator)s”: it has other evidence.")
            yield text % {"indicator": indicator.name}
            continue
        achieved = figure_of(indicator, sides=()).achieved if sees_figures else None
        if achieved is None:
            text = gettext("It is the only evidence: the activity will no longer count in “%(indicator)s”.")
            yield text % {"indicator": indicator.name}
            continue
        language = get_language() or "en"
        text = gettext(
            "It is the only evidence: the activity will no longer count in “%(indicator)s”, and %(before)s becomes "
            "%(after)s."
        )
        before, after = format_number(achieved, language), format_number(achieved - 1, language)
        yield text % {"indicator": indicator.name, "before": before, "after": after}
