"""The log of an organisation in words: who did what, when, and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from arena.enums import MergeReason, PartingReason
from arena.models import Organisation
from core.models import LogEntry


@dataclass(frozen=True)
class Line:
    """One thing that was done: `who` is empty for the system and for people who are gone."""

    at: datetime
    who: str
    what: str
    reason: str


def entries_of(rows: Collection[Organisation]) -> QuerySet[LogEntry]:
    """Log entries of a whole's rows with their actors, the newest first.

    What two of the rows say of each other stands once, beside the one that took the other in.
    """
    keys = [row.pk for row in rows]
    entries = LogEntry.objects.filter(
        object_type=Organisation._meta.label_lower, object_key__in=[str(key) for key in keys]
    )
    twice = Q(verb="merge_organisation", after__into__in=keys) | Q(verb="part_organisation", before__into__in=keys)
    said_elsewhere = entries.filter(twice).order_by().values("pk")
    return entries.exclude(pk__in=said_elsewhere).select_related("actor").order_by("-pk")


def lines_of(entries: Collection[LogEntry], rows: Collection[Organisation]) -> list[Line]:
    """The entries of one page of a whole's `rows` in words: one query at most, for the names of others."""
    whole = next(iter(rows))
    names = {row.pk: row.name for row in rows}
    if mentioned := {key for entry in entries for key in _others(entry)} - names.keys():
        names |= Organisation.objects.filter(pk__in=mentioned).values_list("pk", "name")
    lines = []
    for entry in entries:
        what = _what(entry, names)
        if int(entry.object_key) != whole.pk:
            what = _("“%(name)s”: %(what)s") % {"name": names.get(int(entry.object_key), ""), "what": what}
        lines.append(Line(entry.at, entry.actor.name if entry.actor else "", what, _reason(entry)))
    return lines


def _others(entry: LogEntry) -> list[int]:
    said = {**entry.before, **entry.after}
    return [said[name] for name in ("into", "merged", "other") if isinstance(said.get(name), int)]


def _what(entry: LogEntry, names: Mapping[int, str]) -> str:
    other = {"name": next((names[key] for key in _others(entry) if key in names), _("an organisation that is gone"))}
    sentences: dict[str, str] = {
        "add_organisation": _("Added"),
        "merge_organisation": _("Merged into “%(name)s”") % other,
        "take_in_organisation": _("“%(name)s” was merged into this organisation") % other,
        "part_organisation": _("Parted again from “%(name)s”") % other,
        "let_go_organisation": _("“%(name)s” was parted from this organisation again") % other,
        "keep_apart": _("Noted as not the same as “%(name)s”") % other,
        "forget_apart": _("May be the same as “%(name)s” after all") % other,
    }
    if entry.verb in sentences:
        return sentences[entry.verb]
    fields = {"fields": ", ".join(_labels(entry.fields))}
    if entry.verb == "load":
        return _("Loaded from the source: %(fields)s") % fields if entry.fields else _("Loaded from the source")
    return _("Changed: %(fields)s") % fields if fields["fields"] else _("Changed")


def _labels(fields: Collection[str]) -> list[str]:
    """Names of fields in words, in the order they were logged; what people never see is left out."""
    return [label for label in (_label(name) for name in fields) if label]


def _label(name: str) -> str:
    if name == "aliases":
        return _("other names")
    try:
        field: Any = Organisation._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    return str(field.verbose_name)


def _reason(entry: LogEntry) -> str:
    code = entry.after.get("reason", "")
    words = dict(MergeReason.choices) | dict(PartingReason.choices)
    return str(words.get(code, ""))
