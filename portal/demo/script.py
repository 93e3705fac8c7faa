"""Reads the texts of the made-up arena from data/demo and the names of its people. Pure but for the files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.loading.frame_rows import scale_rows, synonym_rows
from portal.loading.plan import Wanted
from portal.loading.tables import Findings, Row, Shape, read_json, read_table
from portal.loading.words import LANGUAGES


def _in_languages(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{language}" for name in names for language in LANGUAGES)


ORGANISATIONS = Shape(
    "organisations.csv", ("name", "side", "helix", "municipality", "size", "industry_code"), ("name",)
)
THEMES = Shape("themes.csv", ("key", *_in_languages("name", "definition")), ("key",))
PRIORITIES = Shape("priorities.csv", ("key", "side", "themes", *_in_languages("name")), ("key",))
INDICATORS = Shape(
    "indicators.csv",
    ("code", "rule", "target", "target_no", "target_se", *_in_languages("name", "unit", "explanation")),
    ("code",),
)
TEAMS = Shape(
    "teams.csv",
    (
        *("slug", "name", "language", "sides", "stage", "themes", "municipality", "own_word", "anchor"),
        *("start", "people", "end", "description"),
    ),
    ("slug",),
)
ACTIVITIES = Shape(
    "activities.csv",
    (
        *("key", "team", "language", "title", "description", "kind", "sides", "themes", "places", "form", "level"),
        *("steps", "start", "every", "times", "people", "supported", "evidence", "precision"),
    ),
    ("key",),
)
REASONS = Shape("reasons.csv", ("language", "step", "reason"), ("language", "step"))
DRAFTS = Shape("drafts.csv", ("team", "language", "title", "sides"), ("title",))
CANCELLED = Shape("cancelled.csv", ("team", "language", "title", "kind", "sides", "start", "level", "why"), ("title",))
HYPOTHESES = Shape(
    "hypotheses.csv",
    ("key", "language", "behaviour", "barrier", "lever", "sign", "seen"),
    ("key",),
    ("key", "behaviour"),
)
SECOND_RATINGS = Shape("second_ratings.csv", ("key", "turn", "level", "step", "reason"), ("key", "turn"))
NAMES = Shape("person_names_sv_nb.csv", ("locale", "kind", "name"), ("locale", "kind", "name"))
MORE = Shape(
    "more.csv",
    ("kind", "language", "access", "advertised", "starts", "hours", "method", "lesson", "remote"),
    ("kind", "language"),
)
SHAPES = (
    ORGANISATIONS,
    THEMES,
    PRIORITIES,
    INDICATORS,
    TEAMS,
    ACTIVITIES,
    REASONS,
    DRAFTS,
    CANCELLED,
    MORE,
    HYPOTHESES,
    SECOND_RATINGS,
)


@dataclass(frozen=True)
class Script:
    """Everything that is written down about the made-up arena; the rest is drawn by lot."""

    arena: dict[str, Any]
    tables: dict[str, list[Row]]
    names: list[Row]
    scales: dict[str, list[Wanted]]
    synonyms: list[dict[str, str]]
    towns: dict[str, str]

    def __getitem__(self, shape: Shape) -> list[Row]:
        return self.tables[shape.file]


def read_script(data: Path, towns: dict[str, str]) -> Script:
    """The script in `data`; `towns` gives the name of each municipality by code. Raises `NotLoadable`."""
    findings = Findings()
    script = Script(
        arena=read_json(data / "demo", "arena.json", findings),
        tables={shape.file: read_table(data / "demo", shape, findings) for shape in SHAPES},
        names=read_table(data / "names", NAMES, findings),
        scales=scale_rows(data / "defaults", findings),
        synonyms=synonym_rows(data / "defaults", findings),
        towns=towns,
    )
    findings.raise_if_any()
    return script


def several(cell: str) -> tuple[str, ...]:
    """The parts of a cell such as NO;SE."""
    return tuple(part for part in cell.split(";") if part)
