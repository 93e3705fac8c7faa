"""Telling people what is due: one mail to a person and week at most."""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from accounts.models import User
from activities.checks import checks_for, due_on
from activities.mails import post_checks
from activities.models import Activity
from activities.queries import SEES_DRAFTS
from arena.models import Arena, ArenaRole
from core.models import Mail


def key_of(person: int, on: date) -> str:
    """What makes the mail of a person the only one of its week."""
    year, week, _day = on.isocalendar()
    return f"activities.checks {person} {year}-{week:02}"


def remind_of_checks(*, on: date) -> int:
    """Posts to everybody who can answer checks that are due how many there are; gives the number of people.

    Only to those who want reminders and have not had one this week. A made-up arena tells nobody.
    """
    due: dict[int, list[tuple[Arena, int]]] = defaultdict(list)
    people: dict[int, User] = {}
    for arena in Arena.objects.filter(is_sample=False).order_by("slug"):
        for person in _asked_in(arena, on=on):
            if n := checks_for(person, arena, on=on).count():
                people[person.pk] = person
                due[person.pk].append((arena, n))
    told = set(Mail.objects.filter(key__in=[key_of(pk, on) for pk in due]).values_list("key", flat=True))
    waiting = {pk: arenas for pk, arenas in due.items() if key_of(pk, on) not in told}
    for pk, arenas in waiting.items():
        post_checks(people[pk], arenas, key=key_of(pk, on))
    return len(waiting)


def _asked_in(arena: Arena, *, on: date) -> list[User]:
    """Who may have something to answer: leads and coordinators of the day, and who logged what is due."""
    open_roles = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    roles = ArenaRole.objects.filter(open_roles, arena=arena, starts_on__lte=on, role__in=SEES_DRAFTS)
    logged = Activity.objects.filter(due_on(on), arena=arena, logged_by__isnull=False).order_by()
    asked = Q(pk__in=roles.values("user")) | Q(pk__in=logged.values("logged_by"))
    people = User.objects.filter(asked, is_active=True, is_local=False, gets_reminders=True)
    return list(people.order_by("pk"))
