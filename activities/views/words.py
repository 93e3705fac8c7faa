"""What stands about an activity in words, side by side when two people saved."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import get_language, gettext, pgettext

from activities.actions.facts import ActivityFacts
from activities.actions.more import MoreFacts, Split
from activities.actions.rate_activity import Rating
from activities.enums import Access, Kind, MeetingForm, PartRole, SpokenLanguage, Status
from activities.models import Assessment
from core.dates import DatePrecision, PartialDate, format_partial_date
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


def more_differences(mine: MoreFacts, theirs: MoreFacts, *, sees_firm_names: bool) -> list[Difference]:
    """Everything beyond the quick form in which `mine` differs from `theirs`."""
    ours = more_in_words(mine, sees_firm_names=sees_firm_names)
    other = more_in_words(theirs, sees_firm_names=sees_firm_names)
    return [Difference(label, ours[label], other[label]) for label in ours if ours[label] != other[label]]


def more_in_words(more: MoreFacts, *, sees_firm_names: bool) -> dict[str, str]:
    """Each fact beyond the quick form by its label; what is unknown says so."""
    language = get_language() or "en"
    unknown, nothing = pgettext("answer", "Not known"), pgettext("text", "Nothing")
    people = more.people or Split()
    last = PartialDate(more.ends_on, DatePrecision.DAY) if more.ends_on else None
    announced = {True: gettext("Yes"), False: gettext("No"), None: unknown}[more.is_advertised]
    return {
        gettext("Starts at"): _clock(more.start_time) or unknown,
        gettext("Ends at"): _clock(more.end_time) or unknown,
        gettext("Last day"): format_partial_date(last, language) if last else nothing,
        gettext("Organisations"): _parts(more, sees_firm_names=sees_firm_names) or nothing,
        gettext("How many in the room?"): _number(people.in_room, language),
        gettext("How many online?"): _number(people.online, language),
        gettext("Who could come?"): _label(Access, more.access) or unknown,
        gettext("Announced publicly?"): announced,
        gettext("Method"): more.method or nothing,
        gettext("Which languages were spoken?"): ", ".join(_label(SpokenLanguage, code) for code in more.spoken)
        or unknown,
        gettext("How do people online take part?"): more.remote_how or nothing,
        gettext("If that is not decided: why?"): more.remote_why_not or nothing,
        gettext("Facilitator and how to reach them"): more.facilitator or nothing,
        gettext("Tech support and how to reach it"): more.tech_support or nothing,
        gettext("S3 priorities"): ", ".join(sorted(row.name for row in more.priorities)) or nothing,
        gettext("Goals for sustainable development"): ", ".join(str(goal) for goal in more.goals) or nothing,
        gettext("What did you learn?"): more.lessons or nothing,
        gettext("Where was it written or talked about?"): more.publicity or nothing,
        gettext("Hours per participant"): _number(more.duration_hours, language),
        gettext("Travel hours per participant"): _number(more.travel_hours, language),
        gettext("Kilometres travelled per participant"): _number(more.travel_km, language),
    }


def _parts(more: MoreFacts, *, sees_firm_names: bool) -> str:
    shown = [part for part in more.parts or () if sees_firm_names or part.role != PartRole.SUPPORTED]
    return "\n".join(sorted(f"{part.name} ({PartRole(part.role).label})" for part in shown))


def _clock(at: time | None) -> str:
    return at.strftime("%H:%M") if at else ""


def _number(value: Decimal | int | None, language: str) -> str:
    return pgettext("number", "Unknown") if value is None else format_number(value, language)


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
