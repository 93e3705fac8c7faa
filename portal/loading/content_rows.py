"""Maps what an arena holds: organisations, teams, activities, indicators. Pure."""

from decimal import Decimal, InvalidOperation
from typing import Any

from arena.enums import Helix
from portal.loading.cells import aliases_in, must_be_empty, read_country, read_sides, read_year_and_month
from portal.loading.frame_rows import Book
from portal.loading.plan import Wanted
from portal.loading.tables import Misread, Row


def organisation_row(row: Row, book: Book) -> Wanted:
    """An organisation without number: provisional. Whether it is a company is unknown."""
    if row["helix_role"] not in {"", *Helix.values}:
        raise Misread("helix_role", f"“{row['helix_role']}” is none of {', '.join(Helix.values)}")
    fields = {
        "name": row["name"],
        "country": read_country(row),
        "helix": row["helix_role"],
        "relation": row["relation_to_smice"],
        "note": row["note"],
        "source": row["source"],
        "quote": row["quote"],
    }
    return Wanted((row["id"],), fields, _sides(row, book), aliases=aliases_in(row["note"]), row=row)


def team_row(row: Row, book: Book) -> Wanted:
    """A team; its stage only where the source says how far it came."""
    fields = {
        "name": row["name"],
        "language": book.readings.read(row, "id", "language", book.language),
        "description": row["description"],
        "place": row["place"],
        "stage": book.readings.read(row, "kind", "stage"),
        "source_kind": row["kind"],
        "note": row["note"],
        "source": row["source"],
        "quote": row["quote"],
    }
    return Wanted((row["id"],), fields, _sides(row, book), row=row)


def activity_row(row: Row, book: Book) -> Wanted:
    """An activity with its date as exact as it is known, and status and kind also in the source's words."""
    when = read_year_and_month(row)
    meeting_form = book.readings.read(row, "place", "meeting_form", "")
    fields: dict[str, Any] = {
        "title": row["name"],
        "language": book.readings.read(row, "id", "language", book.language),
        "status": book.readings.read(row, "status", "status"),
        "kind": book.readings.read(row, "kind", "kind"),
        "first_on": when.first,
        "last_on": when.last,
        "precision": when.precision.value,
        "meeting_form": meeting_form,
        "place": "" if meeting_form else row["place"],
        "source_kind": row["kind"],
        "source_status": row["status"],
        "note": row["note"],
        "source": row["source"],
        "quote": row["quote"],
    }
    return Wanted((row["id"],), fields, _sides(row, book), row=row)


def check_level(row: Row, activities: dict[str, Row], book: Book) -> None:
    """A row of the empty list of effect levels: it names an activity and rates nothing."""
    activity = activities.get(row["activity_id"])
    if activity is None:
        raise Misread("activity_id", f"activities.csv has no “{row['activity_id']}”")
    if (row["name"], row["side"]) != (activity["name"], activity["side"]):
        raise Misread("name", "name and side are not those in activities.csv")
    must_be_empty(row, "effect_level", why="a rating needs a person, a day and a reason, and is given in the arena")


def indicator_row(row: Row, position: int, book: Book) -> Wanted | None:
    """An indicator whose achieved figure is unknown: not everything was logged here. None for a general statement."""
    must_be_empty(row, "baseline", "actual", why="there is no place for it yet")
    if book.readings.read(row, "id", "kept_as") != "indicator":
        return None
    fields = {
        "position": position,
        "rule": book.readings.read(row, "id", "rule"),
        "log_is_complete": False,
        "source": row["source"],
        "quote": row["quote"],
        **book.texts.in_languages("indicators", row["id"], "name", **{book.language: row["name"]}),
        **book.texts.in_languages("indicators", row["id"], "source_statement", en=row["statement_en"]),
        f"unit_{book.language}": row["unit"],
    }
    return Wanted((row["id"],), fields, target=_target(row), row=row)


def _sides(row: Row, book: Book) -> dict[str, tuple[str, ...]]:
    return {"sides": read_sides(row, book.sides)}


def _target(row: Row) -> Decimal | None:
    """The value aimed at in all; None = unknown."""
    try:
        return Decimal(row["target"]) if row["target"] else None
    except InvalidOperation:
        raise Misread("target", f"“{row['target']}” is no number such as 60") from None
