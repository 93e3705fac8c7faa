"""What is kept about a person as the page shows it and as the file holds it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import get_language, gettext

from core.dates import DatePrecision, PartialDate, format_partial_date
from core.personal import Fact, Kept, Text

# Of each kind the page shows so many, the newest first; the file holds all.
ROWS_SHOWN = 10
FORMAT = "arena-own-data-1"


@dataclass(frozen=True)
class ShownRow:
    """One row: what it is called, where its page is, the language of its name, and the rest with its headings."""

    name: str
    link: str
    language: str
    cells: list[tuple[Text, str]]


@dataclass(frozen=True)
class Section:
    """One kind of rows on the page."""

    key: str
    title: Text
    headings: list[Text]
    rows: list[ShownRow]
    has_more: bool


def sections(kept: Iterable[Kept]) -> tuple[list[Section], list[Text]]:
    """What there is, section by section, and the titles of what there is nothing of."""
    shown, empty = [], []
    for kind in kept:
        found = kind.first(ROWS_SHOWN)
        if found:
            shown.append(_section(kind, found))
        else:
            empty.append(kind.title)
    return shown, empty


def _section(kind: Kept, found: list[Any]) -> Section:
    return Section(
        key=kind.key,
        title=kind.title,
        headings=[fact.label for fact in kind.facts],
        rows=[_row(kind, row) for row in found[:ROWS_SHOWN]],
        has_more=len(found) > ROWS_SHOWN,
    )


def _row(kind: Kept, row: Any) -> ShownRow:
    name, *others = kind.facts
    return ShownRow(
        name=_words(name, row),
        link=kind.link(row) if kind.link else "",
        language=kind.language(row) if kind.language else "",
        cells=[(fact.label, _words(fact, row)) for fact in others],
    )


def _words(fact: Fact, row: Any) -> str:
    """The value for people, in the language of the page; a dash for nothing."""
    value = fact.words(row) if fact.words else fact.value(row)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{_day(local.date())} {local:%H:%M}"
    if isinstance(value, date):
        return _day(value)
    return "–" if value in {None, ""} else str(value)


def _day(value: date) -> str:
    return format_partial_date(PartialDate(value, DatePrecision.DAY), get_language() or "en", "table")


def file_pieces(kept: Iterable[Kept], *, at: datetime) -> Iterator[str]:
    """A JSON document with every row of every kind by the keys of its facts, piece by piece."""
    encoder = DjangoJSONEncoder(ensure_ascii=False, indent=1)
    head = {"format": FORMAT, "site": settings.BASE_URL, "made_at": at}
    yield encoder.encode(head).removesuffix("\n}")
    for kind in kept:
        yield f",\n {encoder.encode(kind.key)}: ["
        for number, row in enumerate(kind.all()):
            yield f"{',' if number else ''}\n{encoder.encode(_as_data(kind, row))}"
        yield "]"
    yield "\n}\n"


def _as_data(kind: Kept, row: Any) -> dict[str, Any]:
    data: dict[str, Any] = {fact.key: fact.value(row) for fact in kind.facts}
    return data | ({"page": f"{settings.BASE_URL}{kind.link(row)}"} if kind.link else {})
