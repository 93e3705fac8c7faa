"""Imports of rows from a file: what was read, what each row becomes, which columns were meant."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from arena.enums import ImportState, RowOutcome
from arena.models.arena import Arena
from core.models import Job, Versioned


class ImportRun(Versioned):
    """One file on its way into the arena: mapped, checked, then written.

    `file` names the rows as our own reader wrote them down, without personal numbers; the sent file is not kept. A file
    that the reader refuses leaves no row here.
    """

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="imports")
    kind = models.SlugField(_("what the rows are"), max_length=30)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.MAPPING)
    file_name = models.CharField(_("file name"), max_length=120)
    file = models.CharField(max_length=120, blank=True, editable=False)
    sha256 = models.CharField(_("checksum"), max_length=64)
    size_bytes = models.PositiveIntegerField(_("size"))
    sheet = models.CharField(_("sheet"), max_length=120, blank=True)
    # Empty while nobody has said how the letters read; an Excel file has none.
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    delimiter = models.CharField(_("delimiter"), max_length=2, blank=True)
    headings = models.JSONField(_("headings"), default=list)
    # Field of the kind -> position of the column in `headings`.
    mapping = models.JSONField(_("columns"), default=dict)
    n_rows = models.PositiveIntegerField(_("rows"), default=0)
    # Of the texts in the file, and of how its numbers and dates are asked back.
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        indexes = [models.Index(fields=["arena", "-id"], name="import_latest")]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """What an import makes of one row, and why. Values stay in the run's file; `label` is what the list calls it."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"), help_text=_("As a spreadsheet numbers it; headings are row 1."))
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome.choices)
    label = models.CharField(_("name"), max_length=200, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict)
    object_key = models.BigIntegerField(null=True, blank=True)
    is_written = models.BooleanField(_("written"), default=False)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["run", "outcome", "number"], name="import_rows_by_outcome")]

    def __str__(self) -> str:
        return self.label


class ImportMapping(models.Model):
    """Which column was meant for which field the last time a file with these headings came."""

    arena = models.ForeignKey(Arena, on_delete=models.CASCADE, related_name="+")
    kind = models.SlugField(max_length=30)
    headings_hash = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arena", "kind", "headings_hash"], name="import_mapping_once")]

    def __str__(self) -> str:
        return self.kind
