"""Maps the frame of an arena: its facts, sides, dates, periods, themes, priorities and scales. Pure."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from arena.enums import Emblem, Mark, Visibility
from core.dates import DatePrecision
from portal.loading.cells import label_in, read_day, read_number, read_sides
from portal.loading.plan import Wanted
from portal.loading.shapes import PROJECT, SETTINGS
from portal.loading.tables import Findings, Misread, Problem, Row, Shape, read_table
from portal.loading.words import LANGUAGES, Readings, Texts

SETTINGS_KEYS = {"slug", "visibility", "open_working_figures", "emblem", "source_language", "sides"}
SIDE_KEYS = {"code", "mark", "position", "regions"}
PROJECT_KEYS = {
    "name",
    "programme_area",
    "programme",
    "programme_note",
    "period",
    "regions",
    "owners",
    "budget_total",
    "budget_eu",
    "currency_of_swedish_follow_up",
    "source",
    "quotes",
}
SCALE_TEXTS = ("name", "criterion", "example", "summary")
SYNONYM_TEXTS = tuple(f"{name}_{language}" for language in LANGUAGES for name in ("words", "wider"))
SYNONYMS = Shape("synonyms.csv", ("number", *SYNONYM_TEXTS), ("number",))
SCALES = Shape(
    "scales.csv",
    ("scale", "number", *(f"{name}_{language}" for name in SCALE_TEXTS for language in LANGUAGES)),
    ("scale", "number"),
    ("scale", "number", "name_en"),
)


@dataclass(frozen=True)
class Book:
    """What every mapping needs at hand: our texts and readings, the arena's sides, the language of the source."""

    texts: Texts
    readings: Readings
    sides: frozenset[str]
    language: str


def check_settings(settings: dict[str, Any], project: dict[str, Any], findings: Findings) -> None:
    """Refuses unknown and missing keys and values that no list has."""
    allowed = {
        "visibility": set(Visibility.values),
        "emblem": set(Emblem.values),
        "source_language": set(LANGUAGES),
        "open_working_figures": {True, False},
    }
    for file, wanted, given in ((SETTINGS, SETTINGS_KEYS, settings), (PROJECT, PROJECT_KEYS, project)):
        for key in sorted(wanted ^ set(given)):
            reason = f"“{key}” is not known" if key in given else f"“{key}” is missing"
            findings.problems.append(Problem(file, 0, reason))
    for key, values in allowed.items():
        if key in settings and settings[key] not in values:
            findings.problems.append(Problem(SETTINGS, 0, f"{key}: {settings[key]!r} is none of its values"))
    for side in settings.get("sides", []):
        if not isinstance(side, dict) or set(side) != SIDE_KEYS or side["mark"] not in Mark.values:
            findings.problems.append(Problem(SETTINGS, 0, f"sides: {side} is no side"))


def arena_facts(settings: dict[str, Any], project: dict[str, Any], book: Book) -> dict[str, Any]:
    """The fields of the arena itself, apart from its dates."""
    facts = {
        "visibility": settings["visibility"],
        "open_working_figures": settings["open_working_figures"],
        "emblem": settings["emblem"],
        "programme": project["programme"] or "",
        "sub_area": project["programme_area"] or "",
        "source": project["source"] or "",
        **{f"name_{language}": project["name"] for language in LANGUAGES},
    }
    for name in ("tagline", "description", "funding_statement"):
        facts |= book.texts.in_languages("arena", "", name)
    return facts


def side_rows(settings: dict[str, Any], book: Book) -> list[Wanted]:
    """The sides, west to east."""
    return [
        Wanted(
            (side["code"],),
            {
                "mark": side["mark"],
                "position": side["position"],
                **book.texts.in_languages("sides", side["code"], "name"),
            },
            links={"regions": tuple(side["regions"])},
        )
        for side in settings["sides"]
    ]


def stated_dates(row: Row, book: Book) -> list[Wanted]:
    """First and last day of the project as one text gives them; none for a row that is no project period."""
    if book.readings.read(row, "kind", "kept_as") != "stated_dates":
        return []
    language = book.readings.read(row, "id", "quote_language", "")
    is_decided = book.readings.read(row, "id", "is_decided", "") == "yes"
    dates = []
    for kind, column in (("start", "start"), ("end", "end")):
        day = read_day(row, column)
        if day.precision is not DatePrecision.DAY:
            raise Misread(column, "a project starts and ends on a day")
        fields = {"on": day.first, "quote": row["quote"], "is_decided": is_decided}
        dates.append(Wanted((kind, row["source"], language), fields, row=row))
    return dates


def period_row(row: Row, book: Book) -> Wanted | None:
    """A reporting period from the first day of its first month to the last of its last; None for any other row."""
    if book.readings.read(row, "kind", "kept_as") != "period":
        return None
    first, last = read_day(row, "start").first, read_day(row, "end").last
    fields = {
        "ends_on": last,
        "source_label": label_in(row["note"]),
        "source_status": row["status"],
        "source": row["source"],
        "quote": row["quote"],
        **book.texts.in_languages("reporting_periods", row["id"], "label"),
    }
    return Wanted((first,), fields, row=row)


def theme_row(row: Row, book: Book) -> Wanted:
    """A theme: its name is the source's, the other languages and the definition are ours."""
    fields = {
        "position": read_number(row, "order"),
        "source": row["source"],
        "quote": row["quote"],
        **book.texts.in_languages("themes", row["id"], "name", **{book.language: row["name"]}),
        **book.texts.in_languages("themes", row["id"], "definition"),
    }
    read_sides(row, book.sides, "s3_priority_side_per_source")
    return Wanted((row["id"],), fields, row=row)


def priority_rows(row: Row, facts: dict[str, Row], themes: dict[str, Row], book: Book) -> list[Wanted]:
    """One priority per side, with the quote of the fact it rests on. Sides must be those the source gives."""
    fact = facts.get(row["fact"])
    if fact is None:
        raise Misread("fact", f"s3_facts.csv has no “{row['fact']}”")
    sides = read_sides(row, book.sides, "sides")
    if set(sides) != set(read_sides(fact, book.sides)):
        raise Misread("sides", "are not those of the fact")
    linked = tuple(key for key in row["themes"].split(";") if key)
    for key in linked:
        if key not in themes:
            raise Misread("themes", f"themes.csv has no “{key}”")
        if set(sides) != set(read_sides(themes[key], book.sides, "s3_priority_side_per_source")):
            raise Misread("themes", f"the sides are not those of the theme “{key}”")
    fields = {
        "source": fact["source"],
        "quote": fact["quote"],
        **book.texts.in_languages("priorities", row["key"], "name"),
    }
    return [Wanted((row["key"],), fields, {"themes": linked}, side=side, row=row) for side in sides]


def synonym_rows(folder: Path, findings: Findings) -> list[dict[str, str]]:
    """The groups of synonyms that every arena starts with: a word or phrase on each line."""
    return [
        {"source": f"docs/glossary.md, 2.{row['number']}"}
        | {column: "\n".join(row[column].split(";")) for column in SYNONYM_TEXTS}
        for row in read_table(folder, SYNONYMS, findings)
    ]


def scale_rows(folder: Path, findings: Findings) -> dict[str, list[Wanted]]:
    """The default steps of both scales, by scale."""
    scales: dict[str, list[Wanted]] = {"effect_level": [], "stability_step": []}
    for row in read_table(folder, SCALES, findings):
        texts = {f"{name}_{language}": row[f"{name}_{language}"] for name in SCALE_TEXTS for language in LANGUAGES}
        scales[row["scale"]].append(Wanted((int(row["number"]),), texts, row=row))
    return scales
