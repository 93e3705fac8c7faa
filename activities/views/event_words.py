"""What an event counts towards, and why, in one sentence."""

from django.utils.translation import get_language, gettext

from activities.enums import Access, Status
from activities.event_count import Event, EventCount, count_of
from activities.models import Activity
from activities.queries import attended
from core.numbers import format_number

BY_PARTICIPANTS = frozenset({EventCount.FOR_INVITED, EventCount.NOT_ANNOUNCED})


def event_of(activity: Activity) -> Event:
    """What decides what the activity counts as. Uses prefetched sides."""
    return Event(
        is_internal=activity.is_internal,
        n_sides=len(activity.sides.all()),
        is_open={Access.OPEN: True, Access.CLOSED: False}.get(activity.access),  # type: ignore[call-overload]
        is_advertised=activity.is_advertised,
        takes_place=activity.status != Status.CANCELLED,
    )


def sentence(activity: Activity) -> str:
    """Where the event counts, RCO115 or RCO81, or why in neither yet. Uses prefetched rows."""
    count = count_of(event_of(activity))
    text = _sentences()[count]
    if count in BY_PARTICIPANTS:
        n = attended(activity)
        people = (
            gettext("Participants: %(n)s.") % {"n": format_number(n, get_language() or "en")} if n is not None else ""
        )
        text = f"{text} {people or gettext('How many took part is not known.')}"
    if activity.status == Status.PLANNED and count in BY_PARTICIPANTS | {EventCount.PUBLIC_EVENT}:
        text = f"{text} {gettext('It counts once it has been held.')}"
    return text


def _sentences() -> dict[EventCount, str]:
    return {
        EventCount.PUBLIC_EVENT: gettext(
            "Counts as one public event (RCO115) and its participants not under RCO81, because it is open to everyone "
            "and announced publicly."
        ),
        EventCount.FOR_INVITED: gettext(
            "Counts by its participants (RCO81) and not as a public event (RCO115), because it is for those invited."
        ),
        EventCount.NOT_ANNOUNCED: gettext(
            "Counts by its participants (RCO81) and not as a public event (RCO115), because it was not announced "
            "publicly."
        ),
        EventCount.INTERNAL: gettext(
            "Counts neither under RCO81 nor under RCO115, because it is the project’s own meeting."
        ),
        EventCount.NOT_HELD: gettext("Counts neither under RCO81 nor under RCO115, because it was cancelled."),
        EventCount.ONE_COUNTRY: gettext(
            "Counts neither under RCO81 nor under RCO115, because only one country is noted and both are about what "
            "countries organise together."
        ),
        EventCount.COUNTRIES_UNKNOWN: gettext(
            "Nobody can say yet whether it counts under RCO81 or RCO115, because the countries are not noted."
        ),
        EventCount.ACCESS_UNKNOWN: gettext(
            "Nobody can say yet whether it counts under RCO81 or RCO115, because it is not noted who could come."
        ),
        EventCount.ANNOUNCED_UNKNOWN: gettext(
            "Nobody can say yet whether it counts under RCO81 or RCO115, because it is not noted whether it was "
            "announced publicly."
        ),
    }
