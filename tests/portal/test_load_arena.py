"""`load_arena`: what the sources say, nothing else, and nothing half."""

import csv
import json
import re
import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from activities.enums import Precision, Status
from activities.models import Activity, Assessment, Evidence, Headcount, OrganisationPart
from arena.models import Arena, ArenaRole, Organisation, OrganisationAlias
from core.models import LogEntry
from indicators.models import Target
from indicators.queries import figures_of
from portal.loading import shapes
from portal.loading.read import read_folder
from teams.models import Membership, Team
from tests.factories import ActivityFactory, TeamFactory

DATA = settings.BASE_DIR / "data"
SMICE = DATA / "smice"


def rows_of(file: str) -> list[dict[str, str]]:
    with (SMICE / file).open(newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def load(folder: Path = SMICE, **options: bool) -> dict:
    out = StringIO()
    call_command("load_arena", folder, stdout=out, stderr=StringIO(), **options)
    return json.loads(out.getvalue().splitlines()[-1])


@pytest.fixture(scope="module")
def summary(django_db_setup, django_db_blocker):
    """The arena is loaded once for this file; each test undoes its own changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def smice(summary, db) -> Arena:
    return Arena.objects.get(slug="smice")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMICE, tmp_path / "smice"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_file_is_read_and_counted(summary):
    in_folder = {path.relative_to(SMICE).as_posix() for path in SMICE.rglob("*") if path.is_file()}
    assert set(summary["files"]) == in_folder
    assert all(summary["files"][file] == len(rows_of(file)) for file in in_folder if file.endswith(".csv"))
    assert summary["added"]["activity"] == 30
    assert summary["added"]["team"] == 19
    assert summary["added"]["organisation"] == 50
    assert summary["added"]["theme"] == 10
    assert summary["added"]["priority"] == 5
    assert summary["added"]["period"] == 2
    assert summary["added"]["indicator"] == 3


def test_loading_twice_equals_once(smice):
    entries, versions = LogEntry.objects.count(), list(Activity.objects.order_by("pk").values_list("version"))

    summary = load()

    assert (summary["added"], summary["changed"]) == ({}, {})
    assert LogEntry.objects.count() == entries
    assert list(Activity.objects.order_by("pk").values_list("version")) == versions


def test_if_missing_does_nothing_when_there(smice, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        assert load(if_missing=True) == {"arena": "smice", "skipped": True}


def test_dates_keep_their_precision(smice):
    precisions = list(smice.activities.values_list("precision", flat=True))

    assert precisions.count(Precision.UNKNOWN) == 8
    assert precisions.count(Precision.YEAR) == 19
    assert precisions.count(Precision.MONTH) == 3
    release = smice.activities.get(key="cbmc-release")
    assert (release.first_on, release.last_on) == (date(2020, 10, 1), date(2020, 10, 31))


def test_sides_are_one_both_none_or_unknown(smice):
    def sides(row) -> list[str]:
        return [side.code for side in row.sides.all()]

    assert sides(smice.activities.get(key="veckomoten")) == ["NO", "SE"]
    assert sides(smice.activities.get(key="powershift-2017")) == []
    assert sides(smice.teams.get(slug="civac")) == ["NO"]
    jakobstad = smice.organisations.get(key="jakobstad")
    assert (sides(jakobstad), jakobstad.country) == ([], "FI")
    assert smice.organisations.get(key="fjallhubben").country == ""
    assert [(side.code, side.regions.get().code) for side in smice.sides.all()] == [("NO", "NO060"), ("SE", "SE322")]


def test_status_and_stage_say_no_more_than_the_source(smice):
    held = {row["id"] for row in rows_of("activities.csv") if row["status"].startswith("held")}

    assert set(smice.activities.filter(status=Status.HELD).values_list("key", flat=True)) == held
    assert list(smice.activities.filter(status=Status.CANCELLED).values_list("key", flat=True)) == ["ass-2019"]
    assert not smice.activities.filter(status__in=[Status.PLANNED, Status.DRAFT]).exists()
    staged = dict(smice.teams.exclude(stage="").values_list("slug", "stage"))
    assert staged == dict.fromkeys(("gronn-fjellhageby", "thamsklyngen", "civac"), "self_standing")


def test_both_start_dates_are_kept_with_their_quotes(smice):
    starts = smice.stated_dates.filter(kind="start").order_by("on")

    assert [(row.on, row.quote_language, row.is_decided) for row in starts] == [
        (date(2017, 5, 14), "en", False),
        (date(2017, 5, 17), "sv", True),
    ]
    assert (smice.started_on, smice.ended_on) == (date(2017, 5, 17), date(2020, 12, 31))
    assert "2017-05-14" in starts[0].quote


def test_periods_read_year_and_month(smice):
    periods = smice.periods.values_list("source_label", "starts_on", "ends_on", "label_nb", "source_status")

    assert list(periods) == [
        ("2001-2006", date(2020, 1, 1), date(2020, 6, 30), "januar–juni 2020", "not yet approved"),
        (
            "2007-2012",
            date(2020, 7, 1),
            date(2020, 12, 31),
            "juli–desember 2020",
            'not yet registered in "Min ansökan"',
        ),
    ]


def test_unknown_stays_unknown(smice):
    assert not Assessment.objects.filter(activity__arena=smice).exists()
    assert not Headcount.objects.filter(activity__arena=smice).exists()
    assert not Evidence.objects.filter(activity__arena=smice).exists()
    assert not OrganisationPart.objects.filter(activity__arena=smice).exists()
    assert not Target.objects.filter(indicator__arena=smice).exists()
    assert not Membership.objects.filter(team__arena=smice).exists()
    assert not ArenaRole.objects.filter(arena=smice).exists()
    assert not smice.organisations.exclude(number="", is_enterprise=None, municipality=None).exists()
    assert [figure.achieved for figure in figures_of(smice)] == [None, None, None]
    assert [figure.target for figure in figures_of(smice)] == [None, None, None]
    assert not smice.open_working_figures
    assert smice.emblem == ""


def test_nothing_is_in_the_arena_that_is_not_in_the_files(smice):
    """Canary: every text equals a cell; what is ours stands in arena/texts.csv."""
    for model, file, key, name in (
        (Activity, "activities.csv", "key", "title"),
        (Team, "teams.csv", "slug", "name"),
        (Organisation, "organisations.csv", "key", "name"),
    ):
        rows = {row["id"]: row for row in rows_of(file)}
        loaded = list(model.objects.filter(arena=smice))
        assert {getattr(one, key) for one in loaded} == set(rows)
        for one in loaded:
            row = rows[getattr(one, key)]
            assert getattr(one, name) == row["name"]
            assert (one.note, one.source, one.quote) == (row["note"], row["source"], row["quote"])
            assert one.place in {row["place"], ""} if "place" in row else True
            assert getattr(one, "description", "") == row.get("description", "")
    ours = {row[language] for row in rows_of("arena/texts.csv") for language in ("sv", "nb", "en")}
    source = {row["name"] for file in ("themes.csv", "indicators.csv") for row in rows_of(file)}
    for row in [*smice.themes.all(), *smice.priorities.all(), *smice.indicators.all()]:
        for language in ("sv", "nb", "en"):
            assert getattr(row, f"name_{language}") in ours | source
    assert smice.themes.get(key="upphandling").name_sv == "Offentlig upphandling"
    quotes = {row["quote"] for row in rows_of("goals.csv")}
    assert {smice.description_sv, smice.description_en} <= quotes


def test_other_names_come_from_the_notes(smice):
    aliases = OrganisationAlias.objects.values_list("organisation__key", "name")

    assert set(aliases) == {
        ("hig", "Gävle högskola"),
        ("mittnordenkommitten", "Midtnordenkomiteen"),
        ("miun", "MiUN"),
        ("miun", "Miun"),
        ("region-jh", "Region JH"),
        ("sv", "SV"),
        ("tillvaxtverket", "TVV"),
        ("trondelag-fk", "Trøndelags Fylkeskommune"),
        ("trondelag-fk", "Trøndelags fylkeskommune"),
    }


def test_changed_cell_is_written_and_what_people_changed_stays(smice, folder):
    Activity.objects.filter(key="film").update(description="Seen by many", status=Status.HELD)
    change(folder, "activities.csv", "Filmen om SMICE (kortfilm)", "Filmen om SMICE")

    summary = load(folder)

    film = smice.activities.get(key="film")
    assert summary["changed"] == {"activity": 1}
    assert (film.title, film.description, film.status, film.version) == (
        "Filmen om SMICE",
        "Seen by many",
        Status.HELD,
        2,
    )


def test_what_people_logged_is_not_touched(smice, folder):
    own = ActivityFactory(arena=smice, title="Our own")
    change(folder, "activities.csv", "ÅSS 2017,event", "ÅSS i Åre 2017,event")
    change(folder, "activity_effect_levels_empty.csv", "ÅSS 2017,", "ÅSS i Åre 2017,")

    load(folder)

    own.refresh_from_db()
    assert (own.title, own.version, smice.activities.count()) == ("Our own", 1, 31)


def test_key_that_people_use_is_refused(smice, folder, capsys):
    TeamFactory(arena=smice, slug="new-team", name="Ours")
    change(folder, "teams.csv", "civac,", "new-team,")
    change(folder, "arena/readings.csv", "teams,id,civac", "teams,id,new-team")

    with pytest.raises(CommandError):
        load(folder)

    assert smice.teams.get(slug="new-team").name == "Ours"


def test_reading_needs_no_database():
    plan = read_folder(SMICE, DATA / "defaults")

    assert (plan.slug, len(plan.activities)) == ("smice", 30)


def test_mapping_names_every_column_of_every_file():
    recipes = (settings.BASE_DIR / "docs" / "recipes.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| \S", recipes, re.MULTILINE))
    columns = {(path.name, column) for path in SMICE.glob("*.csv") for column in rows_of(path.name)[0]}
    columns |= {("project.json", key) for key in json.loads((SMICE / "project.json").read_text(encoding="utf-8"))}

    assert told == columns
    assert {shape.file for shape in (*shapes.LOADED, *shapes.WAITING)} == {path.name for path in SMICE.glob("*.csv")}


def test_mapping_tells_how_every_status_and_kind_is_read():
    recipes = (settings.BASE_DIR / "docs" / "recipes.md").read_text(encoding="utf-8")

    for row in rows_of("arena/readings.csv"):
        if row["column"] in {"status", "kind"} and row["file"] in {"activities", "teams"}:
            assert f"| {row['word'] or '(empty)'} | {row['value'] or 'unknown'} |" in recipes
