"""What rests on an activity's evidence. Higher rooms say it: `RESTING.append(…)` from an app's `ready()`."""

from collections.abc import Callable, Iterable

from activities.models import Activity

# Asked with an activity and whether the reader sees figures: sentences about what one piece less would change.
RESTING: list[Callable[[Activity, bool], Iterable[str]]] = []


def figures_resting_on(activity: Activity, *, sees_figures: bool) -> list[str]:
    """Sentences for the page that asks before a piece of its evidence is removed."""
    return [sentence for ask in RESTING for sentence in ask(activity, sees_figures)]
