"""Adding evidence to an activity: a link or a file."""

from urllib.parse import urlsplit

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext

from accounts.models import User
from activities.actions.facts import Proof
from activities.models import Activity, Evidence
from core.log import log
from core.text import clean_line
from core.uploads import AcceptedUpload, accept_upload


@transaction.atomic
def add_evidence(*, activity: Activity, proof: Proof, title: str = "", actor: User | None) -> list[Evidence]:
    """Adds the link, the file or both; the file last, so that nothing after it can fail and leave it behind."""
    added = []
    if proof.link:
        added.append(add_link(activity=activity, title=title, url=proof.link, actor=actor))
    if proof.file is not None:
        added.append(add_file(activity=activity, title=title, file=proof.file, actor=actor))
    return added


@transaction.atomic
def add_link(*, activity: Activity, title: str, url: str, actor: User | None, source: str = "") -> Evidence:
    """Adds an http or https link. Without a title it is called by its host: titles are seen by more than addresses."""
    evidence = Evidence(
        activity=activity,
        title=clean_line(title, 200) or clean_line(urlsplit(url).hostname or "", 200),
        url=url,
        added_by=actor,
        source=source,
    )
    evidence.full_clean()
    evidence.save()
    log("add_evidence", evidence, actor=actor, tenant=activity.arena_id, after={"activity": activity.pk, "as": "link"})
    return evidence


@transaction.atomic
def add_file(*, activity: Activity, file: File | AcceptedUpload, title: str = "", actor: User | None) -> Evidence:
    """Adds a photo or PDF that the upload gate accepts (it raises `UploadRefused` otherwise).

    The file is stored under a random name before the row is written; when the row fails, the file goes.
    """
    accepted = file if isinstance(file, AcceptedUpload) else accept_upload(file)
    name = f"evidence/{activity.arena_id}/{get_random_string(32)}{accepted.extension}"
    stored = default_storage.save(name, ContentFile(accepted.content))
    try:
        with transaction.atomic():
            evidence = Evidence(
                activity=activity,
                title=clean_line(title, 200) or _neutral_title(accepted),
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


def _neutral_title(accepted: AcceptedUpload) -> str:
    """What an untitled file is called: its own name may name a supported company, and titles have more readers."""
    return gettext("Document") if accepted.content_type == "application/pdf" else gettext("Photo")
