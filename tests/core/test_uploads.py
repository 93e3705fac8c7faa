"""The upload gate against a corpus made here: what is allowed is drawn anew, the rest is refused."""

import hashlib
import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image, PngImagePlugin

from core import pictures, uploads
from core.errors import UploadRefused
from core.uploads import accept_upload

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
SCRIPT = b"<script>alert(1)</script>"
WHAT_TO_CHOOSE = "Choose a photo (JPEG, PNG, WebP), a PDF, or a Word, Excel, PowerPoint, OpenDocument, text or CSV file"
CANARY = b"canary-63.43N-10.39E"


def drawn(pillow_format, size=(8, 6), mode="RGB", **options):
    """A picture of one grey, as other programs might pack it: not as the gate does."""
    buffer = io.BytesIO()
    if pillow_format == "PNG":
        options["compress_level"] = 0
    Image.new(mode, size, 90).save(buffer, pillow_format, **options)
    return buffer.getvalue()


def with_exif(pillow_format, orientation=6):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return drawn(pillow_format, exif=exif)


def png_of(width, height):
    """A PNG that claims a size and holds no pixels for it."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def deep_png():
    """Sixteen bits a colour, which no drawing of ours has."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 3, 2, 16, 2, 0, 0, 0)
    rows = (b"\0" + b"\x80\x01" * 9) * 2
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def png_with_text():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", CANARY.decode())
    text.add_itxt("XML:com.adobe.xmp", CANARY.decode(), zip=True)
    return drawn("PNG", pnginfo=text, dpi=(300, 300), icc_profile=CANARY)


def archive():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("run.js", "alert(1)")
    return buffer.getvalue()


def frames(pillow_format):
    buffer = io.BytesIO()
    pictures = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    pictures[0].save(buffer, pillow_format, save_all=True, append_images=pictures[1:])
    return buffer.getvalue()


def taken(content, name="file"):
    return accept_upload(SimpleUploadedFile(name, content))


def refusal(content, **options):
    with pytest.raises(UploadRefused) as refused:
        accept_upload(SimpleUploadedFile("picture.jpg", content, "image/jpeg"), **options)
    return refused.value


