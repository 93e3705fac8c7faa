"""The one upload gate: files are judged by their content, images are drawn anew without what they carried."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final, Protocol

import puremagic
from django.utils.translation import gettext_lazy as _

from core import documents
from core.errors import UploadRefused
from core.files import NO_ROOM
from core.pictures import drawn_anew
from core.text import clean_line
from core.upload_handlers import FileWithoutRoom

MAX_BYTES: Final = 10_000_000
MAX_NAME_LENGTH: Final = 120
_BYTES_PER_MB: Final = 1_000_000

_NAME_SEPARATORS: Final = re.compile(r"[/\\]")
_NAME_SIGNS: Final = re.compile(r"[^\w .,()+\-]")


@dataclass(frozen=True, slots=True)
class _Kind:
    content_type: str
    extension: str
    pillow_format: str | None = None
    other_extensions: tuple[str, ...] = ()


_JPEG: Final = _Kind("image/jpeg", ".jpg", "JPEG", (".jpeg",))
_PNG: Final = _Kind("image/png", ".png", "PNG")
_WEBP: Final = _Kind("image/webp", ".webp", "WEBP")
_PDF: Final = _Kind(documents.PDF, ".pdf")
_TEXT: Final = _Kind(documents.TEXT, ".txt")
_CSV: Final = _Kind(documents.CSV, ".csv")
_OFFICE: Final = (
    _Kind(documents.DOCX, ".docx"),
    _Kind(documents.XLSX, ".xlsx"),
    _Kind(documents.PPTX, ".pptx"),
    _Kind(documents.ODT, ".odt"),
    _Kind(documents.ODS, ".ods"),
    _Kind(documents.ODP, ".odp"),
)
# Extension by content type, of every kind that can be stored.
EXTENSIONS: Final = {kind.content_type: kind.extension for kind in (_JPEG, _PNG, _WEBP, _PDF, *_OFFICE, _TEXT, _CSV)}
# What a file field offers to choose from.
ACCEPT: Final = ",".join([*EXTENSIONS, *EXTENSIONS.values()])


class UploadedFile(Protocol):
    """What the gate needs of a file: Django's uploaded files and open binary files have it."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class AcceptedUpload:
    """A file that may be stored. `content` is what to store (never the sent bytes of an image), `sha256` its hash.

    `extension` begins with a point; `width` and `height` are pixels, None for a document. `original_name` is safe to
    show and to offer for download: no path, no control or bidi signs, and an extension that fits the content.
    """

    content: bytes
    content_type: str
    extension: str
    sha256: str
    width: int | None
    height: int | None
    original_name: str


def accept_upload(file: UploadedFile, *, max_bytes: int = MAX_BYTES) -> AcceptedUpload:
    """Lets a photo or document through, whatever it calls itself: JPEG, PNG, WebP; PDF, Office, OpenDocument, text.

    Images are drawn anew (core/pictures.py). Documents are kept as they are, if nothing in them runs
    (core/documents.py): serve them as attachments. Text is kept in UTF-8; only its name says whether it is CSV. Reads
    the file from its start, at most one byte beyond the limit.

    Raises UploadRefused: upload.empty, upload.too_large, upload.type, upload.too_many_pixels, upload.broken,
    upload.active, upload.locked, upload.formula, file.no_room (it could not even be received), and what archives are
    refused for (core/archives.py).
    """
    content = _read(file, max_bytes)
    sent_name = str(getattr(file, "name", None) or "")
    kind, content = _judged(content, sent_name)
    width: int | None = None
    height: int | None = None
    if kind.pillow_format:
        content, width, height = drawn_anew(content, kind.pillow_format)
        # What was sent packed better than we can draw it would take more room than it was let in with.
        if len(content) > 2 * max_bytes:
            raise _too_large(max_bytes)
    digest = hashlib.sha256(content).hexdigest()
    name = _clean_name(sent_name, kind)
    return AcceptedUpload(content, kind.content_type, kind.extension, digest, width, height, name)


def _read(file: UploadedFile, max_bytes: int) -> bytes:
    if isinstance(file, FileWithoutRoom):
        raise UploadRefused("file.no_room", NO_ROOM)
    seek = getattr(file, "seek", None)
    if seek is not None:
        seek(0)
    content = file.read(max_bytes + 1)
    if not content:
        raise UploadRefused("upload.empty", _("Choose a file that is not empty"))
    if len(content) > max_bytes:
        raise _too_large(max_bytes)
    return content


def _judged(content: bytes, sent_name: str) -> tuple[_Kind, bytes]:
    """The one allowed kind that the content is, and the content as it may be stored (an image is still to be drawn)."""
    kind = _signed_kind(content)
    if kind is not None:
        if kind.content_type not in _known_types(content):
            raise documents.wrong_type()
        if kind is _PDF:
            documents.check_pdf(content)
        return kind, content
    if content.startswith(b"PK\x03\x04"):
        content_type = documents.office_type(content)
        return next(kind for kind in _OFFICE if kind.content_type == content_type), content
    kind = _CSV if sent_name.lower().endswith(_CSV.extension) else _TEXT
    return kind, documents.plain_text(content, is_csv=kind is _CSV)


def _signed_kind(content: bytes) -> _Kind | None:
    """The picture or PDF whose signature starts the file."""
    if content.startswith(b"\xff\xd8\xff"):
        return _JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _WEBP
    return _PDF if re.match(rb"%PDF-[12]\.[0-9]", content) else None


def _known_types(content: bytes) -> set[str]:
    """What the library of signatures takes the content for."""
    try:
        return {match.mime_type for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return set()


def _clean_name(name: str, kind: _Kind) -> str:
    """The last part of the name without signs that mean something to a shell, a header or a page."""
    last = _NAME_SEPARATORS.split(clean_line(name, 4 * MAX_NAME_LENGTH))[-1]
    bare = clean_line(_NAME_SIGNS.sub("", last), MAX_NAME_LENGTH).strip(". -")
    fits = bare.lower().endswith((kind.extension, *kind.other_extensions))
    return bare if fits else (bare or "file") + kind.extension


def _too_large(max_bytes: int) -> UploadRefused:
    limit = {"n": max(1, max_bytes // _BYTES_PER_MB)}
    return UploadRefused("upload.too_large", _("Choose a file under %(n)s MB"), limit)
