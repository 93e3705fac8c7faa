"""The settings section of stored files that are damaged."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.models import Evidence
from arena.frame_sections import day
from arena.models import Arena
from arena.sections import Column, Section


def _damaged(arena: Arena) -> QuerySet[Evidence]:
    rows = Evidence.objects.filter(activity__arena=arena).exclude(damage="")
    return rows.select_related("activity__arena").order_by("-checked_at", "-pk")


def _what_to_do(arena: Arena) -> list[str]:
    if not _damaged(arena).exists():
        return []
    return [
        gettext("Have those who run this service put the files back from a backup, or remove them and add them again.")
    ]


SECTION = Section(
    slug="files",
    position=85,
    title=_("Damaged files"),
    lead=_("Every night stored files are compared with their checksums. What is missing or has changed stands here."),
    rows=_damaged,
    columns=(
        Column(label=_("File"), value=lambda row: row.title),
        Column(
            label=_("Activity"),
            value=lambda row: (
                row.activity.title,
                reverse("activities:page", args=[row.activity.arena.slug, row.activity_id]),
            ),
            kind="link",
        ),
        Column(label=_("What is wrong"), value=lambda row: [("danger", row.get_damage_display())], kind="tags"),
        Column(
            label=_("Last compared"),
            value=lambda row: day(timezone.localdate(row.checked_at)),
            cell=lambda row: timezone.localdate(row.checked_at),
        ),
    ),
    empty=_("Every stored file is as it was kept"),
    notes=_what_to_do,
)
