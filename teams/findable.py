"""What a team is found by."""

from collections.abc import Iterator

from django.db.models import QuerySet

from arena.search import Found, Kind
from teams.models import Team

TEAM = "team"


def _read(rows: QuerySet[Team]) -> Iterator[Found]:
    columns = ("pk", "arena_id", "language", "name", "own_word", "description", "place", "quote")
    for key, arena, language, name, *texts in rows.values_list(*columns):
        yield Found(key=key, arena=arena, titles=((name, language),), texts=tuple((text, language) for text in texts))


KIND = Kind(slug=TEAM, model=Team, read=_read)
