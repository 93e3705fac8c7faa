"""The one upload gate: files are judged by their content, images are drawn anew without what they carried."""

import hashlib
import io
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import puremagic
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from core.text import clean_line

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MAX_BYTES: Final = 10_000_000
# Width times height. A decoded pixel takes up to 4 bytes, so an image stays under 160 MB in memory.
MAX_PIXELS: Final = 40_000_000
MAX_NAME_LENGTH: Final = 120
_BYTES_PER_MB: Final = 1_000_000

# Where a PDF's end mark must stand, in bytes from the end (readers accept 1024).
_PDF_END: Final = 1024
# The record that closes a zip archive: its sign, 16 bytes, the length of a comment that reaches to the end of the file.
_ZIP_END: Final = b"PK\x05\x06"
_ZIP_END_LENGTH: Final = 22
_ZIP_COMMENT_LENGTH: Final = 0xFFFF

_JPEG_QUALITY: Final = 88
_WEBP_QUALITY: Final = 85
_NAME_SEPARATORS: Final = re.compile(r"[/\\]")
_NAME_SIGNS: Final = re.compile(r"[^\w .,()+\-]")


@dataclass(frozen=True, slots=True)
class _Kind:
    content_type: str
    extension: str
    pillow_format: str | None = None
    other_extensions: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()


_JPEG: Final = _Kind("image/jpeg", ".jpg", "JPEG", (".jpeg",), ("L", "RGB"))
_PNG: Final = _Kind("image/png", ".png", "PNG", (), ("1", "L", "LA", "I;16", "RGB", "RGBA"))
_WEBP: Final = _Kind("image/webp", ".webp", "WEBP", (), ("RGB", "RGBA"))
_PDF: Final = _Kind("application/pdf", ".pdf")


class UploadRefused(Exception):
    """The file is not taken. `code` says why, `message` and `params` tell people what to choose instead."""

    def __init__(self, code: str, message: "_StrPromise", params: Mapping[str, int] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params: Mapping[str, int] = params or {}


class UploadedFile(Protocol):
    """What the gate needs of a file: Django's uploaded files and open binary files have it."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class AcceptedUpload:
    """A file that may be stored. `content` is what to store (never the sent bytes of an image), `sha256` its hash.

    `extension` begins with a point; `width` and `height` are pixels, None for a PDF. `original_name` is safe to show
    and to offer for download: no path, no control or bidi signs, and an extension that fits the content.
    """

    content: bytes
    content_type: str
    extension: str
    sha256: str
    width: int | None
    height: int | None
    original_name: str


def accept_upload(file: UploadedFile, *, max_bytes: int = MAX_BYTES) -> AcceptedUpload:
    """Lets a JPEG, PNG, WebP or PDF through, whatever it calls itself.

    Images are decoded (at most MAX_PIXELS, counted before decoding), turned upright and written anew: EXIF with
    positions, comments, colour profiles, further frames and anything appended are gone. A PDF is kept as it is: serve
    it as an attachment. Reads the file from its start, at most one byte beyond the limit.

    Raises UploadRefused: upload.empty, upload.too_large, upload.type, upload.too_many_pixels, upload.broken.
    """
    content = _read(file, max_bytes)
    kind = _kind_of(content)
    width: int | None = None
    height: int | None = None
    if kind is _PDF:
        _check_pdf(content)
    else:
        content, width, height = _drawn_anew(content, kind)
    name = _clean_name(str(getattr(file, "name", None) or ""), kind)
    digest = hashlib.sha256(content).hexdigest()
    return AcceptedUpload(content, kind.content_type, kind.extension, digest, width, height, name)


def _read(file: UploadedFile, max_bytes: int) -> bytes:
    seek = getattr(file, "seek", None)
    if seek is not None:
        seek(0)
    content = file.read(max_bytes + 1)
    if not content:
        raise UploadRefused("upload.empty", _("Choose a file that is not empty"))
    if len(content) > max_bytes:
        limit = max(1, max_bytes // _BYTES_PER_MB)
        raise UploadRefused("upload.too_large", _("Choose a file under %(n)s MB"), {"n": limit})
    return content


def _kind_of(content: bytes) -> _Kind:
    """The one allowed kind whose signature starts the file, if the library of signatures agrees."""
    try:
        known = {match.mime_type for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        known = set()
    kind = _signed_kind(content)
    if kind is None or kind.content_type not in known:
        raise UploadRefused("upload.type", _("Choose a JPEG, PNG, WebP or PDF file"))
    return kind


def _signed_kind(content: bytes) -> _Kind | None:
    if content.startswith(b"\xff\xd8\xff"):
        return _JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _WEBP
    return _PDF if re.match(rb"%PDF-[12]\.[0-9]", content) else None


def _check_pdf(content: bytes) -> None:
    """Refuses a PDF cut short, and one that is an archive (or a program) as well."""
    if b"%%EOF" not in content[-_PDF_END:]:
        raise _broken()
    tail = content[-(_ZIP_END_LENGTH + _ZIP_COMMENT_LENGTH) :]
    at = tail.find(_ZIP_END)
    while at >= 0:
        record = tail[at : at + _ZIP_END_LENGTH]
        if len(record) == _ZIP_END_LENGTH and at + _ZIP_END_LENGTH + struct.unpack("<H", record[-2:])[0] == len(tail):
            raise UploadRefused("upload.type", _("Choose a JPEG, PNG, WebP or PDF file"))
        at = tail.find(_ZIP_END, at + 1)


def _drawn_anew(content: bytes, kind: _Kind) -> tuple[bytes, int, int]:
    """The first frame, upright and without metadata: its bytes, width and height."""
    try:
        with Image.open(io.BytesIO(content), formats=[kind.pillow_format or ""]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_many_pixels()
            upright = ImageOps.exif_transpose(image)
        clean = _plain_mode(upright, kind)
        clean.info.clear()
        drawn = io.BytesIO()
        quality = {"JPEG": {"quality": _JPEG_QUALITY}, "WEBP": {"quality": _WEBP_QUALITY}}
        clean.save(drawn, kind.pillow_format, **quality.get(kind.pillow_format or "", {}))
    except UploadRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:  # a decoder that is fed with hostile bytes may raise anything
        raise _broken() from error
    return drawn.getvalue(), clean.width, clean.height


def _plain_mode(image: Image.Image, kind: _Kind) -> Image.Image:
    """The image in a mode that its format writes without palettes, keeping transparency where the format can."""
    if image.has_transparency_data and "RGBA" in kind.modes:
        return image if image.mode in {"LA", "RGBA"} and image.mode in kind.modes else image.convert("RGBA")
    return image if image.mode in kind.modes else image.convert("RGB")


def _clean_name(name: str, kind: _Kind) -> str:
    """The last part of the name without signs that mean something to a shell, a header or a page."""
    last = _NAME_SEPARATORS.split(clean_line(name, 4 * MAX_NAME_LENGTH))[-1]
    bare = clean_line(_NAME_SIGNS.sub("", last), MAX_NAME_LENGTH).strip(". -")
    fits = bare.lower().endswith((kind.extension, *kind.other_extensions))
    return bare if fits else (bare or "file") + kind.extension


def _too_many_pixels() -> UploadRefused:
    limit = {"n": MAX_PIXELS // 1_000_000}
    return UploadRefused("upload.too_many_pixels", _("Choose an image under %(n)s megapixels"), limit)


def _broken() -> UploadRefused:
    return UploadRefused("upload.broken", _("Choose another file. This one cannot be opened."))
