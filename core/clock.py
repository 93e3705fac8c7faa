"""The only place that reads the clock; views and tasks ask here and pass the answer on."""

from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    """The calendar date where the arenas are (both countries share one zone)."""
    return timezone.localdate()


def now() -> datetime:
    """This moment in UTC."""
    return timezone.now()
