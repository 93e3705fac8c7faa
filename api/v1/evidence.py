"""What proves an activity, as far as this visitor may see it."""

from typing import Any

from activities.models import Activity
from api.fields import plain
from api.views import ArenaView


def evidence_of(activity: Activity, view: ArenaView) -> list[dict[str, Any]]:
    """Titles, days, kinds, sizes and checksums; the address of a link only for those who may open evidence.

    Uses prefetched rows.
    """
    may_open = view.visitor.sees_evidence_files
    return [
        {
            "title": row.title,
            "added_on": plain(row.created_at.date()),
            "content_type": row.content_type or None,
            "size_bytes": row.size_bytes,
            "sha256": row.sha256 or None,
            "link": row.url or None if may_open else None,
        }
        for row in activity.evidence.all()
    ]


EVIDENCE = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "added_on": {"type": "string", "format": "date"},
            "content_type": {"type": "string", "nullable": True},
            "size_bytes": {"type": "integer", "nullable": True},
            "sha256": {"type": "string", "nullable": True},
            "link": {"type": "string", "nullable": True},
        },
        "required": ["title", "added_on", "content_type", "size_bytes", "sha256", "link"],
        "additionalProperties": False,
    },
}
