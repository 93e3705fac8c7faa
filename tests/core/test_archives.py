"""Archives are looked into before anything else reads them: sizes are counted, never believed."""

import io
import random
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest
import xlsxwriter

from core.archives import MAX_PARTS, look_inside, read_part
from core.errors import UploadRefused

LIST_SIGN = b"PK\x01\x02"
MB = 1_000_000


def archive(parts, *, method=zipfile.ZIP_DEFLATED, comment=b""):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
        packed.comment = comment
    return file.getvalue()


def noise(n_bytes):
    return random.Random(7).randbytes(n_bytes)


def patched(content, sign, offset, new):
    """The archive with other bytes at `offset` of its first record with this sign."""
    at = content.index(sign) + offset
    return content[:at] + new + content[at + len(new) :]


def lying(real, *, claimed):
    """A part that says it unpacks to `claimed` and unpacks to `real`, with the checksum of the claimed bytes."""
    content = archive({"a.xml": real})
    for sign, at in ((b"PK\x03\x04", 14), (LIST_SIGN, 16)):
        check = struct.pack("<L", zlib.crc32(real[:claimed]))
        content = patched(content, sign, at, check)
        content = patched(content, sign, at + 8, struct.pack("<L", claimed))
    return content


def other_name_at_the_part():
    return patched(archive({"a.xml": b"<a/>"}), b"PK\x03\x04", 30, b"b.xml")


def workbook():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for row in range(2000):
            sheet.write_row(row, 0, ["Organisation", row, "Östersund", "2024-01-31", ""])
    return file.getvalue()


