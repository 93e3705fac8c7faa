"""What an organisation is found by."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from arena.models import Organisation
from arena.search import Found, Kind

ORGANISATION = "organisation"


def _read(rows: QuerySet[Organisation]) -> Iterator[Found]:
    """Whole organisations, each by every name and number of the rows that were merged into it."""
    wholes = rows.filter(canonical__isnull=True).select_related("municipality")
    for whole in wholes.prefetch_related("aliases", "spellings__aliases"):
        spellings = [whole, *whole.spellings.all()]
        others = [(alias.name, alias.language) for row in spellings for alias in row.aliases.all()]
        place = whole.municipality.name if whole.municipality else ""
        yield Found(
            key=whole.pk,
            arena=whole.arena_id,
            titles=(*((row.name, "") for row in spellings), *others),
            texts=(*((row.number, "") for row in spellings), (place, "")),
        )


def _changed_by(key: int) -> Collection[int]:
    """The row's own document, and that of the organisation it was merged into."""
    wholes = Organisation.objects.filter(pk=key, canonical__isnull=False).values_list("canonical_id", flat=True)
    return {key, *wholes}


KIND = Kind(slug=ORGANISATION, model=Organisation, read=_read, changed_by=_changed_by)
