"""Reads a whole folder into a plan, or says everything that is wrong with it. Pure but for the files."""

from pathlib import Path
from typing import Any

from portal.loading import content_rows, frame_rows, shapes
from portal.loading.frame_rows import Book
from portal.loading.plan import ArenaPlan, Wanted
from portal.loading.tables import Findings, Problem, Row, read_json, read_table
from portal.loading.words import Readings, Texts


def slug_of(folder: Path) -> str:
    """The address of the arena a folder holds; raises `NotLoadable`."""
    findings = Findings()
    slug = read_json(folder, shapes.SETTINGS, findings).get("slug", "")
    if not slug:
        findings.problems.append(Problem(shapes.SETTINGS, 0, "“slug” is missing"))
    findings.raise_if_any()
    return slug


def read_folder(folder: Path, defaults: Path) -> ArenaPlan:
    """What the folder asks for; `defaults` holds scales and synonyms. Raises `NotLoadable` with every problem."""
    findings = Findings()
    settings = read_json(folder, shapes.SETTINGS, findings)
    project = read_json(folder, shapes.PROJECT, findings)
    frame_rows.check_settings(settings, project, findings)
    shaped = (*shapes.OURS, *shapes.LOADED, *shapes.WAITING)
    tables = {shape.file: read_table(folder, shape, findings) for shape in shaped}
    findings.raise_if_any()
    book = Book(
        texts=Texts.of(tables[shapes.TEXTS.file]),
        readings=Readings.of(tables[shapes.READINGS.file]),
        sides=frozenset(side["code"] for side in settings["sides"]),
        language=settings["source_language"],
    )
    plan = ArenaPlan(slug=settings["slug"], arena=frame_rows.arena_facts(settings, project, book))
    plan.files = {shapes.SETTINGS: 1, shapes.PROJECT: 1} | {file: len(rows) for file, rows in sorted(tables.items())}
    plan.sides = frame_rows.side_rows(settings, book)
    _map_frame(plan, tables, book, findings)
    _map_content(plan, tables, book, findings)
    _map_defaults(plan, defaults, findings)
    _check_dates(plan, project, findings)
    findings.problems += [row.problem("belongs to nothing in the files") for row in book.texts.unused]
    findings.problems += [row.problem("belongs to no word in the files") for row in book.readings.unused]
    findings.raise_if_any()
    return plan


def _map_frame(plan: ArenaPlan, tables: dict[str, list[Row]], book: Book, findings: Findings) -> None:
    periods = tables[shapes.PERIODS.file]
    themes, facts = _by_id(tables[shapes.THEMES.file]), _by_id(tables[shapes.S3_FACTS.file])
    plan.stated_dates = _flat(findings.each(periods, lambda row: frame_rows.stated_dates(row, book)))
    plan.periods = findings.each(periods, lambda row: frame_rows.period_row(row, book))
    plan.themes = findings.each(tables[shapes.THEMES.file], lambda row: frame_rows.theme_row(row, book))
    plan.priorities = _flat(
        findings.each(tables[shapes.PRIORITIES.file], lambda row: frame_rows.priority_rows(row, facts, themes, book))
    )


def _map_content(plan: ArenaPlan, tables: dict[str, list[Row]], book: Book, findings: Findings) -> None:
    activities, indicators = tables[shapes.ACTIVITIES.file], tables[shapes.INDICATORS.file]
    places = {row["id"]: place for place, row in enumerate(indicators, start=1)}
    plan.organisations = findings.each(
        tables[shapes.ORGANISATIONS.file], lambda row: content_rows.organisation_row(row, book)
    )
    plan.teams = findings.each(tables[shapes.TEAMS.file], lambda row: content_rows.team_row(row, book))
    plan.activities = findings.each(activities, lambda row: content_rows.activity_row(row, book))
    plan.indicators = findings.each(indicators, lambda row: content_rows.indicator_row(row, places[row["id"]], book))
    known = _by_id(activities)
    findings.each(tables[shapes.EFFECT_LEVELS.file], lambda row: content_rows.check_level(row, known, book))


def _map_defaults(plan: ArenaPlan, defaults: Path, findings: Findings) -> None:
    scales = frame_rows.scale_rows(defaults, findings)
    plan.synonyms = frame_rows.synonym_rows(defaults, findings)
    plan.effect_levels, plan.stability_steps = scales["effect_level"], scales["stability_step"]


def _check_dates(plan: ArenaPlan, project: dict[str, Any], findings: Findings) -> None:
    """The arena's dates are the decided ones, and project.json says no others."""
    decided = {date.key[0]: date.fields["on"] for date in plan.stated_dates if date.fields["is_decided"]}
    plan.arena |= {"started_on": decided.get("start"), "ended_on": decided.get("end")}
    stated = {str(date.fields["on"]) for date in plan.stated_dates}
    for key, day in project["period"].items():
        if day not in stated:
            findings.problems.append(
                Problem(shapes.PROJECT, 0, f"period, {key}: {day} is not in reporting_periods.csv")
            )


def _by_id(rows: list[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows}


def _flat(groups: list[list[Wanted]]) -> list[Wanted]:
    return [wanted for group in groups for wanted in group]