REFUSED = {
    "nothing": (b"", "archive.broken"),
    "no archive": (b"PK" + b"x" * 200, "archive.broken"),
    "cut": (archive({"a": noise(500)})[:-30], "archive.broken"),
    "empty": (archive({}), "archive.broken"),
    "something before": (b"%PDF-1.7" + archive({"a": b"x"}), "archive.broken"),
    "something behind": (archive({"a": b"x"}) + b"<script>", "archive.broken"),
    "a remark": (archive({"a": b"x"}, comment=b"<script>"), "archive.broken"),
    "says less than it holds": (lying(b"x" * 200_000, claimed=10), "archive.broken"),
    "says more than it holds": (lying(b"x" * 10, claimed=200_000), "archive.broken"),
    "wrong checksum": (patched(archive({"a": b"x"}), LIST_SIGN, 16, b"\0\0\0\0"), "archive.broken"),
    "another name at the part": (other_name_at_the_part(), "archive.broken"),
    "bzip2": (archive({"a": b"x" * 99}, method=zipfile.ZIP_BZIP2), "archive.broken"),
    "lzma": (archive({"a": b"x" * 99}, method=zipfile.ZIP_LZMA), "archive.broken"),
    "bomb": (archive({"a.xml": b" " * 48 * MB}), "archive.bomb"),
    "bomb in many parts": (archive({f"{n}.bin": b"\0" * MB for n in range(60)}), "archive.bomb"),
    "bomb that claims little": (lying(b" " * 48 * MB, claimed=10), "archive.bomb"),
    "too large unpacked": (archive({"a": noise(300_000), "b": b" " * 21 * MB}), "archive.too_large"),
    "too many parts": (archive({str(n): b"" for n in range(MAX_PARTS + 1)}), "archive.too_many_parts"),
    "encrypted": (patched(archive({"a": b"x"}), LIST_SIGN, 8, b"\x01\0"), "archive.locked"),
    "up and out": (archive({"../../etc/passwd": b"x"}), "archive.part_name"),
    "absolute": (archive({"/etc/passwd": b"x"}), "archive.part_name"),
    "windows": (archive({"C:/a": b"x"}), "archive.part_name"),
    "windows separators": (archive({"a\\b": b"x"}), "archive.part_name"),
    "twice in other letters": (archive({"a.xml": b"1", "A.xml": b"2"}), "archive.part_name"),
    "entities": (archive({"a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "archive.declares"),
    "entities in UTF-16": (
        archive({"a.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")}),
        "archive.declares",
    ),
    "outside types": (archive({"a.xml": b'<!doctype a SYSTEM "http://example.org/a">'}), "archive.declares"),
}


@pytest.mark.parametrize("label", REFUSED)
def test_what_is_not_what_it_says_is_refused(label):
    content, code = REFUSED[label]

    with pytest.raises(UploadRefused) as refused:
        look_inside(content)

    assert refused.value.code == code


def test_the_part_to_blame_is_named():
    with pytest.raises(UploadRefused) as refused:
        look_inside(archive({"good": b"x", "xl/bad.xml": b"<!DOCTYPE a>"}))

    assert refused.value.params["part"] == "xl/bad.xml"


@pytest.mark.parametrize("label", ["bomb", "bomb in many parts", "bomb that claims little", "too large unpacked"])
def test_bombs_are_refused_fast_and_in_little_memory(label):
    content, _code = REFUSED[label]
    tracemalloc.start()
    started = time.process_time()

    with pytest.raises(UploadRefused):
        look_inside(content)

    assert time.process_time() - started < 1
    assert tracemalloc.get_traced_memory()[1] < 45 * MB
    tracemalloc.stop()


def test_a_list_of_a_million_parts_is_not_read():
    content = archive({"a": b"x"})
    end = content.index(b"PK\x05\x06")
    content = patched(content[:end] + content[content.index(LIST_SIGN) : end] * 9000 + content[end:], b"PK\x05\x06", 10,
                      struct.pack("<H", 9001))  # fmt: skip
    started = time.process_time()

    with pytest.raises(UploadRefused) as refused:
        look_inside(content)

    assert refused.value.code == "archive.too_many_parts"
    assert time.process_time() - started < 0.1


def test_a_workbook_passes():
    content = workbook()

    names = look_inside(content)

    assert "xl/worksheets/sheet1.xml" in names
    assert read_part(content, "xl/worksheets/sheet1.xml").startswith(b"<?xml")
    assert read_part(content, "xl/vbaProject.bin") == b""


def test_small_archives_of_blanks_and_stored_parts_pass():
    assert look_inside(archive({"a.xml": b" " * 900_000})) == ("a.xml",)
    assert look_inside(archive({"mimetype": b"x", "b/": b""}, method=zipfile.ZIP_STORED)) == ("mimetype", "b/")
    assert look_inside(archive({"å/é.xml": "<å/>"})) == ("å/é.xml",)
    assert look_inside(archive({str(n): b"" for n in range(MAX_PARTS)}))[-1] == str(MAX_PARTS - 1)


def test_damage_anywhere_is_refused_and_never_breaks_the_reader():
    content, chance = workbook(), random.Random(11)
    codes = set()

    for _again in range(300):
        damaged = bytearray(content)
        for _byte in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        try:
            look_inside(bytes(damaged))
        except UploadRefused as refused:
            codes.add(refused.code)

    assert codes
    assert all(code.startswith("archive.") for code in codes)


def nested(n_parts: int) -> bytes:
    """An archive whose parts each hold all that follow, and at the end blocks that hold nothing."""
    packed, plain, parts = b"\x02\x08\x20\x80\0" * 50_000 + b"\x03\0", b"", []
    for number in range(n_parts):
        name = b"%04d.bin" % number
        if parts:
            inner = parts[-1][1]
            packed = b"\0" + struct.pack("<HH", len(inner), 0xFFFF - len(inner)) + inner + packed
            plain = inner + plain
        facts = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 0, zlib.crc32(plain), len(packed), len(plain), len(name), 0)
        parts.append((name, b"PK\x03\x04" + facts + name, facts))
    content, listed, offset = parts[-1][1] + packed, b"", 0
    for name, head, facts in reversed(parts):
        listed += b"PK\x01\x02" + struct.pack("<H", 20) + facts + struct.pack("<HHHLL", 0, 0, 0, 0, offset) + name
        offset += len(head) + 5
    end = struct.pack("<HHHHLLH", 0, 0, n_parts, n_parts, len(listed), len(content), 0)
    return content + listed + b"PK\x05\x06" + end


def test_parts_inside_one_another_are_refused():
    assert look_inside(nested(1)) == ("0000.bin",)

    with pytest.raises(UploadRefused) as refused:
        look_inside(nested(30))

    assert refused.value.code == "archive.broken"