IMAGES = {
    "jpeg": (drawn("JPEG"), "image/jpeg", ".jpg"),
    "jpeg-grey": (drawn("JPEG", mode="L"), "image/jpeg", ".jpg"),
    "jpeg-cmyk": (drawn("JPEG", mode="CMYK"), "image/jpeg", ".jpg"),
    "jpeg-progressive": (drawn("JPEG", progressive=True), "image/jpeg", ".jpg"),
    "jpeg-comment": (drawn("JPEG", comment=CANARY), "image/jpeg", ".jpg"),
    "jpeg-script-behind": (drawn("JPEG") + SCRIPT + CANARY, "image/jpeg", ".jpg"),
    "jpeg-zip-behind": (drawn("JPEG") + archive(), "image/jpeg", ".jpg"),
    "png": (drawn("PNG"), "image/png", ".png"),
    "png-palette": (drawn("PNG", mode="P"), "image/png", ".png"),
    "png-alpha": (drawn("PNG", mode="RGBA"), "image/png", ".png"),
    "png-grey-alpha": (drawn("PNG", mode="LA"), "image/png", ".png"),
    "png-bits": (drawn("PNG", mode="1"), "image/png", ".png"),
    "png-deep": (drawn("PNG", mode="I;16"), "image/png", ".png"),
    "png-16-bit-colour": (deep_png(), "image/png", ".png"),
    "png-text": (png_with_text(), "image/png", ".png"),
    "png-script-behind": (drawn("PNG") + SCRIPT + CANARY, "image/png", ".png"),
    "png-frames": (frames("PNG"), "image/png", ".png"),
    "webp": (drawn("WEBP"), "image/webp", ".webp"),
    "webp-lossless-alpha": (drawn("WEBP", mode="RGBA", lossless=True), "image/webp", ".webp"),
    "webp-xmp": (drawn("WEBP", xmp=CANARY), "image/webp", ".webp"),
    "webp-frames": (frames("WEBP"), "image/webp", ".webp"),
}
REFUSED = {
    "empty": (b"", "upload.empty"),
    "html": (b"<!doctype html>" + SCRIPT, "upload.type"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "upload.type"),
    "svg-declared": (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "upload.type"),
    "svg-behind-space": (b"\r\n\t <svg onload='alert(1)'/>", "upload.type"),
    "svg-in-utf-16": ("<svg onload='alert(1)'/>".encode("utf-16"), "upload.type"),
    "html-comment": (b"<!-- x --><script>alert(1)</script>", "upload.type"),
    "page-archive": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "upload.type"),
    "rtf": (b"{\\rtf1 {\\object\\objocx}}", "upload.type"),
    "zip": (archive(), "upload.type"),
    "gzip": (b"\x1f\x8b\x08" + b"\0" * 40, "upload.type"),
    "exe": (b"MZ\x90\0" + b"\0" * 200, "upload.type"),
    "elf": (b"\x7fELF\x02\x01\x01" + b"\0" * 200, "upload.type"),
    "shell": (b"#!/bin/sh\nexit\n", "upload.type"),
    "gif": (drawn("GIF", mode="P"), "upload.type"),
    "bmp": (drawn("BMP"), "upload.type"),
    "tiff": (drawn("TIFF"), "upload.type"),
    "ico": (drawn("ICO", size=(16, 16)), "upload.type"),
    "avi": (b"RIFF\x24\0\0\0AVI LIST" + b"\0" * 40, "upload.type"),
    "postscript": (b"%!PS-Adobe-3.0\n%%EOF\n", "upload.type"),
    "pdf-behind-html": (SCRIPT + PDF, "upload.type"),
    "jpeg-behind-space": (b"\n" + drawn("JPEG"), "upload.type"),
    "pdf-of-no-version": (PDF.replace(b"1.7", b"9.x"), "upload.type"),
    "pdf-with-zip": (PDF + archive() + b"", "upload.type"),
    "pdf-with-zip-and-comment": (PDF + archive()[:-2] + b"\x06\0%%EOF\n", "upload.type"),
    "pdf-cut": (PDF[:40], "upload.broken"),
    "jpeg-head": (drawn("JPEG")[:20], "upload.broken"),
    "jpeg-cut": (drawn("JPEG", size=(200, 200))[:-200], "upload.broken"),
    "jpeg-junk": (b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + b"\x7f" * 300, "upload.broken"),
    "png-cut": (drawn("PNG", size=(50, 50))[:60], "upload.broken"),
    "png-without-pixels": (png_of(10, 10), "upload.broken"),
    "png-zero": (png_of(0, 10), "upload.broken"),
    "webp-cut": (drawn("WEBP", size=(50, 50))[:40], "upload.broken"),
    "png-41-megapixels": (png_of(8200, 5000), "upload.too_many_pixels"),
    "png-100-megapixels": (png_of(10000, 10000), "upload.too_many_pixels"),
    "png-900-megapixels": (png_of(30000, 30000), "upload.too_many_pixels"),
    "webp-21-megapixels": (drawn("WEBP", size=(6000, 3500), method=0), "upload.too_many_pixels"),
}


def test_corpus_is_large_enough():
    """With the documents of tests/core/test_documents.py there are over a hundred."""
    assert len(IMAGES) + len(REFUSED) >= 55


@pytest.mark.parametrize("label", IMAGES)
def test_images_are_drawn_anew(label):
    content, content_type, extension = IMAGES[label]

    upload = taken(content)

    assert (upload.content_type, upload.extension) == (content_type, extension)
    assert upload.content != content
    assert CANARY not in upload.content
    assert SCRIPT not in upload.content
    assert b"PK\x05\x06" not in upload.content
    assert upload.sha256 == hashlib.sha256(upload.content).hexdigest()
    with Image.open(io.BytesIO(upload.content)) as image:
        assert image.size == (upload.width, upload.height)
        assert getattr(image, "n_frames", 1) == 1
        assert not image.getexif()
        assert not {"icc_profile", "comment", "exif", "xmp", "Comment", "dpi"} & set(image.info)


