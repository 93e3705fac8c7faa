"""Adding evidence to an activity: a link or a file."""

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.crypto import get_random_string

from accounts.models import User
from activities.models import Activity, Evidence
from core.log import log
from core.text import clean_line
from core.uploads import accept_upload


@transaction.atomic
def add_link(*, activity: Activity, title: str, url: str, actor: User | None, source: str = "") -> Evidence:
    """Adds an http or https link; the title is the address when none is given."""
    evidence = Evidence(
        activity=activity, title=clean_line(title, 200) or clean_line(url, 200), url=url, added_by=actor, source=source
    )
    evidence.full_clean()
    evidence.save()
    log("add_evidence", evidence, actor=actor, tenant=activity.arena_id, after={"activity": activity.pk, "as": "link"})
    return evidence


@transaction.atomic
def add_file(*, activity: Activity, file: File, title: str = "", actor: User | None) -> Evidence:
    """Adds a photo or PDF that the upload gate accepts (it raises `UploadRefused` otherwise).

    The file is stored under a random name before the row is written; when the row fails, the file goes.
    """
    accepted = accept_upload(file)
    name = f"evidence/{activity.arena_id}/{get_random_string(32)}{accepted.extension}"
    stored = default_storage.save(name, ContentFile(accepted.content))
    try:
        with transaction.atomic():
            evidence = Evidence(
                activity=activity,
                title=clean_line(title, 200) or accepted.original_name,
                file=stored,
                content_type=accepted.content_type,
                size_bytes=len(accepted.content),
                sha256=accepted.sha256,
                added_by=actor,
            )
            evidence.full_clean()
            evidence.save()
            after = {"activity": activity.pk, "as": accepted.content_type, "sha256": accepted.sha256}
            log("add_evidence", evidence, actor=actor, tenant=activity.arena_id, after=after)
    except BaseException:
        default_storage.delete(stored)
        raise
    return evidence
