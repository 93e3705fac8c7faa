"""The lists of background work and of imports as files."""

from datetime import date

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arena.models import Arena, ImportRun
from arena.views.import_words import RunLine
from arena.views.work_words import JobLine
from core.downloads import ROWS_AT_ONCE, Download
from core.export import CellValue, ExportColumn
from core.models import Job

JOB_COLUMNS = [
    ExportColumn("what", _("What")),
    ExportColumn("state", _("Status")),
    ExportColumn("why", _("Why")),
    ExportColumn("progress", _("How far")),
    ExportColumn("owner", _("Asked for by")),
    ExportColumn("on", _("When")),
]
IMPORT_COLUMNS = [
    ExportColumn("file", _("File")),
    ExportColumn("what", _("What")),
    ExportColumn("rows", _("Rows")),
    ExportColumn("state", _("Status")),
    ExportColumn("owner", _("Begun by")),
    ExportColumn("on", _("When")),
]


def file_of_jobs(jobs: QuerySet[Job], arena: Arena, *, form: str, on: date) -> HttpResponseBase:
    """All work of the list."""
    title = gettext("Work in the background")
    download = Download(columns=JOB_COLUMNS, name="jobs", title=title, arena=arena.slug, on=on)
    return download.answer((_job(JobLine(job)) for job in jobs.iterator(chunk_size=ROWS_AT_ONCE)), form)


def file_of_imports(runs: QuerySet[ImportRun], arena: Arena, *, form: str, on: date) -> HttpResponseBase:
    """All imports of the list."""
    download = Download(columns=IMPORT_COLUMNS, name="imports", title=gettext("Imports"), arena=arena.slug, on=on)
    return download.answer((_import(RunLine(run)) for run in runs.iterator(chunk_size=ROWS_AT_ONCE)), form)


def _job(line: JobLine) -> dict[str, CellValue]:
    return {
        "what": str(line.label),
        "state": str(line.state),
        "why": line.why or None,
        "progress": line.progress or None,
        "owner": str(line.job.owner) if line.job.owner else gettext("The arena itself"),
        "on": timezone.localdate(line.job.created_at),
    }


def _import(line: RunLine) -> dict[str, CellValue]:
    run = line.run
    return {
        "file": run.file_name,
        "what": str(line.title),
        "rows": run.n_rows,
        "state": capfirst(run.get_state_display()),
        "owner": str(run.started_by) if run.started_by else gettext("The command line"),
        "on": timezone.localdate(run.created_at),
    }