@pytest.mark.parametrize("label", REFUSED)
def test_everything_else_is_refused(label):
    content, code = REFUSED[label]

    assert refusal(content).code == code


@pytest.mark.parametrize("pillow_format", ["JPEG", "PNG", "WEBP"])
def test_images_are_turned_upright_and_lose_their_position(pillow_format):
    content = with_exif(pillow_format)
    assert CANARY in content

    upload = taken(content)

    assert (upload.width, upload.height) == (6, 8)
    assert CANARY not in upload.content
    assert b"Exif" not in upload.content
    assert b"EXIF" not in upload.content


def test_transparency_survives():
    upload = taken(drawn("PNG", transparency=(90, 0, 0)))

    with Image.open(io.BytesIO(upload.content)) as image:
        assert image.convert("RGBA").getpixel((0, 0))[3] == 0


def test_pdf_is_kept_as_it_is():
    upload = taken(PDF, "Report, final.PDF")

    assert upload.content == PDF
    assert (upload.content_type, upload.extension) == ("application/pdf", ".pdf")
    assert (upload.width, upload.height) == (None, None)
    assert upload.original_name == "Report, final.PDF"
    assert upload.sha256 == hashlib.sha256(PDF).hexdigest()


def test_an_archive_within_a_pdf_stream_is_no_polyglot():
    assert taken(PDF[:-6] + archive() + b"endstream\n%%EOF\n").content_type == "application/pdf"


def test_size_limit_reads_no_more_than_it_must():
    class Counted(io.BytesIO):
        asked = 0

        def read(self, size=-1, /):
            self.asked += size
            return super().read(size)

    file = Counted(PDF.ljust(5000))
    with pytest.raises(UploadRefused) as refused:
        accept_upload(file, max_bytes=4999)

    assert refused.value.code == "upload.too_large"
    assert file.asked == 5000
    assert accept_upload(io.BytesIO(PDF), max_bytes=len(PDF)).content == PDF


def test_file_is_read_from_its_start():
    file = io.BytesIO(PDF)
    file.read(10)

    assert accept_upload(file).content == PDF


def test_pixels_are_counted_before_decoding(monkeypatch):
    def decode(*args, **kwargs):
        raise AssertionError("decoded")

    monkeypatch.setattr(pictures.ImageOps, "exif_transpose", decode)

    assert refusal(png_of(8001, 5000)).code == "upload.too_many_pixels"


@pytest.mark.parametrize(
    ("content", "options", "expected"),
    [
        (b"", {}, "Choose a file that is not empty"),
        (PDF, {"max_bytes": 10}, "Choose a file under 1 MB"),
        (PDF + b" " * 2_000_000, {"max_bytes": 2_000_000}, "Choose a file under 2 MB"),
        (b"MZ\0", {}, WHAT_TO_CHOOSE),
        (png_of(30000, 30000), {}, "Choose an image under 40 megapixels"),
        (PDF[:40], {}, "Choose another file. This one cannot be opened."),
    ],
)
def test_messages_say_what_to_do(content, options, expected):
    error = refusal(content, **options)

    with translation.override("en"):
        assert str(error.message) % error.params == expected


class Named(io.BytesIO):
    """An open file under any name: Django's own class would clean it before the gate does."""

    def __init__(self, name):
        super().__init__(PDF)
        self.name = name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Bevis 1.pdf", "Bevis 1.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\rapport.pdf", "rapport.pdf"),
        ("Ma\u030al.pdf", "Mål.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x1.pdf"),
        ("gpj\u202efdp.exe", "gpjfdp.exe.pdf"),
        ("page.html", "page.html.pdf"),
        ('"><img src=x>.pdf', "img srcx.pdf"),
        ("\x00\ud800", "file.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        (None, "file.pdf"),
    ],
)
def test_names_are_cleaned(sent, kept):
    assert accept_upload(Named(sent)).original_name == kept


def test_long_names_are_cut_and_keep_their_extension():
    name = accept_upload(Named("å" * 5000 + ".pdf")).original_name

    assert name.endswith("å.pdf")
    assert len(name) <= uploads.MAX_NAME_LENGTH + len(".pdf")
