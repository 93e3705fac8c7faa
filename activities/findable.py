"""What an activity is found by. No organisation's name: who was supported is not for everybody to find out."""

from collections.abc import Iterator

from django.db.models import QuerySet

from activities.models import Activity
from arena.search import Found, Kind

ACTIVITY = "activity"


def _read(rows: QuerySet[Activity]) -> Iterator[Found]:
    columns = ("pk", "arena_id", "first_on", "language", "title", "description", "place", "municipality__name", "quote")
    for key, arena, day, language, title, *texts in rows.values_list(*columns, "method", "lessons", "publicity"):
        yield Found(
            key=key,
            arena=arena,
            titles=((title, language),),
            texts=tuple((text or "", language) for text in texts),
            happened_on=day,
        )


KIND = Kind(slug=ACTIVITY, model=Activity, read=_read)
