"""Why a row of an import becomes what it does, in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from arena.enums import RowOutcome
from arena.imports import ImportKind
from arena.models import ImportRow
from core.dates import DatePrecision, PartialDate, format_partial_date
from core.numbers import format_number

# Words of a cell: `value` is what stands there. Numbers that may be personal are never quoted.
CELLS = {
    "cell.missing": _("is missing"),
    "cell.too_long": _("is longer than %(limit)s characters"),
    "cell.formula_error": _("holds a formula without a result (%(value)s)"),
    "cell.personal_number": _("is a personal identity number, which is never kept"),
    "cell.choice_unknown": _("“%(value)s” is none of the answers"),
    "cell.yes_or_no": _("“%(value)s” is neither yes nor no"),
    "cell.number_unreadable": _("“%(value)s” is no number"),
    "cell.number_ambiguous": _("can mean %(first)s or %(second)s"),
    "cell.number_too_large": _("%(value)s is more than %(limit)s"),
    "cell.date_unreadable": _("“%(value)s” is no date"),
    "cell.date_ambiguous": _("can mean %(first)s or %(second)s"),
    "cell.id_unknown": _("%(value)s is not known in this arena"),
    "cell.time_unreadable": _("“%(value)s” is no time of day"),
    "cell.priority_unknown": _("“%(value)s” is none of the arena’s S3 priorities"),
    "cell.goal_unknown": _("“%(value)s” is none of the goals for sustainable development"),
    "cell.ends_too_early": _("comes before the beginning"),
    "cell.no_exact_day": _("needs the exact day of the activity"),
    "cell.remote_missing": _("is missing: a plan that is held online says how people take part, or why not"),
    "cell.country_unknown": _("“%(value)s” is no country"),
    "cell.language_unknown": _("“%(value)s” is none of the languages"),
    "cell.region_unknown": _("“%(value)s” is no region of the arena’s countries"),
    "cell.region_ambiguous": _("“%(value)s” is a region in two countries. Write its NUTS code."),
    "cell.municipality_unknown": _("“%(value)s” is no municipality of the arena’s countries"),
    "cell.municipality_ambiguous": _("“%(value)s” is the name of several municipalities. Write the code."),
    "cell.place_conflict": _("“%(value)s” does not lie in the region of this row"),
    "cell.side_unknown": _("“%(value)s” is none of the arena’s countries"),
    "cell.theme_unknown": _("“%(value)s” is none of the arena’s themes"),
    "cell.team_unknown": _("“%(value)s” is none of the arena’s teams"),
    "cell.team_ambiguous": _("“%(value)s” is the name of several teams"),
    "cell.organisation_unknown": _("“%(value)s” is not in the register. Import the organisations first."),
    "cell.organisation_ambiguous": _("“%(value)s” is the name of several organisations. Write the number."),
    "cell.number_invalid": _("the check digit does not fit"),
    "cell.number_of_person": _("is a personal identity number, which this country does not use for companies"),
    "cell.industry_unknown": _("“%(value)s” is no industry code"),
    "cell.industry_edition_missing": _("needs the edition beside it: they number differently"),
    "cell.key_invalid": _("may hold letters, digits, hyphens and underscores only"),
    "cell.number_without_country": _("fits no country of the arena. Write the country as well."),
}
ROWS = {
    "row.ragged": _("The row has %(found)s cells, the headings %(expected)s. Cells may have slipped."),
    "row.refused": _("The arena refused it: %(said)s"),
    "new.personal_number": _("Comes in as sole trader. The number is a personal identity number and is not kept."),
    "new.without_number": _("Comes in without a number."),
    "new.draft": _("Comes in as a draft."),
    "new.decided": _("You said that it is new."),
    "match.id": _("Already there, by its ID."),
    "match.key": _("Already there, by its key."),
    "match.number": _("Already there, by its organisation number."),
    "match.name": _("Already there, by its name."),
    "match.name_without_number": _("Already there, without a number. The number of this row was not taken over."),
    "match.title_and_date": _("Already there, by its title and date."),
    "match.row": _("The same as row %(row)s."),
    "match.decided": _("You said that it is the same."),
    "ambiguous.name": _("Has the same name. Is it one of these?"),
    "ambiguous.alike": _("Has nearly the same name. Is it one of these?"),
    "ambiguous.name_of_row": _("Has the same name as another row, and only one of them has a number."),
    "ambiguous.number_of_row": _("Has the same number as another row, and another name."),
    "ambiguous.id_and_number": _("The ID and the organisation number lead to different organisations."),
    "ambiguous.id_and_title": _("The ID belongs to one with another title."),
    "ambiguous.title": _("Has the same title and another date, or none. Is it one of these?"),
}


def reason_of(row: ImportRow, kind: ImportKind) -> str:
    """The whole reason of a row: for an error each cell that is wrong, with the name of its column's field."""
    if row.reason in CELLS:
        faults = [{"code": row.reason, **row.details}, *row.details.get("more", ())]
        return " ".join(_fault(fault, kind) for fault in faults)
    if row.reason not in ROWS:
        return ""
    return str(ROWS[row.reason]) % _shown(row.details)


def counts_in_words(counts: Mapping[str, int]) -> str:
    """How many rows become what, such as “12 new, 3 already there”."""
    language = get_language() or "en"
    parts = [
        (counts.get(RowOutcome.NEW, 0), ngettext("%(n)s new", "%(n)s new", counts.get(RowOutcome.NEW, 0))),
        (counts.get(RowOutcome.MATCH, 0), gettext("%(n)s already there")),
        (counts.get(RowOutcome.AMBIGUOUS, 0), gettext("%(n)s ambiguous")),
        (
            counts.get(RowOutcome.ERROR, 0),
            ngettext("%(n)s with an error", "%(n)s with errors", counts.get(RowOutcome.ERROR, 0)),
        ),
    ]
    return ", ".join(words % {"n": format_number(n, language)} for n, words in parts if n)


def _fault(fault: Mapping[str, Any], kind: ImportKind) -> str:
    field = kind.field_of(fault.get("field", ""))
    said = str(CELLS[fault["code"]]) % _shown(fault)
    sentence = f"{field.label}: {said}" if field else said
    return sentence if sentence.endswith(".") else f"{sentence}."


def _shown(details: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers and dates as the reader writes them; minus the number of a row is its number."""
    language = get_language() or "en"
    shown = {
        key: _in_language(value, language) if key in {"first", "second"} else value for key, value in details.items()
    }
    if isinstance(shown.get("limit"), int):
        shown["limit"] = format_number(shown["limit"], language)
    return shown


def _in_language(value: str, language: str) -> str:
    if value.count("-") == 2:
        return format_partial_date(PartialDate(date.fromisoformat(value), DatePrecision.DAY), language)
    return format_number(Decimal(value), language)


def candidates_of(rows: Sequence[ImportRow]) -> set[int]:
    """The keys of everything in the arena that the rows name."""
    keys = {key for row in rows for key in row.details.get("candidates", ()) if key > 0}
    return keys | {row.object_key for row in rows if row.object_key}
