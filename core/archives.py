"""A look into a zip archive before anything else reads it: documents and spreadsheets are such archives.

Every part is inflated and counted here, whatever the headers say of its size, and thrown away again.
"""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from core.errors import UploadRefused

MAX_PARTS: Final = 1_000
MAX_UNPACKED_BYTES: Final = 20_000_000
# Unpacked bytes to packed ones over the whole archive. Small archives of blanks are harmless: see _FREE_BYTES.
MAX_RATIO: Final = 100
_FREE_BYTES: Final = 1_000_000
_CHUNK: Final = 1 << 18

_PART_SIGN: Final = b"PK\x03\x04"
_PART_HEAD: Final = struct.Struct("<4sHHHHHLLLHH")
_END_SIGN: Final = b"PK\x05\x06"
_END_LENGTH: Final = 22
_IS_ENCRYPTED: Final = 0x1 | 0x40
_UNSAFE_NAME: Final = re.compile(r"^/|\\|(^|/)\.\.?(/|$)|//|^[A-Za-z]:|[\x00-\x1f\x7f]")
_IS_XML: Final = re.compile(r"\.(xml|rels|vml|rdf)$", re.IGNORECASE)
_DECLARES: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def look_inside(content: bytes) -> tuple[str, ...]:
    """The names of the archive's parts, once every part was found to be what it says.

    Raises UploadRefused: archive.broken (cut, contradicts itself, something stands before or behind it),
    archive.too_many_parts, archive.too_large (unpacked), archive.bomb (ratio), archive.locked (encrypted),
    archive.part_name (leads out of its folder, stands twice), archive.declares (XML that declares types or entities).
    The name of the part is in `params` as `part` where one is to blame.
    """
    parts = _parts(content)
    allowed = min(MAX_UNPACKED_BYTES, max(_FREE_BYTES, MAX_RATIO * len(content)))
    unpacked = 0
    for part in parts:
        seen = bytearray()
        is_xml = _IS_XML.search(part.filename) is not None
        size = check = 0
        for piece in _inflated(content, part):
            size += len(piece)
            check = zlib.crc32(piece, check)
            if unpacked + size > allowed:
                raise _too_large(part, is_bomb=allowed < MAX_UNPACKED_BYTES)
            if is_xml:
                seen += piece
        if size != part.file_size or check != part.CRC:
            raise _broken(part)
        # Two bytes a sign in UTF-16: without the zeros the words stand as they do in UTF-8.
        if is_xml and _DECLARES.search(seen.replace(b"\0", b"")):
            raise UploadRefused("archive.declares", _("Choose another file. This one cannot be opened."), _blame(part))
        unpacked += size
    return tuple(part.filename for part in parts)


def part_heads(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and first bytes of every part of an archive that was looked into."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            with archive.open(part) as file:
                yield part.filename, file.read(8)


def read_part(content: bytes, name: str) -> bytes:
    """One part of an archive that was looked into; empty when there is none of that name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name) if name in archive.namelist() else b""


def _parts(content: bytes) -> list[zipfile.ZipInfo]:
    """What the archive's own list names, with everything refused that the list alone gives away."""
    _check_frame(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, UnicodeError, EOFError) as error:
        raise _broken() from error
    names = {part.filename.lower() for part in parts}
    if not parts or min(part.header_offset for part in parts) != 0:
        raise _broken()
    # Parts inside one another would be read as often as there are parts.
    if sum(part.compress_size for part in parts) > len(content):
        raise _broken()
    if len(parts) > MAX_PARTS:
        message = _("Choose a file with fewer parts: this one has more than %(n)s inside")
        raise UploadRefused("archive.too_many_parts", message, {"n": MAX_PARTS})
    for part in parts:
        is_link = stat.S_ISLNK(part.external_attr >> 16)
        if _UNSAFE_NAME.search(part.filename) or part.orig_filename != part.filename or is_link:
            raise UploadRefused("archive.part_name", _("Choose another file. This one cannot be opened."), _blame(part))
        if part.flag_bits & _IS_ENCRYPTED:
            raise UploadRefused("archive.locked", _("Choose a file that opens without a password"), _blame(part))
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise _broken(part)
    if len(names) != len(parts):
        raise UploadRefused("archive.part_name", _("Choose another file. This one cannot be opened."))
    return parts


def _check_frame(content: bytes) -> None:
    """An archive begins with a part and ends with its list: nothing else is hidden before, behind or in a remark.

    The number of parts is read here too, so that a list of a million is not even read.
    """
    end = content[-_END_LENGTH:]
    if not content.startswith(_PART_SIGN) or not end.startswith(_END_SIGN) or end[-2:] != b"\0\0":
        raise _broken()
    (n_parts,) = struct.unpack_from("<H", end, 10)
    if n_parts > MAX_PARTS:
        message = _("Choose a file with fewer parts: this one has more than %(n)s inside")
        raise UploadRefused("archive.too_many_parts", message, {"n": MAX_PARTS})


def _inflated(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes piece by piece, however many come out."""
    packed = _packed(content, part)
    if part.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while not inflater.eof:
            piece = inflater.decompress(packed, _CHUNK)
            packed = inflater.unconsumed_tail
            if not piece and not packed:
                break
            yield piece
    except zlib.error as error:
        raise _broken(part) from error
    if not inflater.eof or inflater.unused_data or packed:
        raise _broken(part)


def _packed(content: bytes, part: zipfile.ZipInfo) -> bytes:
    """The bytes between the part's own head and the next, if the head agrees with the list."""
    try:
        head = _PART_HEAD.unpack_from(content, part.header_offset)
    except struct.error as error:
        raise _broken(part) from error
    sign, _version, flags, method, *_times, n_name, n_extra = head
    begin = part.header_offset + _PART_HEAD.size
    name = content[begin : begin + n_name]
    begin += n_name + n_extra
    packed = content[begin : begin + part.compress_size]
    is_same_name = name.decode("utf-8" if flags & 0x800 else "cp437", "replace") == part.orig_filename
    if sign != _PART_SIGN or method != part.compress_type or not is_same_name or len(packed) != part.compress_size:
        raise _broken(part)
    return packed


def _blame(part: zipfile.ZipInfo | None) -> dict[str, str]:
    return {"part": part.filename[:120]} if part else {}


def _broken(part: zipfile.ZipInfo | None = None) -> UploadRefused:
    return UploadRefused("archive.broken", _("Choose another file. This one cannot be opened."), _blame(part))


def _too_large(part: zipfile.ZipInfo, *, is_bomb: bool) -> UploadRefused:
    numbers: dict[str, int | str] = {"n": MAX_UNPACKED_BYTES // 1_000_000, **_blame(part)}
    message = _("Choose a smaller file: unpacked this one has more than %(n)s MB")
    return UploadRefused("archive.bomb" if is_bomb else "archive.too_large", message, numbers)
