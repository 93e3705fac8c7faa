"""Documents that are kept as they were sent: what they are by their content, and nothing in them that runs.

They are served as downloads only. What is refused here is what a reader's program would do by itself: scripts, files
that start, pages fetched from elsewhere.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext_lazy as _

from core.archives import look_inside, part_heads, read_part
from core.errors import UploadRefused
from core.export import neutralised

PDF: Final = "application/pdf"
TEXT: Final = "text/plain"
CSV: Final = "text/csv"
_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_ODF: Final = "application/vnd.oasis.opendocument."
DOCX: Final = _OOXML + "wordprocessingml.document"
XLSX: Final = _OOXML + "spreadsheetml.sheet"
PPTX: Final = _OOXML + "presentationml.presentation"
ODT: Final = _ODF + "text"
ODS: Final = _ODF + "spreadsheet"
ODP: Final = _ODF + "presentation"

# Where readers look for a PDF's first and last mark, in bytes from the beginning and the end.
_PDF_BEGIN: Final = 1024
_PDF_END: Final = 1024
_PDF_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")


def _spelt(*names: str) -> bytes:
    """An expression for names of a PDF: every sign of a name may stand as it is or in hexadecimal (#4A)."""
    spelt = (b"".join(b"(?:%c|#(?i:%02x))" % (sign, sign) for sign in name.encode()) for name in names)
    return b"/(?:" + b"|".join(spelt) + b")(?![A-Za-z])"


_PDF_ACTIVE: Final = re.compile(
    _spelt("JavaScript", "Rendition", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "GoToE", "ImportData")
    + b"|"
    + _spelt("XFA")
    + rb"\s*[\[(<%0-9]"
)
_PDF_LOCKED: Final = re.compile(_spelt("Encrypt"))
_PDF_OBJECTS: Final = re.compile(_spelt("ObjStm"))
_PDF_STREAMS: Final = 100_000
_PDF_UNPACKED: Final = 60_000_000
# How far before its stream an object's own words are looked for.
_PDF_HEAD: Final = 1000
# A stream is fed in growing pieces: most are short, and what a piece holds beyond the stream is read in vain.
_FIRST_BYTES: Final = 4096
# How often the whole file is read for its streams, beyond their first pieces: only streams inside one another, which
# nobody writes in good faith, take more.
_PDF_READINGS: Final = 5
# The record that closes a zip archive: its sign, 16 bytes, the length of a comment that reaches to the end of the file.
_ZIP_END: Final = b"PK\x05\x06"
_ZIP_END_LENGTH: Final = 22
_ZIP_COMMENT_LENGTH: Final = 0xFFFF

_PROGRAM_PART: Final = re.compile(
    r"(^|/)(vba\w*\.(bin|xml)|activex/|macrosheets/|basic/|scripts/)"
    r"|\.(exe|dll|com|scr|js|vbs|ps1|bat|cmd|jar|hta|msi|lnk|docm|xlsm|xlsb|xlam|pptm|ppam|dotm|xltm|potm)$",
    re.IGNORECASE,
)
# Older Office files (which may hold macros), programs of Windows and Linux, scripts.
_PROGRAM_SIGNS: Final = (b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"#!")
# What a document may not fetch when it is opened. Links, pictures and other workbooks are left to the reader's choice.
_FETCHED: Final = ("attachedTemplate", "oleObject", "frame", "subDocument", "control", "package")
_ON_THIS_MACHINE: Final = re.compile(r"(file:///)?[A-Za-z]:|file:///[^/\\]|[^:/\\][^:\\]*$", re.IGNORECASE)

_MARKUP: Final = re.compile(r"\s*(<[!?a-z/]|#!|%!|\{\\rtf|MIME-Version:)", re.IGNORECASE)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]")


def check_pdf(content: bytes) -> None:
    """Refuses a PDF cut short, one that is an archive as well, one with a password, and one that does things.

    Doing things = scripts, embedded files and media, programs it starts, forms that hold their own program. Looked
    for in the open and inside packed streams, under names that are spelt in hexadecimal too.
    """
    if b"%%EOF" not in content[-_PDF_END:]:
        raise broken()
    if _ends_an_archive(content):
        raise wrong_type()
    if _PDF_LOCKED.search(content):
        raise UploadRefused("upload.locked", _("Choose a file that opens without a password"))
    if _PDF_ACTIVE.search(content) or any(_PDF_ACTIVE.search(text) for text in _unpacked_streams(content)):
        raise _active()


