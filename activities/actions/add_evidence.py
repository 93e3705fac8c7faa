"""Adding evidence to an activity: links and files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext

from accounts.models import User
from activities.actions.facts import Proof
from activities.models import Activity, Evidence
from core import documents, files
from core.errors import RuleBroken
from core.log import log
from core.text import clean_line
from core.uploads import AcceptedUpload, accept_upload


@dataclass(frozen=True, slots=True)
class Added:
    """What became of several pieces: those that stand now, and files that could not be stored, with the reason."""

    pieces: tuple[Evidence, ...] = ()
    refused: tuple[tuple[AcceptedUpload, RuleBroken], ...] = ()


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
def add_several(
    *,
    activity: Activity,
    uploads: Sequence[AcceptedUpload] = (),
    links: Iterable[tuple[str, str]] = (),
    title: str = "",
    actor: User | None,
) -> Added:
    """Adds links (address and title) and files. A file there is no room for is told, and the others stand.

    `title` is for pieces without one of their own; of several files each gets its number behind it.
    """
    pieces = [add_link(activity=activity, title=own or title, url=url, actor=actor) for url, own in links]
    refused: list[tuple[AcceptedUpload, RuleBroken]] = []
    try:
        for number, upload in enumerate(uploads, 1):
            name = f"{title} {number}" if title and len(uploads) > 1 else title
            try:
                pieces.append(add_file(activity=activity, title=name, file=upload, actor=actor))
            except RuleBroken as broken:
                refused.append((upload, broken))
    except BaseException:
        _drop_all(pieces)
        raise
    return Added(tuple(pieces), tuple(refused))


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
    """Adds a photo or document that the upload gate accepts (it raises `UploadRefused` otherwise).

    The file is whole on the disk before the row names it; when the row fails, the file goes. Refuses `upload.quota`
    when the arena's room is full, and `file.no_room` when the disk is.
    """
    accepted = file if isinstance(file, AcceptedUpload) else accept_upload(file)
    files.demand_room(activity.arena_id, len(accepted.content))
    stored = files.keep(accepted.content, folder=f"evidence/{activity.arena_id}", extension=accepted.extension)
    try:
        with transaction.atomic():
            evidence = Evidence(
                activity=activity,
                title=clean_line(title, 200) or neutral_title(accepted.content_type),
                file=stored,
                file_name=accepted.original_name,
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
        files.drop(stored)
        raise
    return evidence


def neutral_title(content_type: str) -> str:
    """What an untitled file is called: its own name may name a supported company, and titles have more readers."""
    if content_type.startswith("image/"):
        return gettext("Photo")
    if content_type in {documents.XLSX, documents.ODS, documents.CSV}:
        return gettext("Spreadsheet")
    return gettext("Document")


def _drop_all(pieces: Iterable[Evidence]) -> None:
    """The files of rows that are about to be rolled back."""
    for piece in pieces:
        files.drop(piece.file.name or "")
