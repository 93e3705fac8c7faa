"""Every list as a file: nothing in it runs, CSV and spreadsheet say the same, and what the page hides stays hidden."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest

from activities.models import Activity, EffectLevel
from arena.models import Arena, ImportRun, Organisation, SynonymGroup
from core.formulas import neutralised
from core.models import Job, JobState
from tests.core.test_export import GUARDED
from tests.core.test_workbook import FORGED
from tests.core.workbooks import lines_of, live_parts
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    DamagedFileFactory,
    EvidenceFactory,
    HeadcountFactory,
    IndicatorFactory,
    OrganisationFactory,
    OrganisationPartFactory,
    PeriodFactory,
    TargetFactory,
    TeamFactory,
    ThemeFactory,
    UserFactory,
)

FORMS = ("csv", "xlsx")
PAGES = [
    "activities/",
    "teams/",
    "organisations/",
    "map/",
    "indicators/",
    "indicators/demo/",
    "indicators/firms/",
    "settings/themes/",
    "settings/periods/",
    "settings/levels/",
    "settings/indicators/",
    "settings/organisations/",
    "settings/synonyms/",
    "settings/files/",
]
# Lists of those who run the arena.
WORK = ["jobs/", "import/"]
RESOURCES = ["activities", "teams", "organisations", "map", "indicators", "indicators/firms/units"]
# What no row of a database can hold, and what a form would never let through.
PAYLOADS = [text for text in [*GUARDED, *FORGED] if not set(text) & set("\0\ud800")]
SEPARATORS = re.compile(r"[,;|\t\r\n]")
RUN_BEHIND = re.compile(r'[\s"]*(?:[=\uff1d]|[@+\-\uff20\uff0b\uff0d][^\s(!]*[(!])')
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def world(cast):
    """One row of everything that has a list."""
    activity = ActivityFactory(arena=cast.arena, kind="demonstration", team=cast.team)
    activity.sides.add(cast.sweden)
    activity.themes.add(ThemeFactory(arena=cast.arena, key="wood"))
    AssessmentFactory(activity=activity)
    HeadcountFactory(activity=activity, attended=31)
    EvidenceFactory(activity=activity)
    coaching = ActivityFactory(arena=cast.arena, kind="coaching")
    OrganisationPartFactory(activity=coaching, organisation=OrganisationFactory(arena=cast.arena))
    TargetFactory(indicator=IndicatorFactory(arena=cast.arena, code="demo"), value=Decimal("8.5"))
    IndicatorFactory(arena=cast.arena, code="firms", rule="supported_enterprises")
    PeriodFactory(arena=cast.arena)
    SynonymGroup.objects.create(arena=cast.arena, words="laga")
    DamagedFileFactory(activity=activity)
    Job.objects.create(name="arena.check_import", tenant=cast.arena.pk, state=JobState.RUNNING, steps_done=3, steps=9)
    ImportRun.objects.create(arena=cast.arena, kind="teams", file_name="lag.csv", size_bytes=9, n_rows=12)
    return cast


@pytest.fixture
def poisoned(world):
    """A row for every payload in each list, with the payload wherever a person can write a text that a list shows."""
    arena = world.arena
    for number, text in enumerate(PAYLOADS):
        names = {f"name_{language}": text for language in ("sv", "nb", "en")}
        team = TeamFactory(arena=arena, name=text[:160], place=text[:160], own_word=text[:60], source=text[:200])
        theme = ThemeFactory(arena=arena, **names)
        row = ActivityFactory(arena=arena, title=text[:200], source=text[:200], team=team, kind="demonstration")
        row.themes.add(theme)
        AssessmentFactory(activity=row)
        EvidenceFactory(activity=row, title=text[:200])
        DamagedFileFactory(activity=row, title=text[:200])
        helped = ActivityFactory(arena=arena, title=text[:200], kind="coaching")
        firm = OrganisationFactory(arena=arena, name=text[:160], source=text[:200])
        OrganisationPartFactory(activity=helped, organisation=firm)
        PeriodFactory(
            arena=arena, starts_on=date(2030 + number, 1, 1), ends_on=date(2030 + number, 1, 2),
            **{f"label_{language}": text[:60] for language in ("sv", "nb", "en")},
        )  # fmt: skip
        IndicatorFactory(arena=arena, code=f"i{number}", rule="", unit_en=text[:60], **names)
        SynonymGroup.objects.create(arena=arena, **{f"words_{language}": text for language in ("sv", "nb", "en")})
        person = UserFactory(name=text[:100])
        Job.objects.create(name="a.b", tenant=arena.pk, owner=person, state=JobState.FAILED, reason=text[:300])
        ImportRun.objects.create(arena=arena, kind="teams", file_name=text[:120], size_bytes=9, started_by=person)
    EffectLevel.objects.filter(number=1).update(name_en=PAYLOADS[0], criterion_en=PAYLOADS[4])
    return world


def fetch(client, path, form):
    answer = client.get(f"/en/a/one/{path}?format={form}")
    assert answer.status_code == 200
    return answer.getvalue()


def table(content, delimiter=","):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def live_cells(content):
    """Cells of a CSV file that some spreadsheet would run, whichever separator it splits at."""
    return [cell for line in table(content) for cell in line if is_live(cell)]


def is_live(cell):
    first, *others = SEPARATORS.split(cell)
    return neutralised(first) != first or any(RUN_BEHIND.match(part) for part in others)


def test_there_are_more_than_forty_payloads():
    assert len(set(PAYLOADS)) >= 40


def test_no_file_of_a_page_holds_a_live_formula(poisoned, as_person):
    client = as_person(poisoned.lead)

    for path in [*PAGES, *WORK]:
        assert live_cells(fetch(client, path, "csv")) == [], path
        assert live_parts(fetch(client, path, "xlsx")) == [], path


def test_no_file_of_the_api_holds_a_live_formula(poisoned, client, funder_key):
    secret, _holder = funder_key
    Arena.objects.update(open_working_figures=True)

    for resource in RESOURCES:
        for form, live in (("csv", live_cells), ("xlsx", live_parts)):
            path = f"/api/v1/arenas/one/{resource}/?format={form}"
            answer = client.get(path, headers={"Authorization": f"Bearer {secret}"})
            assert answer.status_code == 200
            assert live(answer.getvalue()) == [], path


@pytest.mark.parametrize("path", [*PAGES, *WORK])
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_both_forms_say_the_same(world, as_person, path, language):
    client = as_person(world.lead)
    answers = [client.get(f"/{language}/a/one/{path}?format={form}") for form in FORMS]

    as_csv = table(answers[0].getvalue(), "," if language == "en" else ";")
    as_sheet = lines_of(answers[1].getvalue())

    assert len(as_csv) == len(as_sheet) >= 2
    for line, cells in zip(as_csv, as_sheet, strict=True):
        assert [text for place, text in enumerate(line) if not says(cells.get(column(place)), text)] == []


def says(value, text):
    """Whether a spreadsheet's cell says what the CSV file says."""
    if value is None or isinstance(value, bool):
        return text == {None: "", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return value == text.removeprefix("'")
    return is_day(text) or Decimal(text.replace(",", ".")) == Decimal(str(value))


def column(place):
    first, last = divmod(place, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)


def is_day(text):
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def test_the_files_say_what_the_page_says(world, as_person):
    client, path = as_person(world.lead), "activities/?kind=demonstration"
    page = client.get(f"/en/a/one/{path}").content.decode()

    (_headings, line) = table(client.get(f"/en/a/one/{path}&format=csv").getvalue())
    (_headings, row) = lines_of(client.get(f"/en/a/one/{path}&format=xlsx").getvalue())

    assert ">31<" in page
    assert "31" in line
    assert 31.0 in row.values()


def test_a_file_follows_the_filters_and_holds_more_than_a_page(world, as_person):
    for n in range(30):
        TeamFactory(arena=world.arena, name=f"Grupp {n}", stage="seed")
    client = as_person(world.lead)

    everything = client.get("/en/a/one/teams/?format=csv&page=2").getvalue()
    seeds = client.get("/en/a/one/teams/?format=csv&stage=seed").getvalue()

    assert len(table(everything)) == 32
    assert len(table(seeds)) == 31


@pytest.mark.parametrize("path", [page for page in PAGES if not page.startswith("settings")])
def test_names_of_supported_firms_stay_hidden_in_every_form(world, as_person, path):
    Arena.objects.update(open_working_figures=True)
    Organisation.objects.update(name="Hemliga Textil AB", number="5560125790", country="SE")

    for form in FORMS:
        told = fetch(as_person(None), path, form)
        text = told.decode("utf-8-sig") if form == "csv" else str(lines_of(told))
        assert "Hemliga" not in text
        assert "5560125790" not in text
    assert "Hemliga Textil AB" in fetch(as_person(world.lead), "indicators/firms/", "csv").decode()


@pytest.mark.parametrize("form", FORMS)
def test_files_are_named_by_arena_list_and_day(world, as_person, form):
    answer = as_person(world.lead).get(f"/en/a/one/teams/?format={form}")

    assert answer["Content-Disposition"].startswith('attachment; filename="one-teams-20')
    assert answer["Content-Disposition"].endswith(f'.{form}"')
    assert answer["Content-Type"] == (XLSX_TYPE if form == "xlsx" else "text/csv; charset=utf-8")


@pytest.mark.parametrize("path", [*(page for page in PAGES if page != "map/"), *WORK])
def test_every_list_offers_both_forms_with_its_filters(world, as_person, path):
    page = as_person(world.lead).get(f"/en/a/one/{path}?q=&page=1").content.decode()

    for form in FORMS:
        assert f'href="?q=&amp;format={form}" download' in page


def test_the_map_offers_both_forms(world, as_person):
    page = as_person(world.lead).get("/en/a/one/map/").content.decode()

    assert "format=csv" in page
    assert "format=xlsx" in page


def test_people_with_roles_are_no_file(world, as_person):
    page = as_person(world.lead).get("/en/a/one/settings/roles/?format=csv")

    assert page["Content-Type"].startswith("text/html")
    assert 'href="?format=' not in page.content.decode()


@pytest.mark.parametrize("path", WORK)
def test_the_work_of_an_arena_is_a_file_for_those_who_run_it_alone(world, as_person, path):
    Job.objects.create(name="arena.check_import", tenant=world.other_arena.pk, reason="elsewhere", state="failed")
    ImportRun.objects.create(arena=world.other_arena, kind="teams", file_name="elsewhere.csv", size_bytes=9)

    assert len(table(fetch(as_person(world.coordinator), path, "csv"))) == 2
    for person in ("broker", "funder", "member", "outsider"):
        assert as_person(world.person(person)).get(f"/en/a/one/{path}?format=csv").status_code == 403, person
    assert as_person(None).get(f"/en/a/one/{path}?format=csv").status_code == 302


def test_unsent_emails_are_no_file(world, as_person):
    answer = as_person(world.lead).get("/en/a/one/jobs/?show=mails&format=csv")

    assert answer["Content-Type"].startswith("text/html")
    assert "download>CSV" not in answer.content.decode()


@pytest.mark.parametrize("n", [3, 30])
@pytest.mark.parametrize("path", WORK)
def test_files_of_work_take_the_same_queries_however_many_rows(cast, as_person, django_assert_max_num_queries, path, n):
    for _n in range(n):
        person = UserFactory()
        Job.objects.create(name="arena.check_import", tenant=cast.arena.pk, owner=person)
        ImportRun.objects.create(arena=cast.arena, kind="teams", file_name="a.csv", size_bytes=9, started_by=person)
    client = as_person(cast.lead)

    with django_assert_max_num_queries(6):
        fetch(client, path, "csv")


@pytest.mark.parametrize("n", [3, 30])
@pytest.mark.parametrize(("path", "queries"), [("activities/", 10), ("teams/", 6), ("organisations/", 5)])
def test_files_take_the_same_queries_however_many_rows(cast, as_person, django_assert_num_queries, path, queries, n):
    theme = ThemeFactory(arena=cast.arena)
    for number in range(n):
        activity = ActivityFactory(arena=cast.arena)
        activity.sides.add(cast.norway)
        activity.themes.add(theme)
        TeamFactory(arena=cast.arena).sides.add(cast.sweden)
        OrganisationFactory(arena=cast.arena, name=f"Förening {number}", is_enterprise=False)
    client = as_person(None)

    with django_assert_num_queries(queries):
        fetch(client, path, "csv")


def test_memory_stays_flat_and_the_first_line_comes_at_once(cast, as_person):
    rows = [
        Activity(
            arena=cast.arena,
            title=f"Reparationskväll nummer {n} i Östersund",
            language="sv",
            status="held",
            first_on=date(2024, 3, 1),
            last_on=date(2024, 3, 1),
            precision="day",
        )
        for n in range(6000)
    ]
    Activity.objects.bulk_create(rows, batch_size=500)
    client = as_person(None)
    client.get("/en/a/one/activities/?format=csv&sort=title").getvalue()[:1]

    pieces = iter(client.get("/en/a/one/activities/?format=csv").streaming_content)
    first, before, most, n_lines = next(pieces), resident(), 0, 0
    for piece in pieces:
        most = max(most, resident())
        n_lines += piece.count(b"\r\n")

    assert first.count(b"\r\n") == 1
    assert n_lines == 6000
    assert most - before < 16_000_000


def resident():
    """Bytes of memory that this process holds now."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096