def _ends_an_archive(content: bytes) -> bool:
    tail = content[-(_ZIP_END_LENGTH + _ZIP_COMMENT_LENGTH) :]
    at = tail.find(_ZIP_END)
    while at >= 0:
        record = tail[at : at + _ZIP_END_LENGTH]
        if len(record) == _ZIP_END_LENGTH and at + _ZIP_END_LENGTH + struct.unpack("<H", record[-2:])[0] == len(tail):
            return True
        at = tail.find(_ZIP_END, at + 1)
    return False


def _unpacked_streams(content: bytes) -> Iterator[bytearray]:
    """What the packed streams of a PDF hold, except pixels. What has no end of them is taken for active."""
    view, left, unread = memoryview(content), _PDF_UNPACKED, _PDF_READINGS * len(content)
    for n_streams, found in enumerate(_PDF_STREAM.finditer(content)):
        if n_streams > _PDF_STREAMS:
            raise _active()
        if _is_picture(content[max(0, found.start() - _PDF_HEAD) : found.start()]):
            continue
        inflater, text, at, step = zlib.decompressobj(), bytearray(), found.end(), _FIRST_BYTES
        try:
            while not inflater.eof and at < len(content) and left >= len(text):
                piece = view[at : at + step]
                at, step = at + len(piece), 4 * step
                text += inflater.decompress(piece, left + 1)
        except zlib.error:
            pass
        left -= len(text)
        unread -= max(0, at - found.end() - len(inflater.unused_data) - _FIRST_BYTES)
        if left < 0 or unread < 0:
            raise _active()
        yield text


def _is_picture(before: bytes) -> bool:
    """Whether the stream behind these bytes says that it is pixels, which are many and hold no names."""
    head = before[before.rfind(b"obj") :] if b"obj" in before else before
    return b"/Image" in head and not _PDF_OBJECTS.search(head)


def office_type(content: bytes) -> str:
    """The type of a document that is an archive, once nothing in it runs. Raises UploadRefused."""
    names = look_inside(content)
    kind = _opendocument_type(content, names) or _office_open_type(content)
    if any(_PROGRAM_PART.search(name) for name in names):
        raise _active()
    if any(head.startswith(_PROGRAM_SIGNS) for _name, head in part_heads(content)):
        raise _active()
    if any(_fetches(read_part(content, name)) for name in names if name.lower().endswith(".rels")):
        raise _active()
    return kind


def _opendocument_type(content: bytes, names: Iterable[str]) -> str:
    kind = read_part(content, "mimetype").decode("ascii", "replace").strip()
    return kind if kind in {ODT, ODS, ODP} and "content.xml" in names else ""


def _office_open_type(content: bytes) -> str:
    types = read_part(content, "[Content_Types].xml").decode("utf-8", "replace").replace("'", '"')
    if "macroEnabled" not in types:
        for kind in (DOCX, XLSX, PPTX):
            if f'"{kind}.main+xml"' in types:
                return kind
    raise wrong_type()


def _fetches(relations: bytes) -> bool:
    """Whether a list of relations names something elsewhere that is fetched when the document is opened."""
    try:
        rows = list(fromstring(relations))
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise broken() from error
    return any(
        row.get("TargetMode", "").lower() == "external"
        and row.get("Type", "").endswith(_FETCHED)
        and not _ON_THIS_MACHINE.match(row.get("Target", ""))
        for row in rows
    )


def plain_text(content: bytes, *, is_csv: bool) -> bytes:
    """The text in UTF-8, if it is text and nothing else.

    As CSV, no line may hold what a spreadsheet would run. Raises UploadRefused: upload.type, upload.formula with the
    `line`.
    """
    text = _decoded(content)
    if _MARKUP.match(text) or "%PDF-" in text[:_PDF_BEGIN] or _CONTROLS.search(text):
        raise wrong_type()
    if is_csv:
        for number, line in enumerate(text.splitlines(), 1):
            # Behind a separator quotes are seen through, and a list that begins with a dash is no formula.
            cells = f",{line}"
            if neutralised(cells) != cells:
                message = _("Line %(line)s begins a formula. Save the file as a spreadsheet or a PDF instead.")
                raise UploadRefused("upload.formula", message, {"line": number})
    return text.encode()


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise wrong_type()


def wrong_type() -> UploadRefused:
    """The refusal of what is none of the kinds that are taken."""
    message = _("Choose a photo (JPEG, PNG, WebP), a PDF, or a Word, Excel, PowerPoint, OpenDocument, text or CSV file")
    return UploadRefused("upload.type", message)


def broken() -> UploadRefused:
    """The refusal of what cannot be opened."""
    return UploadRefused("upload.broken", _("Choose another file. This one cannot be opened."))


def _active() -> UploadRefused:
    message = _("This file has scripts, macros or other files in it. Print it to a new PDF and choose that.")
    return UploadRefused("upload.active", message)
