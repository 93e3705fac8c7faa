"""What stands about an activity in words, side by side when two people saved."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import get_language, gettext, pgettext

from activities.actions.facts import ActivityFacts
from activities.actions.rate_activity import Rating
from activities.enums import Kind, MeetingForm, Status
from activities.models import Assessment
from core.dates import format_partial_date
from core.numbers import format_number
from core.text import sort_key


@dataclass(frozen=True)
class Difference:
    """One thing that two versions say differently."""

    label: str
    mine: str
    theirs: str


def differences(mine: ActivityFacts, theirs: ActivityFacts, *, sees_firm_names: bool) -> list[Difference]:
    """Everything in which `mine` differs from `theirs`, in the order of the form."""
    ours, other = in_words(mine), in_words(theirs)
    hidden = set() if sees_firm_names and not mine.keeps_supported else {gettext("Companies that received support")}
    # Without a status of its own the form follows the date: nothing to compare.
    hidden |= set() if mine.status else {gettext("Status")}
    return [
        Difference(label, ours[label], other[label])
        for label in ours
        if ours[label] != other[label] and label not in hidden
    ]


def in_words(facts: ActivityFacts) -> dict[str, str]:
    """Each fact by its label; what is unknown says so."""
    language = get_language() or "en"
    return {
        gettext("What happened?"): facts.title,
        gettext("Date"): format_partial_date(facts.when, language) or gettext("Date unknown"),
        gettext("Status"): str(Status(facts.status or Status.UNKNOWN).label),
        gettext("Team"): facts.team.name if facts.team else gettext("No team"),
        gettext("Country"): ", ".join(side.name for side in facts.sides) or gettext("Country not stated"),
        gettext("How did people meet?"): _label(MeetingForm, facts.meeting_form)
        or pgettext("way of meeting", "Unknown"),
        gettext("How many took part?"): pgettext("number", "Unknown")
        if facts.attended is None
        else format_number(facts.attended, language),
        gettext("What kind of activity?"): _label(Kind, facts.kind) or pgettext("kind", "Unknown"),
        gettext("Companies that received support"): "\n".join(facts.supported) or pgettext("companies", "None named"),
        gettext("Description"): facts.description or pgettext("text", "Nothing"),
        gettext("Themes"): ", ".join(
            sorted((theme.name for theme in facts.themes), key=lambda name: sort_key(name, language))
        )
        or pgettext("text", "Nothing"),
        gettext("Place"): facts.place or pgettext("place", "Unknown"),
    }


def _label(choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label) if value else ""


def rating_words(rating: Rating | Assessment | None) -> str:
    """Level and stability by number and name, such as "1 People · 2 Repeated"."""
    if rating is None:
        return gettext("Not rated yet")
    return " · ".join(str(step) for step in (rating.level, rating.stability) if step is not None)


def rating_difference(mine: Rating | None, theirs: Assessment | None) -> list[Difference]:
    """One line when the ratings say something else; a form without a rating changes none."""
    ours, other = rating_words(mine), rating_words(theirs)
    return [Difference(gettext("Rating"), ours, other)] if mine is not None and ours != other else []
